UPDATE operators SET user_id = $3, slot = $4, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
