DELETE FROM blocking_groups WHERE id = $1 AND version = $2 RETURNING version
