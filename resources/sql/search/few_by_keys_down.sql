SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details FROM users u
WHERE u.removed_at IS NULL AND u.id IN (SELECT t.user_id FROM search_terms t WHERE t.term >= $1 AND t.term < $2)
AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $3 AND t.term < $4))
AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $5 AND t.term < $6))
AND ($9 = 0 OR ($9 = 1 AND u.resident = 1) OR ($9 = 2 AND u.staff = 1) OR ($9 = 3 AND u.sort_keys = 0)
  OR ($9 = 4 AND (u.end_date < $10 OR u.sources_end <= $11)))
ORDER BY u.sort_keys DESC, u.sort_name DESC, u.id DESC LIMIT $7 OFFSET $8
