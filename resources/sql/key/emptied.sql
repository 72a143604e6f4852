UPDATE keys SET uid = NULL, generation = NULL, revision = $2, written_hash = NULL, written_blocklist_version = NULL, home_group_id = NULL, written_at = NULL, adopted = FALSE WHERE id = $1
