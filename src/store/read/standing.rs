//! What stands at the place to which a copy of the same system comes back, read before the copy takes it.
//!
//! Which of two records is the newer, their logs tell: each hash covers every entry before it, so where the nth entry
//! has the same hash in both, all is the same up to it. What either did beyond that is its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, found};
use crate::model::{BlockingGroupId, Generation, KeyNumber, LockId};
use crate::store::sql::{Row, params, statement};
use crate::store::{Entity, Envelope, Error, ProgrammingKey, Stored};
use crate::time::UtcMillis;

/// The secrets of a system as they stand, and who may open them.
#[derive(Debug, Clone)]
pub struct StandingSecrets {
    /// The generation that media get.
    pub generation: Generation,
    /// The highest generation that is known to have been in use; none where the records know all.
    pub seen: Option<Generation>,
    /// Whether another change of generation follows the one that is under way.
    pub due: bool,
    /// The sealed secrets of every generation.
    pub envelopes: Vec<Envelope>,
    /// Who may open them.
    pub programming_keys: Vec<Stored<ProgrammingKey>>,
    /// When the recovery code was last proven.
    pub recovery_rehearsed: Option<UtcMillis>,
}

/// What a system has given out so far: the next numbers, which are beyond all that stand on media and in locks, and its
/// blocklists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The number of the next key.
    pub next_key: u64,
    /// The number of the next lock.
    pub next_lock: u64,
    /// The number of the next lock group.
    pub next_lock_group: u64,
    /// The number of the next key blocking group.
    pub next_blocking_group: u64,
    /// The blocklists of each group.
    pub lists: BTreeMap<BlockingGroupId, GivenLists>,
}

/// Which blocklists of a group have been given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenLists {
    /// The newest version.
    pub seen: u32,
    /// The version after which the records do not know what was given, because they came back from a backup; none where
    /// they know it all.
    pub lost_after: Option<u32>,
}

/// What the records of a system did after an entry of their log, as far as it outlives a return to an older copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// Whether the secrets changed: generations, programming keys, the recovery code.
    pub secrets: bool,
    /// The numbers that went on blocklists, with the group. Some may have been taken off again.
    pub blocked: BTreeSet<(BlockingGroupId, KeyNumber)>,
    /// The locks that were stolen. Some may have been installed anew.
    pub stolen: BTreeSet<LockId>,
}

impl Reading<'_> {
    /// The secrets as they stand, sealed.
    pub fn standing_secrets(&self) -> Result<StandingSecrets, Error> {
        let info = self.system()?;
        Ok(StandingSecrets {
            generation: info.generation,
            seen: self.generations_seen()?,
            due: self.generation_due()?,
            envelopes: self.envelopes()?,
            programming_keys: self.programming_keys()?,
            recovery_rehearsed: info.recovery_rehearsed,
        })
    }

    /// What was given out so far.
    pub fn given(&self) -> Result<Given, Error> {
        let mut lists = BTreeMap::new();
        for group in self.blocking_groups()? {
            let given = GivenLists {
                seen: group.blocklist_version,
                lost_after: self.blocklist_restored_from(group.id)?,
            };
            let _new = lists.insert(group.id, given);
        }
        let given = self
            .link
            .first(statement!("system/next_numbers"), &[], |row| {
                Ok(Given {
                    next_key: row.number(0)?,
                    next_lock: row.number(1)?,
                    next_lock_group: row.number(2)?,
                    next_blocking_group: row.number(3)?,
                    lists: BTreeMap::new(),
                })
            })?;
        Ok(Given {
            lists,
            ..found(given, Entity::System)?
        })
    }

    /// How many entries, from the first, the log has in common with another one of the same system.
    pub fn entries_in_common(&self, other: &Reading<'_>) -> Result<u64, Error> {
        let most = self.audit_head()?.count.min(other.audit_head()?.count);
        let (mut same, mut unknown) = (0, most);
        while same < unknown {
            let middle = same + (unknown - same).div_ceil(2);
            if self.hash_of_entry(middle)? == other.hash_of_entry(middle)? {
                same = middle;
            } else {
                unknown = middle - 1;
            }
        }
        Ok(same)
    }

    fn hash_of_entry(&self, sequence: u64) -> Result<[u8; 32], Error> {
        let hash = self
            .link
            .first(statement!("audit/hash_of"), params![sequence], |row| {
                row.array(0)
            })?;
        hash.ok_or(Error::LogBroken {
            sequence,
            fault: "missing",
        })
    }

    /// What was done after the entry of this number, up to the head of the log.
    pub fn since(&self, entry: u64) -> Result<Since, Error> {
        let head = self.audit_head()?.count;
        let mut since = Since::default();
        self.link.rows(
            statement!("audit/since"),
            params![entry, head],
            &mut |row| since.take(row),
        )?;
        Ok(since)
    }
}

impl Since {
    fn take(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let (action, kind) = (row.text(0)?, row.text(1)?);
        self.secrets |= kind == Entity::Envelope.as_str()
            || kind == Entity::ProgrammingKey.as_str()
            || matches!(
                action,
                "generation-raised" | "generation-due" | "recovery-renewed"
            );
        match action {
            "blocklist-key-added" => {
                let _new = self.blocked.insert((row.id(2)?, number_in(row, 3)?));
            }
            "lock-stolen" => {
                let _new = self.stolen.insert(row.id(2)?);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The number of the key that an entry about a blocklist tells of, by its facts in this column.
fn number_in(row: &Row<'_>, column: usize) -> Result<KeyNumber, Error> {
    let facts: Vec<(String, String)> = row.document(column)?;
    let key = facts.iter().find(|(name, _)| name == "key");
    let number = key.and_then(|(_, number)| number.parse().ok());
    number
        .map(KeyNumber)
        .ok_or(Error::Unreadable { what: "fact" })
}
