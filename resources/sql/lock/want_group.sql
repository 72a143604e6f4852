INSERT INTO lock_memberships (lock_id, lock_group_id, wanted, deployed) VALUES ($1, $2, TRUE, FALSE) ON CONFLICT (lock_id, lock_group_id) DO UPDATE SET wanted = TRUE
