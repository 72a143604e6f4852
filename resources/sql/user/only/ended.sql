AND (u.end_date < $4 OR u.sources_end <= $5)
