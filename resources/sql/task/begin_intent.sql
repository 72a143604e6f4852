UPDATE tasks SET state = 'writing', uid = $3, generation_now = $4, generation_wanted = $5, revision_expected = $6, image_hash = $7, image = $8, blocklist = $9, blocklist_version = $10, home_group_id = $11, access_table = $12, table_hash = $13, changed_at = $14, given = $15, version = version + 1
WHERE id = $1 AND version = $2 AND state IN ('claimed', 'writing') RETURNING version
