INSERT INTO search_terms (term, sort_name, user_id, origin) SELECT $1, u.sort_name, u.id, $3 FROM users u WHERE u.id = $2
ON CONFLICT (term, sort_name, user_id, origin) DO NOTHING
