INSERT INTO key_without (key_id, source_id) VALUES ($1, $2) ON CONFLICT (key_id, source_id) DO NOTHING
