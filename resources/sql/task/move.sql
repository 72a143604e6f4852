UPDATE tasks SET state = $4, failure = $5, changed_at = $6, version = version + 1 WHERE id = $1 AND version = $2 AND state = $3 RETURNING version
