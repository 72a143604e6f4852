INSERT INTO locks (id, version, number, name, name_folded, kind, clock, blocking_group_id, state) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, 'not-deployed')
