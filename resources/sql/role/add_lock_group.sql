INSERT INTO role_lock_groups (role_id, lock_group_id) VALUES ($1, $2)
