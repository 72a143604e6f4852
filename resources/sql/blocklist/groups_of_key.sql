SELECT blocking_group_id FROM blocklist_entries WHERE key_id = $1 ORDER BY blocking_group_id
