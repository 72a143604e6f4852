UPDATE users SET sort_keys = f.state FROM (SELECT COALESCE(min(CASE
  WHEN k.state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed') AND k.written_hash IS NOT NULL
    AND (k.wanted_hash <> k.written_hash OR k.adopted = TRUE OR COALESCE(k.generation, 255) < y.generation) THEN 0
  WHEN k.state = 'draft' THEN 1 ELSE 2 END), 3) AS state
  FROM keys k JOIN system y ON y.one = 1 WHERE k.user_id = $1) AS f
WHERE users.id = $1 AND users.sort_keys <> f.state
