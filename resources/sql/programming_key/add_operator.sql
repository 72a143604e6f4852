INSERT INTO programming_key_operators (programming_key_id, operator_id) VALUES ($1, $2)
