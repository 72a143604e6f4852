SELECT min(term) FROM search_terms WHERE term >= $1 AND term < $2
