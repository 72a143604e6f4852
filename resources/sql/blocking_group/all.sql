SELECT id, version, number, name, blocklist_version FROM blocking_groups ORDER BY number
