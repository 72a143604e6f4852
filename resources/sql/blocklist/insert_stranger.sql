INSERT INTO blocklist_strangers (blocking_group_id, number, since_version, reason, added_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (blocking_group_id, number) DO NOTHING
