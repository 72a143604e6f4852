SELECT salt FROM audit_people WHERE person = $1
