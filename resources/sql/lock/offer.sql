UPDATE locks SET offered_configuration = $3 WHERE id = $1 AND version = $2
