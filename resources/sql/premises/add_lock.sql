INSERT INTO premises_locks (premises_id, lock_id) VALUES ($1, $2)
