SELECT g.blocklist_version,
  (SELECT count(*) FROM blocklist_entries e WHERE e.blocking_group_id = g.id) + (SELECT count(*) FROM blocklist_strangers s WHERE s.blocking_group_id = g.id),
  (SELECT count(*) FROM locks l WHERE l.deployed_blocking_group_id = g.id),
  (SELECT count(*) FROM locks l WHERE l.deployed_blocking_group_id = g.id AND l.deployed_blocklist_version < g.blocklist_version),
  (SELECT count(*) FROM keys k WHERE k.home_group_id = g.id AND k.written_blocklist_version IS NOT NULL),
  (SELECT count(*) FROM keys k WHERE k.home_group_id = g.id AND k.written_blocklist_version = g.blocklist_version)
FROM blocking_groups g WHERE g.id = $1
