SELECT u.id, u.version, u.first_name, u.last_name, u.email, u.end_date, u.details FROM users u
WHERE u.removed_at IS NULL AND u.sort_keys = 0
AND ($1 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $1 AND t.term < $2))
AND ($3 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $3 AND t.term < $4))
AND ($5 = '' OR EXISTS (SELECT 1 FROM search_terms t WHERE t.user_id = u.id AND t.term >= $5 AND t.term < $6))
ORDER BY CASE $9 WHEN 1 THEN u.email_folded WHEN 2 THEN u.sort_given ELSE '' END DESC, u.sort_name DESC, u.id DESC LIMIT $7 OFFSET $8
