UPDATE system SET generation = $1 WHERE one = 1 AND generation < $1
