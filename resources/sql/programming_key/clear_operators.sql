DELETE FROM programming_key_operators WHERE programming_key_id = $1
