SELECT access_table, image, given FROM key_written WHERE key_id = $1
