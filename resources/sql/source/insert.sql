INSERT INTO sources (id, version, user_id, role_id, premises_id, valid_from, valid_until) VALUES ($1, 1, $2, $3, $4, $5, $6)
