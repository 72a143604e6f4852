INSERT INTO lock_groups (id, version, number, name, name_folded) VALUES ($1, 1, $2, $3, $4)
