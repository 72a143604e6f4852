ORDER BY u.sort_name DESC, u.id DESC LIMIT $1 OFFSET $2
