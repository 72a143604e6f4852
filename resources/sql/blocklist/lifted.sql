SELECT number, version FROM blocklist_lifted WHERE blocking_group_id = $1
