UPDATE user_tallies SET users = (SELECT count(*) FROM users u WHERE u.removed_at IS NULL AND u.resident = user_tallies.resident AND u.staff = user_tallies.staff)
