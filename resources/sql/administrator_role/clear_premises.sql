DELETE FROM administrator_role_premises WHERE role_id = $1
