DELETE FROM search_terms WHERE origin = $1
