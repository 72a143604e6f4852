INSERT INTO wanted_tables (id, hash) SELECT COALESCE(max(t.id), 0) + 1, $1 FROM wanted_tables t RETURNING id
