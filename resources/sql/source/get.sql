SELECT id, version, user_id, role_id, premises_id, valid_from, valid_until FROM sources WHERE id = $1
