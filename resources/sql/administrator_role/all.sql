SELECT id, version, name, permissions FROM administrator_roles ORDER BY name_folded
