SELECT id, version, user_id FROM operators ORDER BY id
