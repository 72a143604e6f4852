SELECT id, version, first_name, last_name, email, end_date, details, changed_at FROM users WHERE id = $1 AND removed_at IS NULL
