UPDATE system SET next_lock_group = next_lock_group + 1 WHERE one = 1 RETURNING next_lock_group - 1
