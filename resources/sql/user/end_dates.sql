SELECT id, end_date FROM users WHERE end_date IS NOT NULL AND removed_at IS NULL
