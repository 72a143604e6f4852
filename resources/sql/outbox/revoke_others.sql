UPDATE outbox SET state = 'revoked', version = version + 1 WHERE user_id = $1 AND id <> $2 AND state IN ('queued', 'sending', 'sent', 'failed') RETURNING id
