SELECT premises_id, role_id FROM premises_roles
