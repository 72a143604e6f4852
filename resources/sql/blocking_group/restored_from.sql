SELECT restored_from FROM blocking_groups WHERE id = $1
