INSERT INTO system (one, system_id, name, zone, created_at, demo, live, generation, next_lock, next_lock_group, next_blocking_group, next_key, audit_count, audit_head, log_reaches, version)
VALUES (1, $1, $2, $3, $4, $5, FALSE, 1, 0, 0, 1, 1, 0, $6, $4, 1)
