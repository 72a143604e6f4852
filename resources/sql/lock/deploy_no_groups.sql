UPDATE lock_memberships SET deployed = FALSE WHERE lock_id = $1
