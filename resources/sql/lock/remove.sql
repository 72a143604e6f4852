DELETE FROM locks WHERE id = $1 AND version = $2 RETURNING version
