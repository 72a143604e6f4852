UPDATE blocking_groups SET blocklist_version = blocklist_version + 1 WHERE id = $1 AND blocklist_version < 4294967295 RETURNING blocklist_version
