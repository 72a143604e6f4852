SELECT role_id, lock_group_id FROM role_lock_groups
