UPDATE premises SET name = $3, name_folded = $4, parent_id = $5, parent_key = $6, private = $7, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
