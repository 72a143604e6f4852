SELECT COUNT(*) FROM keys WHERE (generation IS NOT NULL OR EXISTS (SELECT 1 FROM tasks WHERE tasks.key_id = keys.id AND tasks.operation = 'program'
AND tasks.state IN ('writing', 'written', 'verified')))
AND state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed', 'empty-failed')
