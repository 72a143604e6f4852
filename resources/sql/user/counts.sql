SELECT COALESCE(sum(t.users), 0), COALESCE(sum(t.resident * t.users), 0), COALESCE(sum(t.staff * t.users), 0),
(SELECT count(*) FROM pending_users),
(SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.end_date < $1)
+ (SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.sources_end <= $2 AND (u.end_date IS NULL OR u.end_date >= $1)) FROM user_tallies t
