INSERT INTO lock_memberships (lock_id, lock_group_id, wanted, deployed) VALUES ($1, $2, FALSE, TRUE) ON CONFLICT (lock_id, lock_group_id) DO UPDATE SET deployed = TRUE
