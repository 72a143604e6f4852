SELECT count(*) FROM keys WHERE wanted_id = $1
