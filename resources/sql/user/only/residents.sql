AND u.resident = 1
