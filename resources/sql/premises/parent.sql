SELECT parent_id FROM premises WHERE id = $1
