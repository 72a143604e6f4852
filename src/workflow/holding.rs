//! Who holds a key: it is handed over against a receipt, a lost one gives way to another, and a block is lifted when
//! the key was found again.

use std::collections::BTreeSet;

use super::blocklists::signed;
use super::tasks::Replaced;
use super::{Authority, Error, ShownKey, Station};
use crate::access::Conditions;
use crate::device::programming_key::ProgrammingKey;
use crate::model::{BlockingGroupId, Key, KeyId, KeyState, LockId, Permission, Revision, Stamp};
use crate::store::{AuditHead, KeyRecord, TaskResult};
use crate::time::UtcMillis;

/// A key that was handed over, with what a receipt tells.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// The key.
    pub key: KeyRecord,
    /// The name of the system.
    pub system: String,
    /// Who holds it.
    pub holder: String,
    /// The language of the holder's invitation, where one was chosen.
    pub language: Option<String>,
    /// The locks that its medium may open, each with the conditions of which one must hold.
    pub opens: Vec<(LockId, Vec<Conditions>)>,
    /// When.
    pub at: UtcMillis,
    /// The end of the log with this in it.
    pub head: AuditHead,
}

/// A key whose block was lifted.
#[derive(Debug, Clone)]
pub struct Unblocked {
    /// The key, in the state in which it was.
    pub key: KeyRecord,
    /// The groups from whose lists it went. Their new lists are signed.
    pub groups: Vec<BlockingGroupId>,
}

