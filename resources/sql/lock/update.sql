UPDATE locks SET name = $3, name_folded = $4, kind = $5, clock = $6, blocking_group_id = $7, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
