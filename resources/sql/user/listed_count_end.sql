LIMIT $1 OFFSET $2) AS listed
