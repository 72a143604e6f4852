UPDATE outbox SET state = $3, attempts = $4, next_attempt_at = $5, failure = $6, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
