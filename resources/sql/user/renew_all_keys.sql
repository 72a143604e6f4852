UPDATE users SET sort_keys = f.standing FROM (SELECT s.user_id, min(s.standing) AS standing FROM key_standings s GROUP BY s.user_id) AS f
WHERE users.id = f.user_id AND users.sort_keys <> f.standing
