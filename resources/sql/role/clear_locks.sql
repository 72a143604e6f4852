DELETE FROM role_locks WHERE role_id = $1
