UPDATE users SET sort_given = COALESCE((SELECT min(COALESCE(r.name_folded, p.name_folded)) FROM sources s LEFT JOIN roles r ON r.id = s.role_id LEFT JOIN premises p ON p.id = s.premises_id WHERE s.user_id = users.id), '')
WHERE id IN (SELECT s.user_id FROM sources s WHERE s.role_id = $1)
