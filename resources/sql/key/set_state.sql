UPDATE keys SET state = $3, changed_at = $4, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
