UPDATE roles SET name = $3, name_folded = $4, access_times = $5, expiry = $6, features = $7, premises_id = $8, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
