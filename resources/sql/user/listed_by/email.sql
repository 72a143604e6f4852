ORDER BY u.email_folded, u.id LIMIT $1 OFFSET $2
