SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details, u.changed_at
FROM (SELECT id AS page_id FROM users WHERE email_folded IS NOT NULL ORDER BY email_folded LIMIT $9) AS w JOIN users u ON u.id = w.page_id
WHERE EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $1 AND t.term < $2)
AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $3 AND t.term < $4))
AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = w.page_id AND t.term >= $5 AND t.term < $6))
ORDER BY u.email_folded LIMIT $7 OFFSET $8
