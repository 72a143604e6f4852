SELECT id, version, user_id, role_id, premises_id, valid_from, valid_until FROM sources WHERE user_id >= $1 AND user_id <= $2 ORDER BY user_id, id
