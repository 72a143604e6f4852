SELECT id FROM keys WHERE replaces_id = $1
