UPDATE keys SET state = $3, changed_at = $4, version = version + 1, replaces_id = CASE WHEN $3 = 'deleted' THEN NULL ELSE replaces_id END,
home_group_id = CASE WHEN $3 = 'deleted' THEN NULL ELSE home_group_id END WHERE id = $1 AND version = $2 RETURNING version
