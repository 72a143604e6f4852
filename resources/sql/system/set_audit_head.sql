UPDATE system SET audit_count = $1, audit_head = $2, log_reaches = CASE WHEN log_reaches > $3 THEN log_reaches ELSE $3 END WHERE one = 1
