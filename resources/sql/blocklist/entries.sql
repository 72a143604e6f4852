SELECT e.key_id, k.number, e.since_version, e.reason, e.added_at, k.state
FROM blocklist_entries e JOIN keys k ON k.id = e.key_id WHERE e.blocking_group_id = $1 ORDER BY k.number
