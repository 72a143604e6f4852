SELECT 1 AS one FROM search_terms WHERE user_id = $1 AND term >= $2 AND term < $3 LIMIT 1
