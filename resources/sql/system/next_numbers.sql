SELECT next_key, next_lock, next_lock_group, next_blocking_group FROM system WHERE one = 1
