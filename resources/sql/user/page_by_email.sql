SELECT id, version, first_name, last_name, email, end_date, details, changed_at FROM users
WHERE id IN (SELECT id FROM users WHERE email_folded IS NOT NULL ORDER BY email_folded LIMIT $1 OFFSET $2) ORDER BY email_folded
