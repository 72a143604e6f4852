SELECT k.id, k.version, k.number, k.kind, k.user_id, k.state, k.valid_from, k.valid_until, k.expiry, k.home_group_id, k.uid, k.stamp, k.generation, k.revision, k.wanted_hash, k.written_hash, k.written_blocklist_version, k.written_at, k.replaces_id, k.changed_at,
  k.rewrite, k.pending, k.wanted_id, u.first_name, u.last_name
FROM key_records k LEFT JOIN users u ON u.id = k.user_id LEFT JOIN blocking_groups g ON g.id = k.home_group_id
WHERE k.state <> 'deleted'
AND ($1 = '%' OR u.sort_name LIKE $1 OR g.name_folded LIKE $1 OR CAST(k.number AS TEXT) LIKE $1 OR (k.uid >= $2 AND k.uid < $3))
AND ($4 = '%' OR u.sort_name LIKE $4 OR g.name_folded LIKE $4 OR CAST(k.number AS TEXT) LIKE $4 OR (k.uid >= $5 AND k.uid < $6))
AND ($7 = '%' OR u.sort_name LIKE $7 OR g.name_folded LIKE $7 OR CAST(k.number AS TEXT) LIKE $7 OR (k.uid >= $8 AND k.uid < $9))
AND ($10 = 0 OR $10 = CASE WHEN k.pending = 1 THEN 1
  WHEN k.state = 'draft' THEN 2 WHEN k.state IN ('task', 'writing') THEN 3 WHEN k.state IN ('write-failed', 'empty-failed') THEN 4
  WHEN k.state = 'programmed' THEN 5 WHEN k.state = 'handed-over' THEN 6 WHEN k.state = 'blocked' THEN 7 ELSE 8 END)
ORDER BY CASE $13 WHEN 1 THEN k.kind WHEN 2 THEN u.sort_name WHEN 3 THEN k.state WHEN 4 THEN COALESCE(g.name_folded, '') ELSE '' END,
  CASE WHEN $13 = 5 THEN k.uid END, k.number LIMIT $11 OFFSET $12
