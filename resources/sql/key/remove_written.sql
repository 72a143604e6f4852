DELETE FROM key_written WHERE key_id = $1
