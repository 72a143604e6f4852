UPDATE keys SET state = 'deleted', changed_at = $2, version = version + 1 WHERE user_id = $1 AND state = 'draft'
