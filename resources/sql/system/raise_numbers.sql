UPDATE system SET next_key = CASE WHEN next_key < $1 THEN $1 ELSE next_key END,
  next_lock = CASE WHEN next_lock < $2 THEN $2 ELSE next_lock END,
  next_lock_group = CASE WHEN next_lock_group < $3 THEN $3 ELSE next_lock_group END,
  next_blocking_group = CASE WHEN next_blocking_group < $4 THEN $4 ELSE next_blocking_group END WHERE one = 1
