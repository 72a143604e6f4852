INSERT INTO roles (id, version, name, name_folded, access_times, expiry, features, premises_id) VALUES ($1, 1, $2, $3, $4, $5, $6, $7)
