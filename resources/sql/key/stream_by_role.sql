SELECT k.id, k.version, k.number, k.kind, k.user_id, k.state, k.valid_from, k.valid_until, k.expiry, k.home_group_id, k.uid, k.stamp, k.generation, k.revision, k.wanted_hash, k.written_hash, k.written_blocklist_version, k.written_at, k.replaces_id, k.changed_at,
  k.rewrite, k.pending, k.wanted_id FROM key_records k WHERE k.user_id IN (
  SELECT s.user_id FROM sources s WHERE s.role_id = $4
  UNION SELECT s.user_id FROM source_roles r JOIN sources s ON s.id = r.source_id WHERE r.role_id = $4)
AND (k.user_id > $1 OR (k.user_id = $1 AND k.id > $2)) ORDER BY k.user_id, k.id LIMIT $3
