SELECT id, version, name, parent_id, private FROM premises WHERE id = $1
