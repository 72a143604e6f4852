UPDATE users SET resident = CASE WHEN EXISTS (SELECT 1 FROM sources s WHERE s.user_id = users.id AND s.premises_id IS NOT NULL) THEN 1 ELSE 0 END,
staff = CASE WHEN EXISTS (SELECT 1 FROM sources s WHERE s.user_id = users.id AND s.role_id IS NOT NULL) THEN 1 ELSE 0 END,
sources_end = (SELECT CASE WHEN count(*) = count(s.valid_until) THEN max(s.valid_until) END FROM sources s WHERE s.user_id = users.id),
sort_given = COALESCE((SELECT min(COALESCE(r.name_folded, p.name_folded)) FROM sources s LEFT JOIN roles r ON r.id = s.role_id LEFT JOIN premises p ON p.id = s.premises_id WHERE s.user_id = users.id), ''),
sort_keys = (SELECT COALESCE(min(CASE WHEN k.state = 'draft' THEN 1 ELSE 2 END), 3) FROM keys k WHERE k.user_id = users.id AND k.state <> 'deleted')
WHERE removed_at IS NULL
