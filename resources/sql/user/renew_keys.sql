UPDATE users SET sort_keys = f.standing
FROM (SELECT COALESCE(min(CASE WHEN k.state = 'draft' THEN 1 ELSE 2 END), 3) AS standing FROM keys k WHERE k.user_id = $1 AND k.state <> 'deleted') AS f
WHERE users.id = $1 AND users.sort_keys <> f.standing
