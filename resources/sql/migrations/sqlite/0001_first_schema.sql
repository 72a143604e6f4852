-- One row: who the system is, the counters whose numbers are never given twice, and the end of the log.
-- generation_due: whether another change of generation follows the one that is under way.
-- generations_seen: no new generation gets this number or a lower one; none where the records were never turned back.
-- log_reaches: the latest time of a change since somebody last said that the clock is right, which is such a change too.
CREATE TABLE system (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  system_id BLOB NOT NULL CHECK (length(system_id) = 8),
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 255),
  generation_due INTEGER NOT NULL DEFAULT 0 CHECK (generation_due IN (0, 1)),
  generations_seen INTEGER CHECK (generations_seen BETWEEN 1 AND 255),
  recovery_rehearsed_at INTEGER,
  next_lock INTEGER NOT NULL,
  next_lock_group INTEGER NOT NULL,
  next_blocking_group INTEGER NOT NULL,
  next_key INTEGER NOT NULL,
  audit_count INTEGER NOT NULL,
  audit_head BLOB NOT NULL CHECK (length(audit_head) = 32),
  log_reaches INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- restored_from: the version of the blocklist in the backup that the system came back from, before it jumped.
CREATE TABLE blocking_groups (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 65535),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE,
  blocklist_version INTEGER NOT NULL CHECK (blocklist_version BETWEEN 0 AND 4294967295),
  restored_from INTEGER
) STRICT;

-- The signed list that may be distributed; no bytes = its current version is not signed yet.
CREATE TABLE signed_blocklists (
  blocking_group_id BLOB NOT NULL PRIMARY KEY REFERENCES blocking_groups (id) ON DELETE CASCADE,
  blocklist_version INTEGER NOT NULL,
  signed_bytes BLOB
) STRICT;

CREATE TABLE lock_groups (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 0 AND 65535),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE
) STRICT;

-- Wanted configuration in the first columns, what was last deployed in the deployed_ ones. What was on its way to
-- the lock when nothing more was heard stands in offered_configuration: the lock may hold it or not.
CREATE TABLE locks (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 0 AND 4294967295),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  clock INTEGER NOT NULL CHECK (clock IN (0, 1)),
  blocking_group_id BLOB NOT NULL REFERENCES blocking_groups (id),
  state TEXT NOT NULL,
  deployed_blocking_group_id BLOB REFERENCES blocking_groups (id),
  deployed_blocklist_version INTEGER,
  deployed_clock INTEGER,
  deployed_configuration BLOB,
  deployed_at INTEGER,
  offered_configuration BLOB,
  lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1))
) STRICT;
CREATE INDEX locks_by_blocking_group ON locks (blocking_group_id);
CREATE INDEX locks_by_deployed_blocking_group ON locks (deployed_blocking_group_id);

CREATE TABLE lock_memberships (
  lock_id BLOB NOT NULL REFERENCES locks (id) ON DELETE CASCADE,
  lock_group_id BLOB NOT NULL REFERENCES lock_groups (id),
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  deployed INTEGER NOT NULL CHECK (deployed IN (0, 1)),
  PRIMARY KEY (lock_id, lock_group_id)
) STRICT;
CREATE INDEX lock_memberships_by_group ON lock_memberships (lock_group_id);

-- parent_key is the parent's id, or 16 zero bytes at the root, so that siblings can be told apart there too.
CREATE TABLE premises (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  parent_id BLOB REFERENCES premises (id),
  parent_key BLOB NOT NULL,
  private INTEGER NOT NULL CHECK (private IN (0, 1)),
  UNIQUE (parent_key, name_folded)
) STRICT;
CREATE INDEX premises_by_parent ON premises (parent_id);

CREATE TABLE roles (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE,
  access_times TEXT,
  expiry INTEGER,
  features TEXT NOT NULL,
  premises_id BLOB REFERENCES premises (id)
) STRICT;
CREATE INDEX roles_by_premises ON roles (premises_id);

CREATE TABLE role_locks (
  role_id BLOB NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  lock_id BLOB NOT NULL REFERENCES locks (id),
  PRIMARY KEY (role_id, lock_id)
) STRICT;
CREATE INDEX role_locks_by_lock ON role_locks (lock_id);

CREATE TABLE role_lock_groups (
  role_id BLOB NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  lock_group_id BLOB NOT NULL REFERENCES lock_groups (id),
  PRIMARY KEY (role_id, lock_group_id)
) STRICT;
CREATE INDEX role_lock_groups_by_group ON role_lock_groups (lock_group_id);

