UPDATE tasks SET station = $2, lease_until = $3, changed_at = $4, version = version + 1, state = CASE state WHEN 'queued' THEN 'claimed' ELSE state END
WHERE id = $1 AND (state = 'queued' OR (state IN ('claimed', 'writing', 'written', 'verified') AND (lease_until < $4 OR station = $2))) RETURNING version
