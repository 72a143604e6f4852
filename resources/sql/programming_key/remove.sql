DELETE FROM programming_keys WHERE id = $1 AND version = $2 RETURNING version
