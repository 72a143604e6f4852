UPDATE system SET next_key = next_key + $1, next_lock = next_lock + $2, next_lock_group = next_lock_group + $3, next_blocking_group = next_blocking_group + $3 WHERE one = 1
