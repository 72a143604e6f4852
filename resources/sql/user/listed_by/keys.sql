ORDER BY u.sort_keys, u.sort_name, u.id LIMIT $1 OFFSET $2
