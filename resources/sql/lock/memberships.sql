SELECT lock_id, lock_group_id, wanted, deployed FROM lock_memberships WHERE lock_id = $1
