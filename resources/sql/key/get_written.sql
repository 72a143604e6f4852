SELECT access_table, image FROM key_written WHERE key_id = $1
