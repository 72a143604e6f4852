SELECT number, since_version, reason, added_at FROM blocklist_strangers WHERE blocking_group_id = $1 ORDER BY number
