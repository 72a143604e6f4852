INSERT INTO pending_users (user_id) SELECT DISTINCT k.user_id FROM key_records k WHERE k.user_id = $1 AND k.pending = 1
ON CONFLICT (user_id) DO NOTHING
