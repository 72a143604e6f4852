INSERT INTO drafts (id, version, owner_id, wizard, document, changed_at) VALUES ($1, 1, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at, version = drafts.version + 1 WHERE drafts.version = $2 RETURNING version
