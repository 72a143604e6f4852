DELETE FROM operator_roles WHERE operator_id = $1
