UPDATE sources SET role_id = $3, premises_id = $4, valid_from = $5, valid_until = $6, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
