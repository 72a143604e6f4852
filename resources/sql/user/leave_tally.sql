UPDATE user_tallies SET users = users - 1
WHERE EXISTS (SELECT 1 FROM users u WHERE u.id = $1 AND u.removed_at IS NULL AND u.resident = user_tallies.resident AND u.staff = user_tallies.staff)
