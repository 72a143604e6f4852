SELECT hash FROM wanted_tables WHERE id = $1
