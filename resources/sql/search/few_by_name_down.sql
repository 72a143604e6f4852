SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details
FROM (SELECT DISTINCT s.sort_name AS hit_name, s.user_id AS hit_id FROM search_terms s WHERE s.term >= $1 AND s.term < $2
  AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = s.user_id AND t.term >= $3 AND t.term < $4))
  AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = s.user_id AND t.term >= $5 AND t.term < $6))
  AND ($9 = 0 OR EXISTS (SELECT 1 FROM users f WHERE f.id = s.user_id AND ($9 = 0 OR ($9 = 1 AND f.resident = 1) OR ($9 = 2 AND f.staff = 1) OR ($9 = 3 AND f.sort_keys = 0)
  OR ($9 = 4 AND (f.end_date < $10 OR f.sources_end <= $11)))))
  ORDER BY hit_name DESC, hit_id DESC LIMIT $7 OFFSET $8) AS h JOIN users u ON u.id = h.hit_id
ORDER BY u.sort_name DESC, u.id DESC
