SELECT id, version, name, parent_id, private FROM premises ORDER BY name_folded, id
