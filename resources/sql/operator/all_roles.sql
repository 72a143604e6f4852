SELECT operator_id, role_id FROM operator_roles
