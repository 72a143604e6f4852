UPDATE system SET audit_count = $1, audit_head = $2 WHERE one = 1
