INSERT INTO users (id, version, first_name, last_name, email, email_folded, external_id, end_date, details, sort_name, removed_at, changed_at)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)