CREATE TABLE premises_locks (
  premises_id BLOB NOT NULL REFERENCES premises (id) ON DELETE CASCADE,
  lock_id BLOB NOT NULL REFERENCES locks (id),
  PRIMARY KEY (premises_id, lock_id)
) STRICT;
CREATE INDEX premises_locks_by_lock ON premises_locks (lock_id);

CREATE TABLE premises_roles (
  premises_id BLOB NOT NULL REFERENCES premises (id) ON DELETE CASCADE,
  role_id BLOB NOT NULL REFERENCES roles (id),
  PRIMARY KEY (premises_id, role_id)
) STRICT;
CREATE INDEX premises_roles_by_role ON premises_roles (role_id);

-- A removed user keeps an empty row: keys that came back still point at it. What lists are sorted and filtered by
-- stands here too, renewed with what it comes from: resident and staff by the sources, sources_end once every source
-- ends, sort_given the first name among them, sort_keys 1 with the draft of a key, 2 with other keys, 3 without. Those
-- with a pending key come before them all, see pending_users.
CREATE TABLE users (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_folded TEXT UNIQUE,
  external_id TEXT UNIQUE,
  end_date TEXT,
  details TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  resident INTEGER NOT NULL DEFAULT 0 CHECK (resident IN (0, 1)),
  staff INTEGER NOT NULL DEFAULT 0 CHECK (staff IN (0, 1)),
  sources_end INTEGER,
  sort_given TEXT NOT NULL DEFAULT '',
  sort_keys INTEGER NOT NULL DEFAULT 3,
  removed_at INTEGER,
  changed_at INTEGER NOT NULL
) STRICT;
-- Each holds what the filters ask for, so that a filtered list is walked without a look at the rows.
CREATE INDEX users_by_name ON users (sort_name, id, resident, staff, end_date, sources_end) WHERE removed_at IS NULL;
CREATE INDEX users_by_email ON users (email_folded, id, resident, staff, end_date, sources_end) WHERE removed_at IS NULL;
CREATE INDEX users_by_given ON users (sort_given, sort_name, id, resident, staff, end_date, sources_end) WHERE removed_at IS NULL;
CREATE INDEX users_by_keys ON users (sort_keys, sort_name, id, resident, staff, end_date, sources_end) WHERE removed_at IS NULL;
-- Where few are staff, or few are residents, those of them who are searched for are taken from these.
CREATE INDEX users_of_staff ON users (id) WHERE removed_at IS NULL AND staff = 1;
CREATE INDEX users_of_residents ON users (id) WHERE removed_at IS NULL AND resident = 1;
-- Those who come to an end are counted from these, and found.
CREATE INDEX users_by_end_date ON users (end_date) WHERE removed_at IS NULL AND end_date IS NOT NULL;
CREATE INDEX users_by_sources_end ON users (sources_end, end_date) WHERE removed_at IS NULL AND sources_end IS NOT NULL;

-- How many users are residents, staff, both and neither, kept with them: very many are not counted at every letter of a
-- search.
CREATE TABLE user_tallies (
  resident INTEGER NOT NULL CHECK (resident IN (0, 1)),
  staff INTEGER NOT NULL CHECK (staff IN (0, 1)),
  users INTEGER NOT NULL CHECK (users >= 0),
  PRIMARY KEY (resident, staff)
) STRICT, WITHOUT ROWID;
INSERT INTO user_tallies (resident, staff, users) VALUES (0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0);

