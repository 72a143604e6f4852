SELECT user_id FROM pending_users LIMIT $1
