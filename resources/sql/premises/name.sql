SELECT name FROM premises WHERE id = $1
