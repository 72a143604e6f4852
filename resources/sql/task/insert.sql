INSERT INTO tasks (id, version, key_id, operation, state, approved_by, resume_state, created_at, changed_at) VALUES ($1, 1, $2, $3, 'queued', $4, $5, $6, $6)
