SELECT u.sort_name, u.email_folded, u.sort_given, CASE WHEN p.user_id IS NULL THEN u.sort_keys ELSE 0 END FROM users u LEFT JOIN pending_users p ON p.user_id = u.id
WHERE u.id = $1 AND u.removed_at IS NULL AND ($2 = 0 OR ($2 = 1 AND u.resident = 1) OR ($2 = 2 AND u.staff = 1) OR ($2 = 3 AND (u.end_date < $3 OR u.sources_end <= $4)))
AND ($5 = 0 OR ($5 = 1 AND p.user_id IS NOT NULL) OR ($5 = 2 AND p.user_id IS NULL))
