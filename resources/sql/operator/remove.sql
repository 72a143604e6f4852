DELETE FROM operators WHERE id = $1 AND version = $2 RETURNING version
