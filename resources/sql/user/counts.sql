SELECT count(*), COALESCE(sum(resident), 0), COALESCE(sum(staff), 0), COALESCE(sum(CASE WHEN sort_keys = 0 THEN 1 ELSE 0 END), 0),
COALESCE(sum(CASE WHEN end_date < $1 OR sources_end <= $2 THEN 1 ELSE 0 END), 0) FROM users WHERE removed_at IS NULL
