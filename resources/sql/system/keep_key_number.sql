UPDATE system SET next_key = $1 + 1 WHERE one = 1 AND next_key <= $1
