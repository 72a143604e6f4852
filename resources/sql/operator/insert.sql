INSERT INTO operators (id, version, user_id) VALUES ($1, 1, $2)
