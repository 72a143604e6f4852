UPDATE system SET recovery_rehearsed_at = $1 WHERE one = 1
