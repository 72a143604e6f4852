SELECT number FROM keys WHERE home_group_id = $1 ORDER BY number
