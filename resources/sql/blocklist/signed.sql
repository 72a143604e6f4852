SELECT blocklist_version, signed_bytes FROM signed_blocklists WHERE blocking_group_id = $1
