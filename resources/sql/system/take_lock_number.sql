UPDATE system SET next_lock = next_lock + 1 WHERE one = 1 RETURNING next_lock - 1
