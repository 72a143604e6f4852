SELECT DISTINCT user_id FROM sources WHERE premises_id = $1
