DELETE FROM wanted_tables WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.wanted_id = wanted_tables.id)
