DELETE FROM administrator_roles WHERE id = $1 AND version = $2 RETURNING version
