UPDATE system SET live = 1 WHERE one = 1 AND live = 0
