ORDER BY u.email_folded DESC, u.id DESC LIMIT $1 OFFSET $2
