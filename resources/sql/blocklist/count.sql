SELECT (SELECT count(*) FROM blocklist_entries e WHERE e.blocking_group_id = $1) + (SELECT count(*) FROM blocklist_strangers s WHERE s.blocking_group_id = $1)
