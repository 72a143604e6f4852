AND EXISTS (SELECT 1 FROM search_terms a WHERE a.user_id = u.id AND a.term >= $7 AND a.term < $8)
AND ($9 = '' OR EXISTS (SELECT 1 FROM search_terms b WHERE b.user_id = u.id AND b.term >= $9 AND b.term < $10))
AND ($11 = '' OR EXISTS (SELECT 1 FROM search_terms c WHERE c.user_id = u.id AND c.term >= $11 AND c.term < $12))
