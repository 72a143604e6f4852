SELECT id, version, user_id, slot FROM operators ORDER BY id
