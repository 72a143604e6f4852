SELECT id, version, key_id, operation, state, approved_by, resume_state, station, lease_until, uid, generation_now, generation_wanted, revision_expected, image_hash, image, blocklist, blocklist_version, home_group_id, access_table, table_hash, failure, created_at, changed_at, given, image_size, blocklist_size FROM tasks
WHERE state IN ('writing', 'written', 'verified') ORDER BY created_at, id
