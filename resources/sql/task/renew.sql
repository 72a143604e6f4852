UPDATE tasks SET lease_until = $3 WHERE id = $1 AND version = $2 AND state IN ('claimed', 'writing', 'written', 'verified')
