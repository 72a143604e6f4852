UPDATE users SET sort_keys = COALESCE((SELECT min(CASE
  WHEN k.state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed') AND k.written_hash IS NOT NULL
    AND (k.wanted_hash <> k.written_hash OR k.adopted = TRUE OR COALESCE(k.generation, 255) < y.generation) THEN 0
  WHEN k.state = 'draft' THEN 1 ELSE 2 END)
  FROM keys k JOIN system y ON y.one = 1 WHERE k.user_id = users.id), 3)
WHERE id = $1
