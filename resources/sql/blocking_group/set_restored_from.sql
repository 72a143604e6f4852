UPDATE blocking_groups SET restored_from = blocklist_version WHERE id = $1
