UPDATE users SET first_name = '', last_name = '', email = '', email_folded = NULL, external_id = NULL, end_date = NULL, details = '{}', sort_name = '', resident = 0, staff = 0, sources_end = NULL, sort_given = '', sort_keys = 3, removed_at = $3, changed_at = $3, version = version + 1
WHERE id = $1 AND version = $2 AND removed_at IS NULL RETURNING version
