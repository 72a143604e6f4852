SELECT user_id FROM sources WHERE role_id = $1
UNION SELECT s.user_id FROM source_roles r JOIN sources s ON s.id = r.source_id WHERE r.role_id = $1
