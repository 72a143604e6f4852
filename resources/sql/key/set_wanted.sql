UPDATE keys SET wanted_hash = $2 WHERE id = $1 RETURNING user_id
