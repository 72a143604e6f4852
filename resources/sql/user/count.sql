SELECT COALESCE(sum(users), 0) FROM user_tallies
