INSERT INTO programming_keys (id, version, label, serial, certificate) VALUES ($1, 1, $2, $3, $4)
