SELECT DISTINCT t.sort_name, t.user_id FROM search_terms t WHERE t.term = $1
AND ($2 = '' OR EXISTS (SELECT 1 FROM search_terms a WHERE a.user_id = t.user_id AND a.term >= $2 AND a.term < $3))
AND ($4 = '' OR EXISTS (SELECT 1 FROM search_terms b WHERE b.user_id = t.user_id AND b.term >= $4 AND b.term < $5))
ORDER BY t.sort_name DESC, t.user_id DESC LIMIT $6
