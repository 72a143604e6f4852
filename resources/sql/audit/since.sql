SELECT action, subject_kind, subject, facts FROM audit WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence
