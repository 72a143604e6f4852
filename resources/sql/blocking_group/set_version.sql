UPDATE blocking_groups SET blocklist_version = $2 WHERE id = $1 AND blocklist_version < $2
