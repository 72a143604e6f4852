UPDATE system SET log_reaches = $1 WHERE one = 1
