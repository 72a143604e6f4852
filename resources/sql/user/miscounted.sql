SELECT (SELECT count(*) FROM users WHERE users.removed_at IS NULL AND (users.resident <> CASE WHEN EXISTS (SELECT 1 FROM sources s WHERE s.user_id = users.id AND s.premises_id IS NOT NULL) THEN 1 ELSE 0 END
OR users.staff <> CASE WHEN EXISTS (SELECT 1 FROM sources s WHERE s.user_id = users.id AND s.role_id IS NOT NULL) THEN 1 ELSE 0 END
OR COALESCE(users.sources_end, 0) <> COALESCE((SELECT CASE WHEN count(*) = count(s.valid_until) THEN max(s.valid_until) END FROM sources s WHERE s.user_id = users.id), 0) OR (users.sources_end IS NULL) <> ((SELECT CASE WHEN count(*) = count(s.valid_until) THEN max(s.valid_until) END FROM sources s WHERE s.user_id = users.id) IS NULL)
OR users.sort_given <> COALESCE((SELECT min(COALESCE(r.name_folded, p.name_folded)) FROM sources s LEFT JOIN roles r ON r.id = s.role_id LEFT JOIN premises p ON p.id = s.premises_id WHERE s.user_id = users.id), '')
OR users.sort_keys <> (SELECT COALESCE(min(CASE WHEN k.state = 'draft' THEN 1 ELSE 2 END), 3) FROM keys k WHERE k.user_id = users.id AND k.state <> 'deleted')))
+ (SELECT count(*) FROM user_tallies t WHERE t.users <> (SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.resident = t.resident AND u.staff = t.staff))
+ (SELECT count(*) FROM pending_users p WHERE NOT EXISTS (SELECT 1 FROM key_records k WHERE k.user_id = p.user_id AND k.pending = 1))
+ (SELECT count(DISTINCT k.user_id) FROM key_records k WHERE k.pending = 1 AND NOT EXISTS (SELECT 1 FROM pending_users p WHERE p.user_id = k.user_id))
