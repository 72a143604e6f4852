SELECT r.source_id, r.role_id FROM sources s JOIN source_roles r ON r.source_id = s.id WHERE s.user_id >= $1 AND s.user_id <= $2 ORDER BY r.source_id, r.role_id
