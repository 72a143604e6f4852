UPDATE system SET next_key = next_key + 1 WHERE one = 1 RETURNING next_key - 1
