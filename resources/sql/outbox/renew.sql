UPDATE outbox SET token_hash = $3, state = 'queued', attempts = 0, next_attempt_at = $4, failure = NULL, expires_at = NULL, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version
