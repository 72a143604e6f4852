DELETE FROM lock_memberships WHERE lock_id = $1 AND wanted = FALSE AND deployed = FALSE
