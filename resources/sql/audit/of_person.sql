SELECT a.sequence, a.at, a.actor, a.action, a.subject_kind, a.subject, a.person, a.facts, a.commitments, a.hash, t.texts, p.salt
FROM audit a LEFT JOIN audit_texts t ON t.sequence = a.sequence LEFT JOIN audit_people p ON p.person = a.person WHERE a.person = $1 ORDER BY a.sequence DESC LIMIT $2