-- Folded words by which a user is found. origin: the user, key or source the word comes from. sort_name is
-- the user's, so that hits are sorted without a look at the users.
CREATE TABLE search_terms (
  term TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  origin BLOB NOT NULL,
  PRIMARY KEY (term, sort_name, user_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_terms_by_user ON search_terms (user_id, term);
CREATE INDEX search_terms_by_origin ON search_terms (origin);

CREATE TABLE sources (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id),
  role_id BLOB REFERENCES roles (id),
  premises_id BLOB REFERENCES premises (id),
  valid_from INTEGER,
  valid_until INTEGER,
  CHECK ((role_id IS NULL) <> (premises_id IS NULL))
) STRICT;
CREATE INDEX sources_by_user ON sources (user_id, id);
CREATE INDEX sources_by_role ON sources (role_id, user_id);
CREATE INDEX sources_by_premises ON sources (premises_id, user_id);

CREATE TABLE source_roles (
  source_id BLOB NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  role_id BLOB NOT NULL REFERENCES roles (id),
  PRIMARY KEY (source_id, role_id)
) STRICT;
CREATE INDEX source_roles_by_role ON source_roles (role_id);

CREATE TABLE administrator_roles (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE,
  permissions TEXT NOT NULL
) STRICT;

CREATE TABLE administrator_role_premises (
  role_id BLOB NOT NULL REFERENCES administrator_roles (id) ON DELETE CASCADE,
  premises_id BLOB NOT NULL REFERENCES premises (id),
  PRIMARY KEY (role_id, premises_id)
) STRICT;
CREATE INDEX administrator_role_premises_by_premises ON administrator_role_premises (premises_id);

CREATE TABLE operators (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  user_id BLOB NOT NULL UNIQUE REFERENCES users (id),
  slot INTEGER NOT NULL
) STRICT;

CREATE TABLE operator_roles (
  operator_id BLOB NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
  role_id BLOB NOT NULL REFERENCES administrator_roles (id),
  PRIMARY KEY (operator_id, role_id)
) STRICT;
CREATE INDEX operator_roles_by_role ON operator_roles (role_id);

-- What keys shall hold. Very many share a table, so that a role which changes changes a row of these and not a row of
-- each key. Two may have the same hash after that.
CREATE TABLE wanted_tables (
  id INTEGER NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX wanted_tables_by_hash ON wanted_tables (hash);

-- adopted: what the medium holds was taken over from it, and it was not written since.
CREATE TABLE keys (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 4294967295),
  kind TEXT NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id),
  state TEXT NOT NULL,
  valid_from INTEGER,
  valid_until INTEGER,
  expiry INTEGER,
  home_group_id BLOB REFERENCES blocking_groups (id),
  uid BLOB UNIQUE,
  stamp TEXT,
  generation INTEGER,
  revision INTEGER NOT NULL,
  wanted_id INTEGER REFERENCES wanted_tables (id),
  written_hash BLOB,
  written_blocklist_version INTEGER,
  written_at INTEGER,
  replaces_id BLOB UNIQUE REFERENCES keys (id),
  changed_at INTEGER NOT NULL,
  adopted INTEGER NOT NULL DEFAULT 0 CHECK (adopted IN (0, 1))
) STRICT;
CREATE INDEX keys_by_user ON keys (user_id, id);
CREATE INDEX keys_by_home_group ON keys (home_group_id, written_blocklist_version);
CREATE INDEX keys_by_state ON keys (state, id);
CREATE INDEX keys_by_wanted ON keys (wanted_id, written_hash, user_id);

-- A key as everything reads it. rewrite: its medium is written whatever its table holds, because what it holds was taken
-- over from it, or because it has an older generation than the system. pending: its medium holds something else than it
-- shall, or is due all the same; a write that is open or has failed does not end that, and nothing else tells it.
CREATE VIEW key_records AS
SELECT k.id, k.version, k.number, k.kind, k.user_id, k.state, k.valid_from, k.valid_until, k.expiry, k.home_group_id, k.uid, k.stamp,
  k.generation, k.revision, k.wanted_id, t.hash AS wanted_hash, k.written_hash, k.written_blocklist_version, k.written_at,
  k.replaces_id, k.changed_at,
  CASE WHEN k.adopted = 1 OR COALESCE(k.generation, 255) < y.generation THEN 1 ELSE 0 END AS rewrite,
  CASE WHEN k.state IN ('programmed', 'handed-over', 'task', 'writing', 'write-failed') AND k.written_hash IS NOT NULL
    AND (t.hash <> k.written_hash OR k.adopted = 1 OR COALESCE(k.generation, 255) < y.generation) THEN 1 ELSE 0 END AS pending
FROM keys k JOIN system y ON y.one = 1 LEFT JOIN wanted_tables t ON t.id = k.wanted_id;

-- A key as lists show it: with its holder and home group, and by what keys are told apart in them, one of: 1 pending,
-- 2 a draft, 3 a task waits for it, 4 its last write or emptying failed, 5 programmed, 6 handed over, 7 blocked, 8 done
-- with. Deleted ones are in no list.
CREATE VIEW listed_keys AS
SELECT k.*, u.first_name, u.last_name, u.sort_name AS holder_name, g.name AS group_name, g.name_folded AS group_folded,
  CASE WHEN k.pending = 1 THEN 1
    WHEN k.state = 'draft' THEN 2 WHEN k.state IN ('task', 'writing') THEN 3 WHEN k.state IN ('write-failed', 'empty-failed') THEN 4
    WHEN k.state = 'programmed' THEN 5 WHEN k.state = 'handed-over' THEN 6 WHEN k.state = 'blocked' THEN 7 ELSE 8 END AS standing
FROM key_records k LEFT JOIN users u ON u.id = k.user_id LEFT JOIN blocking_groups g ON g.id = k.home_group_id
WHERE k.state <> 'deleted';

