SELECT id, version, number, kind, user_id, state, valid_from, valid_until, expiry, home_group_id, uid, stamp, generation, revision, wanted_hash, written_hash, written_blocklist_version, written_at, replaces_id, changed_at,
  rewrite, pending, wanted_id FROM key_records WHERE pending = 1 AND COALESCE(state, '') IN ('programmed', 'handed-over') AND id > $1 ORDER BY id LIMIT $2
