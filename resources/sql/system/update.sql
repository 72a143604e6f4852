UPDATE system SET name = $1, zone = $2, live = $3, version = version + 1 WHERE one = 1 AND version = $4 RETURNING version
