INSERT INTO key_written (key_id, access_table, image) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO UPDATE SET access_table = excluded.access_table, image = excluded.image
