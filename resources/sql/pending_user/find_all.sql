INSERT INTO pending_users (user_id) SELECT DISTINCT k.user_id FROM key_records k WHERE k.pending = 1 ORDER BY k.user_id
