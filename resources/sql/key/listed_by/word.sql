ORDER BY CASE $13 WHEN 1 THEN k.kind WHEN 2 THEN k.holder_name WHEN 3 THEN k.state WHEN 4 THEN COALESCE(k.group_folded, '') ELSE '' END,
  CASE WHEN $13 = 5 THEN k.uid END, k.number LIMIT $11 OFFSET $12
