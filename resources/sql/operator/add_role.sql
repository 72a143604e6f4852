INSERT INTO operator_roles (operator_id, role_id) VALUES ($1, $2)
