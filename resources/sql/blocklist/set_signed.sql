INSERT INTO signed_blocklists (blocking_group_id, blocklist_version, signed_bytes) VALUES ($1, $2, $3)
ON CONFLICT (blocking_group_id) DO UPDATE SET blocklist_version = excluded.blocklist_version, signed_bytes = excluded.signed_bytes
