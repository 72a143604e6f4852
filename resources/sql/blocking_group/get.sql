SELECT id, version, number, name, blocklist_version FROM blocking_groups WHERE id = $1
