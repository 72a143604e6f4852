UPDATE programming_keys SET label = $3, serial = $4, certificate = $5, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
