UPDATE lock_memberships SET wanted = FALSE WHERE lock_id = $1
