SELECT name FROM roles WHERE id = $1
