DELETE FROM lock_groups WHERE id = $1 AND version = $2 RETURNING version
