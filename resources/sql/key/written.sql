UPDATE keys SET uid = $2, generation = $3, revision = $4, written_hash = $5, written_blocklist_version = $6, home_group_id = $7, written_at = $8, adopted = $9 WHERE id = $1
