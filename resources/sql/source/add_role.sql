INSERT INTO source_roles (source_id, role_id) VALUES ($1, $2) ON CONFLICT (source_id, role_id) DO NOTHING
