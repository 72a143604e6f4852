SELECT id FROM keys WHERE (generation < $1 OR EXISTS (SELECT 1 FROM tasks WHERE tasks.key_id = keys.id AND tasks.operation = 'program'
AND tasks.state IN ('writing', 'written', 'verified') AND tasks.generation_wanted < $1))
AND state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed', 'empty-failed') ORDER BY number
