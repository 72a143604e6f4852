INSERT INTO audit_texts (sequence, person, texts) VALUES ($1, $2, $3)
