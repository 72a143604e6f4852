SELECT wanted_id FROM keys WHERE id = $1
