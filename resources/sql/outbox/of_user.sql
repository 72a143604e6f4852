SELECT id, version, user_id, language, token_hash, state, attempts, next_attempt_at, failure, created_at, expires_at FROM outbox WHERE user_id = $1 ORDER BY created_at DESC, id DESC
