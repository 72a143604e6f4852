INSERT INTO keys (id, version, number, kind, user_id, state, valid_from, valid_until, expiry, home_group_id, uid, stamp, generation, revision, replaces_id, changed_at)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
