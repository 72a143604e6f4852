SELECT role_id, lock_id FROM role_locks
