INSERT INTO outbox (id, version, user_id, language, token_hash, state, attempts, next_attempt_at, failure, created_at) VALUES ($1, 1, $2, $3, $4, 'queued', 0, $5, NULL, $5)
