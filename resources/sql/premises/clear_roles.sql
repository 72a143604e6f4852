DELETE FROM premises_roles WHERE premises_id = $1
