ORDER BY u.sort_given, u.sort_name, u.id LIMIT $1 OFFSET $2
