SELECT role_id FROM source_roles WHERE source_id = $1 ORDER BY role_id
