SELECT id, version, user_id, language, token_hash, state, attempts, next_attempt_at, failure, created_at, expires_at FROM outbox WHERE state IN ('queued', 'failed') ORDER BY created_at, id
