SELECT count(*) FROM keys WHERE user_id = $1 AND state NOT IN ('draft', 'returned', 'deleted', 'written-off', 'blocked', 'replaced')
