SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details
FROM (SELECT f.id AS page_id FROM users f WHERE f.removed_at IS NULL AND ($11 = 0 OR ($11 = 1 AND f.resident = 1) OR ($11 = 2 AND f.staff = 1)
  OR ($11 = 4 AND (f.end_date < $12 OR f.sources_end <= $13)))
  ORDER BY f.sort_keys, f.sort_name, f.id LIMIT $9 OFFSET $10) AS w JOIN users u ON u.id = w.page_id
WHERE ($1 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $1 AND t.term < $2))
AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $3 AND t.term < $4))
AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $5 AND t.term < $6))
ORDER BY u.sort_keys, u.sort_name, u.id LIMIT $7 OFFSET $8