impl Station {
    /// Notes that the holder has the key. What it opens does not change.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Store`] for a key that is not programmed, or was handed over before.
    pub fn hand_over_key(&mut self, id: KeyId) -> Result<HandedOver, Error> {
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::HandOverKeys, &record)?;
        let _version = self
            .change(|change| change.set_key_state(id, record.version, KeyState::HandedOver))
            .map_err(|error| self.naming_way_out(id, error))?;
        let facts = self.facts()?;
        let (key, written, user, head) = self.read(|reading| {
            Ok((
                reading.key(id)?,
                reading.written_view(id)?,
                reading.user(record.key.user)?,
                reading.audit_head()?,
            ))
        })?;
        let table = written.map(|view| view.table).unwrap_or_default();
        let locks = facts.by_lock(&table).into_iter();
        let opens = locks.filter_map(|(number, conditions)| {
            let lock = facts.lock(number)?;
            Some((lock.id, conditions.into_iter().cloned().collect()))
        });
        Ok(HandedOver {
            key,
            system: self.info()?.name,
            holder: user.full_name(),
            language: user.value.details.language,
            opens: opens.collect(),
            at: self.services.now(),
            head,
        })
    }

    /// Deletes a draft that never was on a medium. Any other key is returned instead.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Store`] for a key that was ever programmed, or waits for the encoder.
    pub fn remove_key(&mut self, key: impl Into<ShownKey>) -> Result<KeyRecord, Error> {
        let shown = key.into();
        let record = self.read(|reading| reading.key(shown.id))?;
        self.require_over_key(Permission::OrderKeys, &record)?;
        let _version = self
            .change(|change| {
                shown.still_in(change)?;
                change.set_key_state(shown.id, record.version, KeyState::Deleted)
            })
            .map_err(|error| self.naming_way_out(shown.id, error))?;
        self.read(|reading| reading.key(shown.id))
    }

    /// Notes the number engraved on a key's medium, or that it is not known. What the key opens does not change.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Store`] for a blocked key.
    pub fn set_stamp(
        &mut self,
        key: impl Into<ShownKey>,
        stamp: Option<Stamp>,
    ) -> Result<KeyRecord, Error> {
        let shown = key.into();
        let record = self.read(|reading| reading.key(shown.id))?;
        self.require_over_key(Permission::OrderKeys, &record)?;
        let mut stamped = record.key.clone();
        stamped.stamp = stamp;
        let _version = self.change(|change| {
            shown.still_in(change)?;
            change.update_key(&stamped, record.version)
        })?;
        self.read(|reading| reading.key(shown.id))
    }

    /// Blocks a key whose medium is lost, unless it is blocked already, and adds a draft for the same holder in its
    /// place: both or neither.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::HolderRemoved`]; [`Error::Store`]: a blocklist is full, the key has no medium, or
    /// was replaced before.
    pub fn replace_lost(&mut self, key: impl Into<ShownKey>) -> Result<Replaced, Error> {
        let key = key.into();
        let outcome = self.draft_for_lost(key);
        outcome.map_err(|error| self.naming_way_out(key.id, error))
    }

    fn draft_for_lost(&mut self, shown: ShownKey) -> Result<Replaced, Error> {
        let id = shown.id;
        let record = self.read(|reading| reading.key(id))?;
        let blocked = record.key.state == KeyState::Blocked;
        if !blocked {
            self.require_over_key(Permission::BlockKeys, &record)?;
        }
        self.require_over_key(Permission::OrderKeys, &record)?;
        self.require_holder(&record)?;
        let groups = if blocked {
            BTreeSet::new()
        } else {
            self.groups_to_block(&record)?
        };
        let draft = self.draft_in_place_of(&record)?;
        self.change(|change| {
            shown.still_in(change)?;
            if change.replacement_of(id)?.is_some() {
                return Err(crate::store::Error::ReplacedBefore);
            }
            if !blocked {
                let _version = change.block_key(id, record.version, &groups, "lost")?;
            }
            for task in change.tasks_of_key(id)? {
                if task.state.is_over() {
                    continue;
                }
                let result = match &task.intent {
                    Some(_) => TaskResult::Failed("lost"),
                    None => TaskResult::Cancelled,
                };
                change.finish_task(task.id, task.version, result)?;
            }
            let ended = change.key(id)?;
            if ended.key.state != KeyState::Replaced {
                let _version = change.set_key_state(id, ended.version, KeyState::Replaced)?;
            }
            let _number = change.insert_key(&draft, Some(id))?;
            Ok(())
        })
        .map_err(|error| self.with_removable(error, &groups))?;
        self.replaced(id, draft.id)
    }

    /// Takes a key that was found again off the blocklists and signs the new lists. Locks that took an older list
    /// refuse the key until a newer one has reached them.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::KeyReplaced`], [`Error::HolderRemoved`]: somebody else's key has its place, or
    /// nobody is to have it; [`Error::Store`] for a key that is not blocked, or whose medium was never read back equal;
    /// [`Error::ProgrammingKey`].
    pub fn unblock_key(
        &mut self,
        id: KeyId,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Unblocked, Error> {
        let outcome = self.lift_block(id, token);
        outcome.map_err(|error| self.naming_way_out(id, error))
    }

    fn lift_block(
        &mut self,
        id: KeyId,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Unblocked, Error> {
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::BlockKeys, &record)?;
        if record.key.state == KeyState::Replaced {
            return Err(Error::KeyReplaced {
                number: record.key.number.0,
            });
        }
        self.require_holder(&record)?;
        if record.key.state != KeyState::Blocked || record.written_hash.is_none() {
            return Err(crate::store::Error::KeyTransition {
                from: record.key.state,
                to: KeyState::Programmed,
            }
            .into());
        }
        let back = if self.read(|reading| reading.was_handed_over(id))? {
            KeyState::HandedOver
        } else {
            KeyState::Programmed
        };
        let groups = self.read(|reading| reading.groups_blocking(id))?;
        let authority = Authority::unlock(self, token)?;
        let _version = self.change(|change| change.unblock_key(id, record.version, back))?;
        let now = self.services.now();
        for group in &groups {
            let _signed = signed((self, now), &authority, *group)?;
        }
        authority.sign_trail(self)?;
        let key = self.read(|reading| reading.key(id))?;
        Ok(Unblocked { key, groups })
    }

    /// Signs every blocklist that changed while no programming key was at hand: from then on it may be distributed.
    /// Answers with their groups.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::ProgrammingKey`], [`Error::Store`].
    pub fn sign_blocklists(
        &mut self,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Vec<BlockingGroupId>, Error> {
        self.require(Permission::BlockKeys)?;
        let groups = self.read(|reading| reading.unsigned_blocklists())?;
        let authority = Authority::unlock(self, token)?;
        let now = self.services.now();
        for group in &groups {
            let _signed = signed((self, now), &authority, *group)?;
        }
        authority.sign_trail(self)?;
        Ok(groups)
    }

    /// Refuses what makes a key anew, or good again, for a holder who was removed.
    pub(super) fn require_holder(&self, record: &KeyRecord) -> Result<(), Error> {
        match self.read(|reading| reading.holder(record.key.user))? {
            Some(_) => Ok(()),
            None => Err(Error::HolderRemoved {
                number: record.key.number.0,
            }),
        }
    }

    /// A draft with the holder, sources and home group of a key.
    pub(super) fn draft_in_place_of(&mut self, record: &KeyRecord) -> Result<Key, Error> {
        Ok(Key {
            id: self.services.id()?,
            state: KeyState::Draft,
            uid: None,
            stamp: None,
            generation: None,
            revision: Revision(0),
            ..record.key.clone()
        })
    }

    /// The old key and the draft in its place, whose wanted table is computed now.
    pub(super) fn replaced(&self, old: KeyId, draft: KeyId) -> Result<Replaced, Error> {
        let hash = self.key_plan(draft)?.hash;
        self.change(|change| change.set_wanted_hashes(&[(draft, hash)]))?;
        let before = self.read(|reading| reading.key(old))?;
        let draft = self.read(|reading| reading.key(draft))?;
        Ok(Replaced { before, draft })
    }
}
