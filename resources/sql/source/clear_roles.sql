DELETE FROM source_roles WHERE source_id = $1
