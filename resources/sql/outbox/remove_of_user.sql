DELETE FROM outbox WHERE user_id = $1
