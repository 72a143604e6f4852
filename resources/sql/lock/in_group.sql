SELECT lock_id FROM lock_memberships WHERE lock_group_id = $1 AND wanted = TRUE ORDER BY lock_id
