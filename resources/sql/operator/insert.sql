INSERT INTO operators (id, version, user_id, slot) VALUES ($1, 1, $2, $3)
