ORDER BY u.sort_given DESC, u.sort_name DESC, u.id DESC LIMIT $1 OFFSET $2
