UPDATE tasks SET failure = $2, changed_at = $3 WHERE id = $1 AND state IN ('claimed', 'writing', 'written', 'verified')
