SELECT id, version, number, name FROM lock_groups ORDER BY name_folded
