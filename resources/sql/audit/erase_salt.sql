UPDATE audit_people SET salt = NULL WHERE person = $1 AND salt IS NOT NULL
