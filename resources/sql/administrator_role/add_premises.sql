INSERT INTO administrator_role_premises (role_id, premises_id) VALUES ($1, $2)
