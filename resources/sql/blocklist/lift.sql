INSERT INTO blocklist_lifted (blocking_group_id, number, version) VALUES ($1, $2, $3)
ON CONFLICT (blocking_group_id, number) DO UPDATE SET version = excluded.version
