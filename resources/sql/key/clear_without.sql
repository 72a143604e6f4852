DELETE FROM key_without WHERE key_id = $1
