SELECT u.id FROM users u WHERE u.removed_at IS NULL AND ($3 = 0 OR ($3 = 1 AND u.resident = 1) OR ($3 = 2 AND u.staff = 1) OR ($3 = 3 AND (u.end_date < $4 OR u.sources_end <= $5)))
AND ($6 = 0 OR ($6 = 1 AND EXISTS (SELECT 1 FROM pending_users p WHERE p.user_id = u.id)) OR ($6 = 2 AND NOT EXISTS (SELECT 1 FROM pending_users p WHERE p.user_id = u.id)))
