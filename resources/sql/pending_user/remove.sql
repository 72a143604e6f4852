DELETE FROM pending_users WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM key_records k WHERE k.user_id = $1 AND k.pending = 1)
