INSERT INTO blocklist_entries (blocking_group_id, key_id, since_version, reason, added_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (blocking_group_id, key_id) DO NOTHING
