SELECT id, version, label, serial, certificate FROM programming_keys ORDER BY label, id
