SELECT u.id FROM users u WHERE u.removed_at IS NULL AND ($3 = 0 OR ($3 = 1 AND u.resident = 1) OR ($3 = 2 AND u.staff = 1) OR ($3 = 4 AND (u.end_date < $4 OR u.sources_end <= $5)))
ORDER BY u.sort_name DESC, u.id DESC LIMIT $1 OFFSET $2
