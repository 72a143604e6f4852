DELETE FROM pending_users
