//! How keys and people leave: a medium is returned and emptied, or its key is blocked; then the user may go.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::programming::{Devices, LEASE, STATION, refused_before_writing};
use super::seen::after_a_look;
use super::station::rule_facts;
use super::{Authority, Error, ShownKey, Station};
use crate::access::home_group::groups_of;
use crate::access::{AccessTable, Facts};
use crate::device::encoder::{EmptyJob, FobState, WriteReport};
use crate::device::{self};
use crate::model::{BlockingGroupId, KeyId, KeyState, Permission, TaskId, Uid, UserId};
use crate::store::{
    Intent, KeyFilter, KeyRecord, LockRecord, NewTask, Operation, TaskRecord, TaskResult,
};
use crate::time::UtcMillis;

/// A medium that was emptied.
#[derive(Debug, Clone)]
pub struct Emptied {
    /// The key afterwards: returned, its definition kept for the next holder.
    pub key: KeyRecord,
    /// What it cost on the wire.
    pub wire: WriteReport,
}

impl Station {
    /// The keys of a user whose medium awaits a decision before the user can be removed.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn undecided_media(&self, user: UserId) -> Result<Vec<KeyRecord>, Error> {
        let mut keys = self.read(|reading| reading.keys(user))?;
        keys.retain(|record| {
            !matches!(
                record.key.state,
                KeyState::Draft
                    | KeyState::Returned
                    | KeyState::Deleted
                    | KeyState::WrittenOff
                    | KeyState::Blocked
                    | KeyState::Replaced
            )
        });
        Ok(keys)
    }

    /// Takes a key back: its medium, which lies on the encoder, becomes as it left the factory. `Ok` only after the
    /// fob itself showed that and the result is durable; from then on a blocked key stands on no blocklist.
    /// Interrupted, the same call finishes it.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::NoMedium`]; [`Error::Encoder`] at any time: what is open then stands on the
    /// task list.
    pub fn empty_key(&mut self, id: KeyId, devices: &mut Devices<'_>) -> Result<Emptied, Error> {
        let outcome = self.take_back(id, devices);
        outcome.map_err(|error| self.naming_way_out(id, error))
    }

    fn take_back(&mut self, id: KeyId, devices: &mut Devices<'_>) -> Result<Emptied, Error> {
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::ReturnKeys, &record)?;
        let uid = record.key.uid.clone().ok_or(Error::NoMedium)?;
        let chip = uid.seven().ok_or(Error::NoMedium)?;
        let authority = Authority::unlock(self, devices.token)?;
        let outcome = self.emptying_session((&record, &uid, chip), &authority, devices);
        let outcome = outcome.map_err(|error| self.naming_people(error));
        authority.end(self, outcome)
    }

    /// What is done between the authority's opening and its end.
    fn emptying_session(
        &mut self,
        (record, uid, chip): (&KeyRecord, &Uid, [u8; 7]),
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<Emptied, Error> {
        let info = self.fob_on(devices.encoder)?;
        if info.uid != chip {
            return Err(device::Error::WrongFob {
                expected: chip,
                found: info.uid,
            }
            .into());
        }
        let (task, resumed) = self.begin_emptying(record, uid)?;
        let job = EmptyJob {
            uid: chip,
            keys: authority.fob_keys(),
        };
        let outcome = devices
            .encoder
            .empty(&job, devices.progress, devices.cancel)
            .and_then(|wire| match devices.encoder.look()? {
                // The factory's master key was tried and opens it: nothing of ours is left.
                Some(after) if after.uid == chip && after.state == FobState::Factory => Ok(wire),
                _ => Err(device::Error::FobLifted),
            })
            .map_err(after_a_look);
        match outcome {
            Ok(wire) => {
                let wire = self.finish(task, wire)?;
                let key = self.read(|reading| reading.key(record.key.id))?;
                Ok(Emptied { key, wire })
            }
            Err(error) => {
                if refused_before_writing(&error) {
                    // An earlier run may have left it half empty.
                    let result = if resumed {
                        TaskResult::Failed(error.code())
                    } else {
                        TaskResult::Refused(error.code())
                    };
                    self.change(|change| change.finish_task(task.0, task.1, result))?;
                } else {
                    self.note(task.0, &error);
                }
                Err(error.into())
            }
        }
    }

    /// Makes the intent to empty durable. A write that stands open gives way to it: what it may have left on the fob
    /// goes with all the rest. Says too whether emptying was begun before.
    fn begin_emptying(
        &mut self,
        record: &KeyRecord,
        uid: &Uid,
    ) -> Result<((TaskId, u64), bool), Error> {
        let open = self.open_task(record.key.id)?;
        let lease = UtcMillis(self.services.now().0 + LEASE);
        let id = match &open {
            Some(task) if task.operation == Operation::Empty => task.id,
            _ => self.services.id()?,
        };
        let intent = Intent {
            uid: uid.clone(),
            generation_now: record.key.generation,
            generation_wanted: None,
            revision_expected: record.key.revision,
            image_hash: Sha256::digest([]).into(),
            image: Vec::new(),
            blocklist: None,
            blocklist_version: None,
            home_group: None,
            table: AccessTable::default(),
            given: Vec::new(),
            table_hash: AccessTable::default().hash(),
            layout: None,
        };
        let task = NewTask {
            id,
            key: record.key.id,
            operation: Operation::Empty,
            approved_by: Some(self.operator),
        };
        self.change(|change| {
            let begun = match &open {
                Some(open) if open.operation == Operation::Empty => open.intent.is_some(),
                Some(open) => {
                    give_way(change, open, lease)?;
                    change.queue_task(&task)?;
                    false
                }
                None => {
                    change.queue_task(&task)?;
                    false
                }
            };
            let version = change.claim_task(id, STATION, lease)?;
            if begun {
                return Ok(((id, version), true));
            }
            let version = change.begin_intent(id, version, &intent)?;
            Ok(((id, version), false))
        })
    }

    /// Blocks a key: it goes on the blocklist of every group whose locks its medium may open, as it was written, as it
    /// shall be, and as a write in flight would leave it, by the locks' groups as deployed and as wanted; of every group
    /// where it may have been written since the backup that the system came back from. A replaced key goes on those that
    /// it is not on yet, and stays replaced; so does one that was written off, whose medium was not dead after all.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Detailed`] with what may be taken off where a list is full: then the key is
    /// blocked nowhere; [`Error::Store`], also where the key is not as it was shown.
    pub fn block_key(
        &mut self,
        key: impl Into<ShownKey>,
        reason: &str,
    ) -> Result<KeyRecord, Error> {
        let shown = key.into();
        let id = shown.id;
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::BlockKeys, &record)?;
        let groups = self.groups_to_block(&record)?;
        let _version = self
            .change(|change| {
                shown.still_in(change)?;
                change.block_key(id, record.version, &groups, reason)
            })
            .map_err(|error| self.with_removable(error, &groups))
            .map_err(|error| self.naming_way_out(id, error))?;
        self.read(|reading| reading.key(id))
    }

    /// The key blocking groups on whose lists a key goes when it is blocked. Where nobody knows what its medium holds,
    /// these are all there are: that costs a place of the 500 on each list, and a place can be had again, a lost key
    /// cannot.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Rule`].
    pub fn groups_to_block(&self, record: &KeyRecord) -> Result<BTreeSet<BlockingGroupId>, Error> {
        let mut groups = self.groups_reached(record)?;
        if self.read(|reading| reading.may_hold_more(record.key.id))? {
            let all = self.read(|reading| reading.blocking_groups())?;
            groups.extend(all.into_iter().map(|group| group.id));
        }
        Ok(groups)
    }

    /// The key blocking groups that a key reaches by what the records know of it.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Rule`].
    pub(super) fn groups_reached(
        &self,
        record: &KeyRecord,
    ) -> Result<BTreeSet<BlockingGroupId>, Error> {
        let id = record.key.id;
        let (stored, written, in_flight) = self.read(|reading| {
            Ok((
                reading.facts()?,
                reading.written_view(id)?,
                reading.tables_in_flight(id)?,
            ))
        })?;
        let deployed = as_deployed(&stored.locks);
        let mut as_it_is = stored.clone();
        for lock in &mut as_it_is.locks {
            if let Some(known) = deployed.get(&lock.lock.id) {
                lock.lock = known.clone();
            }
        }
        let mut tables: Vec<AccessTable> = written.map(|view| view.table).into_iter().collect();
        tables.push(self.key_plan(id)?.wanted.table);
        tables.extend(in_flight.into_iter().map(|(_, table)| table));
        let sides: [Facts; 2] = [rule_facts(stored), rule_facts(as_it_is)];
        let mut groups: BTreeSet<BlockingGroupId> = record.key.home_group.into_iter().collect();
        for facts in &sides {
            for table in &tables {
                groups.extend(groups_of(facts, table).into_keys());
            }
        }
        Ok(groups)
    }

    /// Removes a user with roles, premises and drafts, once each medium has been decided on.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::OwnAccount`]; [`Error::Store`] while a medium awaits its decision.
    pub fn remove_user(&mut self, id: UserId, expected: u64) -> Result<(), Error> {
        self.check_removal(id)?;
        let _none_pending = self.change_rights(KeyFilter::User(id), |change| {
            change.remove_user(id, expected)
        })?;
        Ok(())
    }

    /// Refuses where the user may not be removed whatever is decided about their media, so that no medium is emptied
    /// in vain.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::OwnAccount`], [`Error::StillOperator`].
    pub fn check_removal(&self, id: UserId) -> Result<(), Error> {
        self.require_over_all_of_user(Permission::EditUsers, id)?;
        if id == self.operator {
            return Err(Error::OwnAccount);
        }
        // Their rights and their password end together, and never the last administrator's.
        if let Some(operator) = self.operators()?.into_iter().find(|one| one.user.id == id) {
            return Err(Error::StillOperator {
                user: operator.user.email.to_string(),
            });
        }
        Ok(())
    }
}

/// Ends a programming task in favour of emptying the same medium.
fn give_way(
    change: &mut crate::store::Change<'_>,
    open: &TaskRecord,
    lease: UtcMillis,
) -> Result<(), crate::store::Error> {
    let version = change.claim_task(open.id, STATION, lease)?;
    let result = match open.intent {
        Some(_) => TaskResult::Failed("returned-instead"),
        None => TaskResult::Cancelled,
    };
    change.finish_task(open.id, version, result)
}

/// The locks as they are, not as they shall be.
fn as_deployed(locks: &[LockRecord]) -> BTreeMap<crate::model::LockId, crate::model::Lock> {
    let known = |record: &LockRecord| {
        let deployed = record.deployed.as_ref()?;
        let lock = crate::model::Lock {
            groups: deployed.groups.clone(),
            blocking_group: deployed.blocking_group,
            ..record.lock.clone()
        };
        Some((lock.id, lock))
    };
    locks.iter().filter_map(known).collect()
}
