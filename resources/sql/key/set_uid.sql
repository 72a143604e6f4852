UPDATE keys SET uid = $2 WHERE id = $1
