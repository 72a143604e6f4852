INSERT INTO administrator_roles (id, version, name, name_folded, permissions) VALUES ($1, 1, $2, $3, $4)
