DELETE FROM premises WHERE id = $1 AND version = $2 RETURNING version
