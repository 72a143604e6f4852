SELECT u.sort_name, u.email_folded, u.sort_given, u.sort_keys FROM users u WHERE u.id = $1 AND u.removed_at IS NULL AND ($2 = 0 OR ($2 = 1 AND u.resident = 1) OR ($2 = 2 AND u.staff = 1) OR ($2 = 3 AND u.sort_keys = 0)
  OR ($2 = 4 AND (u.end_date < $3 OR u.sources_end <= $4)))
