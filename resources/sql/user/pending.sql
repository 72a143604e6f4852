SELECT id FROM users WHERE removed_at IS NULL AND sort_keys = 0 LIMIT $1
