SELECT blocking_group_id FROM signed_blocklists WHERE signed_bytes IS NULL
