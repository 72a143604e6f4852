SELECT id FROM keys WHERE generation IS NOT NULL AND generation < $1
AND state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed', 'empty-failed') ORDER BY number
