AND u.staff = 1
