DELETE FROM search_terms WHERE user_id = $1
