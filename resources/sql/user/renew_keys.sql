UPDATE users SET sort_keys = f.standing FROM (SELECT COALESCE(min(s.standing), 3) AS standing FROM key_standings s WHERE s.user_id = $1) AS f
WHERE users.id = $1 AND users.sort_keys <> f.standing
