SELECT count(*) FROM users WHERE removed_at IS NULL
