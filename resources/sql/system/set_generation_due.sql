UPDATE system SET generation_due = $1 WHERE one = 1
