SELECT version, document FROM settings WHERE name = $1
