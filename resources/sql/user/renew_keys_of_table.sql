UPDATE users SET sort_keys = COALESCE((SELECT min(s.standing) FROM key_standings s WHERE s.user_id = users.id), 3)
WHERE id IN (SELECT k.user_id FROM keys k WHERE k.wanted_id = $1 AND k.written_hash IN ($2, $3))
