UPDATE users SET sort_keys = CASE WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id AND k.state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed') AND k.wanted_hash <> k.written_hash) THEN 0
WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id AND k.state = 'draft') THEN 1
WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id) THEN 2 ELSE 3 END
WHERE id = $1 AND sort_keys <> CASE WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id AND k.state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed') AND k.wanted_hash <> k.written_hash) THEN 0
WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id AND k.state = 'draft') THEN 1
WHEN EXISTS (SELECT 1 FROM keys k WHERE k.user_id = users.id) THEN 2 ELSE 3 END
