SELECT count(*) FROM (
