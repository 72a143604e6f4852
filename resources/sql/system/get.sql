SELECT system_id, name, zone, created_at, demo, live, generation, version, audit_count, audit_head, recovery_rehearsed_at, log_reaches FROM system WHERE one = 1
