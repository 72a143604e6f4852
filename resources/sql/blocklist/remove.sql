DELETE FROM blocklist_entries WHERE blocking_group_id = $1 AND key_id = $2
