SELECT facts FROM audit WHERE subject = $1 AND action = 'blocklist-key-removed'
AND sequence > (SELECT coalesce(max(r.sequence), 0) FROM audit r WHERE r.action = 'system-restored') ORDER BY sequence
