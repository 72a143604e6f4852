UPDATE users SET first_name = $3, last_name = $4, email = $5, email_folded = $6, external_id = $7, end_date = $8, details = $9, sort_name = $10, changed_at = $11, version = version + 1
WHERE id = $1 AND version = $2 AND removed_at IS NULL RETURNING version
