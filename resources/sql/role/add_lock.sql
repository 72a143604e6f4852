INSERT INTO role_locks (role_id, lock_id) VALUES ($1, $2)
