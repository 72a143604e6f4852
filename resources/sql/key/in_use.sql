SELECT COUNT(*) FROM keys WHERE generation IS NOT NULL
AND state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed', 'empty-failed')
