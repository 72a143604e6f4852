INSERT INTO audit (sequence, at, actor, action, subject_kind, subject, person, facts, commitments, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
