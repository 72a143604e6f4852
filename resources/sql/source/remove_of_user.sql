DELETE FROM sources WHERE user_id = $1