-- Who has a pending key. A role that changes under very many keys changes that for very many users at once, and nothing
-- else that lists are sorted by: so it stands in rows as small as can be, in the order in which keys are read.
CREATE TABLE pending_users (
  user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_without (
  key_id BLOB NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
  source_id BLOB NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  PRIMARY KEY (key_id, source_id)
) STRICT;
CREATE INDEX key_without_by_source ON key_without (source_id);

-- The written view: what was last read back from the medium.
CREATE TABLE key_written (
  key_id BLOB NOT NULL PRIMARY KEY REFERENCES keys (id) ON DELETE CASCADE,
  access_table TEXT NOT NULL,
  image BLOB NOT NULL,
  given TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE blocklist_entries (
  blocking_group_id BLOB NOT NULL REFERENCES blocking_groups (id),
  key_id BLOB NOT NULL REFERENCES keys (id),
  since_version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (blocking_group_id, key_id)
) STRICT;
CREATE INDEX blocklist_entries_by_key ON blocklist_entries (key_id);

-- Numbers that a genuine list on a medium blocks and of which the records have no key that could be blocked.
CREATE TABLE blocklist_strangers (
  blocking_group_id BLOB NOT NULL REFERENCES blocking_groups (id),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
  since_version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (blocking_group_id, number)
) STRICT;

-- Numbers that were taken off a blocklist, and the version without them: an older list that is found does not bring
-- them back.
CREATE TABLE blocklist_lifted (
  blocking_group_id BLOB NOT NULL REFERENCES blocking_groups (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
  version INTEGER NOT NULL,
  PRIMARY KEY (blocking_group_id, number)
) STRICT;

CREATE TABLE tasks (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  key_id BLOB NOT NULL REFERENCES keys (id),
  operation TEXT NOT NULL,
  state TEXT NOT NULL,
  approved_by BLOB REFERENCES users (id),
  resume_state TEXT NOT NULL,
  station TEXT,
  lease_until INTEGER,
  uid BLOB,
  generation_now INTEGER,
  generation_wanted INTEGER,
  revision_expected INTEGER,
  image_hash BLOB,
  image BLOB,
  blocklist BLOB,
  blocklist_version INTEGER,
  home_group_id BLOB REFERENCES blocking_groups (id),
  access_table TEXT,
  given TEXT NOT NULL DEFAULT '[]',
  table_hash BLOB,
  image_size INTEGER,
  blocklist_size INTEGER,
  failure TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tasks_open_by_key ON tasks (key_id)
  WHERE state IN ('queued', 'claimed', 'writing', 'written', 'verified');
CREATE INDEX tasks_by_state ON tasks (state, created_at);

CREATE TABLE programming_keys (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  label TEXT NOT NULL,
  serial TEXT NOT NULL UNIQUE,
  certificate BLOB NOT NULL
) STRICT;

CREATE TABLE programming_key_operators (
  programming_key_id BLOB NOT NULL REFERENCES programming_keys (id) ON DELETE CASCADE,
  operator_id BLOB NOT NULL REFERENCES operators (id),
  PRIMARY KEY (programming_key_id, operator_id)
) STRICT;
CREATE INDEX programming_key_operators_by_operator ON programming_key_operators (operator_id);

-- The sealed master secrets of each generation, and the public key that its signatures are checked with. A
-- generation is retired when no medium in use has it any more.
CREATE TABLE envelopes (
  generation INTEGER NOT NULL PRIMARY KEY CHECK (generation BETWEEN 1 AND 255),
  version INTEGER NOT NULL,
  cms BLOB NOT NULL,
  signing_public_key BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  retired_at INTEGER,
  linked BLOB
) STRICT;

CREATE TABLE drafts (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  owner_id BLOB REFERENCES users (id),
  wizard TEXT NOT NULL,
  document TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_owner ON drafts (owner_id);

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id),
  language TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  failure TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_user ON outbox (user_id);

CREATE TABLE audit (
  sequence INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  person BLOB NOT NULL,
  facts TEXT NOT NULL,
  commitments TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, sequence);
CREATE INDEX audit_by_person ON audit (person, sequence);

-- Personal texts of log entries, and the salt their commitments were made with: erasure deletes both and
-- leaves the person's id without a salt.
CREATE TABLE audit_texts (
  sequence INTEGER NOT NULL PRIMARY KEY REFERENCES audit (sequence),
  person BLOB NOT NULL,
  texts TEXT NOT NULL
) STRICT;
CREATE INDEX audit_texts_by_person ON audit_texts (person);

CREATE TABLE audit_people (
  person BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
  salt BLOB CHECK (length(salt) = 32)
) STRICT;

CREATE TABLE audit_heads (
  sequence INTEGER NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  signature BLOB NOT NULL,
  signer_generation INTEGER NOT NULL,
  signed_at INTEGER NOT NULL
) STRICT;
