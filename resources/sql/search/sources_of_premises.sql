SELECT id, user_id FROM sources WHERE premises_id = $1
