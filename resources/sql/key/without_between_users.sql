SELECT w.key_id, w.source_id FROM keys k JOIN key_without w ON w.key_id = k.id WHERE k.user_id >= $1 AND k.user_id <= $2
