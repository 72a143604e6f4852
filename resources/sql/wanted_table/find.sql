SELECT id FROM wanted_tables WHERE hash = $1 ORDER BY id LIMIT 1
