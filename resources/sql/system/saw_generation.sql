UPDATE system SET generations_seen = $1 WHERE one = 1 AND (generations_seen IS NULL OR generations_seen < $1)
