UPDATE keys SET home_group_id = $2, changed_at = $3, version = version + 1 WHERE id = $1 AND written_hash IS NULL
