DELETE FROM operators WHERE user_id = $1
