UPDATE blocking_groups SET name = $3, name_folded = $4, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
