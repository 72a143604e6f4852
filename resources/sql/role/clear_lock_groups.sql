DELETE FROM role_lock_groups WHERE role_id = $1
