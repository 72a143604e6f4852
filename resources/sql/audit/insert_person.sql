INSERT INTO audit_people (person, salt) VALUES ($1, $2)
