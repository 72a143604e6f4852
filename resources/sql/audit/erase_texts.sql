DELETE FROM audit_texts WHERE person = $1
