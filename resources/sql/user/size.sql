SELECT CASE $1 WHEN 1 THEN (SELECT COALESCE(sum(t.resident * t.users), 0) FROM user_tallies t) WHEN 2 THEN (SELECT COALESCE(sum(t.staff * t.users), 0) FROM user_tallies t)
ELSE (SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.end_date < $2)
+ (SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.sources_end <= $3 AND (u.end_date IS NULL OR u.end_date >= $2)) END AS users
