INSERT INTO premises_roles (premises_id, role_id) VALUES ($1, $2)
