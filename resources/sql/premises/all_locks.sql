SELECT premises_id, lock_id FROM premises_locks
