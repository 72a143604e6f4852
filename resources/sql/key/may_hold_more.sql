SELECT count(*) FROM audit r WHERE r.subject = $2 AND r.action = 'system-restored'
AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = $1 AND a.sequence > r.sequence AND a.action IN ('key-added', 'medium-adopted'))
AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = $1 AND a.sequence < r.sequence AND a.action IN ('key-returned', 'key-deleted'))
AND NOT (EXISTS (SELECT 1 FROM tasks t JOIN audit a ON a.subject = t.id WHERE t.key_id = $1 AND a.sequence > r.sequence AND a.action = 'task-done')
AND (EXISTS (SELECT 1 FROM tasks t JOIN audit a ON a.subject = t.id WHERE t.key_id = $1 AND a.sequence < r.sequence AND a.action = 'task-done')
OR EXISTS (SELECT 1 FROM audit a WHERE a.subject = $1 AND a.sequence < r.sequence AND a.action = 'medium-adopted')))
