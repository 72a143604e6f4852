UPDATE keys SET user_id = $3, valid_from = $4, valid_until = $5, expiry = $6, home_group_id = $7, stamp = $8, changed_at = $9, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
