INSERT INTO blocking_groups (id, version, number, name, name_folded, blocklist_version) VALUES ($1, 1, $2, $3, $4, 0)
