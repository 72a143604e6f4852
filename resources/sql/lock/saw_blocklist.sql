UPDATE locks SET deployed_blocklist_version = $2 WHERE id = $1 AND deployed_blocklist_version < $2
