SELECT user_id, sort_name FROM search_terms WHERE term >= $1 AND term < $2
