UPDATE wanted_tables SET hash = $2 WHERE id = $1
