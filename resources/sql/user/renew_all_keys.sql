UPDATE users SET sort_keys = COALESCE((SELECT min(s.standing) FROM key_standings s WHERE s.user_id = users.id), 3)
WHERE removed_at IS NULL
