SELECT document FROM settings WHERE name = $1
