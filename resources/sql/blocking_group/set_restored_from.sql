UPDATE blocking_groups SET restored_from = $2 WHERE id = $1
