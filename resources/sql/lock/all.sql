SELECT id, version, number, name, kind, clock, blocking_group_id, state, deployed_blocking_group_id, deployed_blocklist_version, deployed_clock, deployed_at, lost FROM locks ORDER BY name_folded
