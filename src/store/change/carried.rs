//! Whoever is shut out of a lock stays shut out of it, whichever blocklist it comes to obey.
//!
//! A blocked key stands on the lists of the groups whose locks it opens. A lock that moves to another group, is added,
//! or joins a lock group may be one that a blocked key opens though the list that it obeys does not have the key. So the
//! keys that can open it go on that list with it, and so does every number of which nobody knows what it opens.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use crate::access::Target;
use crate::model::{BLOCKLIST_CAPACITY, BlockingGroupId, KeyId, KeyNumber, LockId};
use crate::store::Error;

/// What is blocked elsewhere and goes on a list, with the reason that it stands there for.
#[derive(Default)]
struct Carried {
    keys: BTreeMap<KeyId, String>,
    strangers: BTreeMap<KeyNumber, String>,
}

impl Change<'_> {
    /// Puts on the list that a lock obeys whatever other lists block and can open it. `left` are the groups whose list
    /// it obeyed so far.
    ///
    /// # Errors
    /// [`Error::BlockedWithoutRoom`]: then nothing was put on it.
    pub(super) fn carry_blocked(
        &mut self,
        lock: LockId,
        left: &BTreeSet<BlockingGroupId>,
    ) -> Result<(), Error> {
        let record = self.lock(lock)?;
        let mut groups = record.lock.groups.clone();
        groups.extend(record.deployed.iter().flat_map(|known| &known.groups));
        let known = self.lock_groups()?.into_iter();
        let member = known.filter(|group| groups.contains(&group.value.id));
        let mut targets: BTreeSet<Target> = member
            .map(|group| Target::Group(group.value.number))
            .collect();
        let _new = targets.insert(Target::Lock(record.lock.number));
        self.carry(record.lock.blocking_group, &targets, left)
    }

    /// Puts on the list of a group whatever other lists block and can open one of these targets.
    pub(super) fn carry(
        &mut self,
        group: BlockingGroupId,
        targets: &BTreeSet<Target>,
        left: &BTreeSet<BlockingGroupId>,
    ) -> Result<(), Error> {
        let own: BTreeSet<KeyNumber> = self.blocklist(group)?.numbers().collect();
        let carried = self.blocked_elsewhere((group, &own), targets, left)?;
        let count = carried.keys.len() + carried.strangers.len();
        if count > 0 && own.len() + count > BLOCKLIST_CAPACITY {
            let group = self.blocking_group(group)?.value.name;
            return Err(Error::BlockedWithoutRoom { group, count });
        }
        for (key, reason) in carried.keys {
            let record = self.key(key)?;
            self.list_key(&record, vec![group], &reason)?;
        }
        for (number, reason) in carried.strangers {
            self.block_stranger(group, number, &reason)?;
        }
        Ok(())
    }

    fn blocked_elsewhere(
        &self,
        (group, own): (BlockingGroupId, &BTreeSet<KeyNumber>),
        targets: &BTreeSet<Target>,
        left: &BTreeSet<BlockingGroupId>,
    ) -> Result<Carried, Error> {
        let lifted = self.lifted_numbers(group)?;
        let mut carried = Carried::default();
        let mut seen = BTreeSet::new();
        for other in self.blocking_groups()? {
            if other.id == group {
                continue;
            }
            let list = self.blocklist(other.id)?;
            for entry in list.entries {
                let new = !own.contains(&entry.number) && seen.insert(entry.key);
                if new && self.may_open(entry.key, targets)? {
                    let _before = carried.keys.insert(entry.key, entry.reason);
                }
            }
            for one in list.strangers {
                // What somebody let in here again stays so, unless the lock itself has shut it out so far.
                let stays_off = lifted.contains_key(&one.number) && !left.contains(&other.id);
                if !own.contains(&one.number) && !stays_off {
                    let _before = carried.strangers.insert(one.number, one.reason);
                }
            }
        }
        Ok(carried)
    }

    /// Whether the medium of a key may open one of these targets: by what was read back from it, by what a write that was
    /// cut off may have left on it, or because nobody knows what it holds.
    fn may_open(&self, key: KeyId, targets: &BTreeSet<Target>) -> Result<bool, Error> {
        if self.may_hold_more(key)? {
            return Ok(true);
        }
        if self.has_ended(key, self.now)? {
            return Ok(false);
        }
        let written = self.written_view(key)?.map(|view| view.table);
        let in_flight = self.tables_in_flight(key)?.into_iter();
        let mut tables = written.into_iter().chain(in_flight.map(|(_, table)| table));
        Ok(tables.any(|table| {
            let mut entries = table.entries().iter();
            entries.any(|entry| targets.contains(&entry.target))
        }))
    }
}
