SELECT premises_id, role_id FROM premises_roles WHERE premises_id = $1
