SELECT k.id, k.version, k.number, k.kind, k.user_id, k.state, k.valid_from, k.valid_until, k.expiry, k.home_group_id, k.uid, k.stamp, k.generation, k.revision, k.wanted_hash, k.written_hash, k.written_blocklist_version, k.written_at, k.replaces_id, k.changed_at,
  k.rewrite, k.pending, k.wanted_id, k.first_name, k.last_name, k.group_name
FROM listed_keys k
WHERE ($1 = '%' OR k.holder_name LIKE $1 OR k.group_folded LIKE $1 OR CAST(k.number AS TEXT) LIKE $1 OR (k.uid >= $2 AND k.uid < $3))
AND ($4 = '%' OR k.holder_name LIKE $4 OR k.group_folded LIKE $4 OR CAST(k.number AS TEXT) LIKE $4 OR (k.uid >= $5 AND k.uid < $6))
AND ($7 = '%' OR k.holder_name LIKE $7 OR k.group_folded LIKE $7 OR CAST(k.number AS TEXT) LIKE $7 OR (k.uid >= $8 AND k.uid < $9))
AND ($10 = 0 OR $10 = k.standing)
