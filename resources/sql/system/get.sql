SELECT system_id, name, zone, created_at, demo, live, generation, version, audit_count, audit_head FROM system WHERE one = 1
