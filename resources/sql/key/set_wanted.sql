UPDATE keys SET wanted_id = $2 WHERE id = $1 RETURNING user_id
