SELECT id, version, first_name, last_name, email, end_date, details, changed_at FROM users
WHERE id IN (SELECT id FROM users WHERE removed_at IS NULL ORDER BY sort_name, id LIMIT $1 OFFSET $2) ORDER BY sort_name, id
