SELECT count(*) FROM (SELECT 1 AS one FROM search_terms WHERE term >= $1 AND term < $2 LIMIT $3) AS found
