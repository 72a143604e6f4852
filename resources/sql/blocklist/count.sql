SELECT count(*) FROM blocklist_entries WHERE blocking_group_id = $1
