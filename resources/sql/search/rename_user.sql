UPDATE search_terms SET sort_name = $2 WHERE user_id = $1
