SELECT role_id, lock_group_id FROM role_lock_groups WHERE role_id = $1
