SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details, u.changed_at FROM users u
WHERE u.removed_at IS NULL AND u.id IN (SELECT t.user_id FROM search_terms t WHERE t.term >= $1 AND t.term < $2)
AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $3 AND t.term < $4))
AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $5 AND t.term < $6))
ORDER BY u.changed_at DESC, u.id DESC LIMIT $7 OFFSET $8
