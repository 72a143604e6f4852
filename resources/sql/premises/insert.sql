INSERT INTO premises (id, version, name, name_folded, parent_id, parent_key, private) VALUES ($1, 1, $2, $3, $4, $5, $6)
