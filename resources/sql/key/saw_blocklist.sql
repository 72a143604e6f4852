UPDATE keys SET written_blocklist_version = $2 WHERE id = $1 AND written_blocklist_version < $2
