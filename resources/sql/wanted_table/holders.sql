SELECT user_id FROM keys WHERE wanted_id = $1 AND written_hash IN ($2, $3)
