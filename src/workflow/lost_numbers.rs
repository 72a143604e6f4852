//! Fobs of this system whose key the records do not have, or only as one of which there is no fob: they were programmed
//! after the backup was made from which the system came back, and its records of that are lost. The fob opens what it
//! opened.
//!
//! Such a fob tells its number, and so does the receipt. By its number it is shut out without being at hand: the number
//! goes on the blocklist of every group, since nobody knows any more what it opens, and stays there as numbers do that a
//! list brought back ([`super::adoption`]), until somebody takes it off. No key of these records ever gets it. Where the
//! records have its key as a draft, that is blocked, in every group for the same reason. Laid on the encoder, the fob is
//! emptied like one that is returned.

use std::collections::BTreeSet;

use super::programming::Devices;
use super::reading::ReadMedium;
use super::rights::Place;
use super::seen::after_a_look;
use super::{Authority, Error, Station};
use crate::device::encoder::{EmptyJob, Encoder, FobState, WriteReport};
use crate::device::programming_key::ProgrammingKey;
use crate::device::{self};
use crate::model::{KeyId, KeyKind, KeyNumber, KeyState, Permission, Uid};
use crate::store::{self, Change, Entity, KEY_STEP, KeyRecord, Subject, TaskRecord};

/// What a number was that was blocked without a fob at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostNumber {
    /// That of this key of the records, which is blocked.
    Key(KeyId),
    /// That of no key which could be blocked: it stands on the lists by itself.
    Stranger,
}

/// A fob without a key in the records that was emptied.
#[derive(Debug, Clone)]
pub struct EmptiedStranger {
    /// Its chip number.
    pub uid: Uid,
    /// The number of the key that it held, where this system signed what it held.
    pub number: Option<KeyNumber>,
    /// What it cost on the wire.
    pub wire: WriteReport,
}

impl Station {
    /// Blocks what holds a number of which the records have no key that could be blocked as it stands: no key at all, or
    /// one of which a fob was programmed that they know nothing of ([`crate::store::Reading::may_hold_more`]). It goes
    /// on the blocklist of every key blocking group, or on none. A draft is blocked as the key that it is; a number
    /// without a key, or of one that was deleted or returned, stands there by itself. What is listed already stays.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::NumberHasKey`], [`Error::NumberNeverGiven`]; [`Error::Store`] for a key of which
    /// nothing can be lost; [`Error::Detailed`] with what may be taken off where a list is full.
    pub fn block_lost_number(
        &mut self,
        number: KeyNumber,
        reason: &str,
    ) -> Result<LostNumber, Error> {
        self.require_at(Permission::BlockKeys, Place::System)?;
        let mut about = None;
        let outcome = self.change_set(|change| {
            let record = change.key_by_number(number)?;
            about = record.as_ref().map(|record| record.key.id);
            let groups = change.blocking_groups()?;
            let groups: BTreeSet<_> = groups.into_iter().map(|group| group.id).collect();
            let as_key = if let Some(record) = &record {
                lost_key(change, record)?
            } else {
                refuse_never_given(change, number)?;
                None
            };
            if let Some(key) = as_key {
                let _blocked = change.block_found_key(key, &groups, reason)?;
                return Ok(LostNumber::Key(key));
            }
            for group in groups {
                let list = change.blocklist(group)?;
                if !list.numbers().any(|listed| listed == number) {
                    change.block_stranger(group, number, reason)?;
                }
            }
            Ok(LostNumber::Stranger)
        });
        outcome.map_err(|error| {
            let full = match self.read(|reading| reading.blocking_groups()) {
                Ok(groups) => {
                    let groups = groups.into_iter().map(|group| group.id).collect();
                    self.with_removable(error, &groups)
                }
                Err(other) => other,
            };
            match about {
                Some(key) => self.naming_way_out(key, full),
                None => full,
            }
        })
    }

    /// What is to be told of a medium that was read: that the records do not have its key, or an older table of it, or
    /// that it was written off.
    pub fn finding(&self, medium: &ReadMedium) -> Option<Error> {
        if let Some(record) = &medium.key {
            let number = record.key.number.0;
            if record.key.state == KeyState::WrittenOff {
                let dead = Error::FobNotDead { number };
                return Some(self.naming_way_out(record.key.id, dead));
            }
            let image = medium.image.as_ref().filter(|_| medium.signature_valid)?;
            let header = image.header();
            let newer = header.key == record.key.number && header.revision > record.key.revision;
            // A write that was cut off leaves such a fob too, until it is resumed.
            let tasks = self.read(|reading| reading.tasks_of_key(record.key.id));
            let resumed = |task: &TaskRecord| !task.state.is_over() && task.intent.is_some();
            let open = tasks.is_ok_and(|tasks| tasks.iter().any(resumed));
            return (newer && !open).then_some(Error::FobAhead { number });
        }
        let image = medium.image.as_ref().filter(|_| medium.signature_valid)?;
        let number = image.header().key;
        Some(match self.record_for(medium, number) {
            Ok(_) => Error::FobNewerThanRecords { number: number.0 },
            Err(error) => self.naming_people(error),
        })
    }

    /// Notes durably that a fob without a key is about to be emptied, or was.
    fn note_emptying(
        &self,
        action: &str,
        uid: &Uid,
        number: Option<KeyNumber>,
    ) -> Result<(), Error> {
        self.change(|change| {
            let told = number.map(|number| number.to_string());
            let chip = uid.to_string();
            let mut facts = vec![("uid", chip.as_str())];
            facts.extend(told.as_deref().map(|number| ("key", number)));
            change.record(action, Subject::none(Entity::Key), &facts)
        })
    }

    /// The number of the key that a fob holds whose chip number the records do not have; none where it opens with this
    /// system's keys, and holds nothing that this system signed.
    ///
    /// # Errors
    /// [`Error::FobNewerThanRecords`] where the records have its key without a medium.
    fn strange_number(&self, medium: &ReadMedium) -> Result<Option<KeyNumber>, Error> {
        let Some(image) = medium.image.as_ref().filter(|_| medium.signature_valid) else {
            return Ok(None);
        };
        let number = image.header().key;
        match self.record_for(medium, number) {
            Ok(_) => Err(Error::FobNewerThanRecords { number: number.0 }),
            // A key of the records that has this number has it on another chip.
            Err(Error::FobOfLostKey { .. } | Error::FobOfOtherKey { .. }) => Ok(Some(number)),
            Err(error) => Err(error),
        }
    }

    /// What a fob is whose chip number the records do not have, by what it holds.
    pub(super) fn unknown_fob(
        &self,
        authority: &Authority,
        chip: &'static str,
        encoder: &mut dyn Encoder,
    ) -> Error {
        match self.read_by(authority, chip, encoder) {
            Ok(medium) => self.finding(&medium).unwrap_or(Error::FobUnknown),
            Err(error) => error,
        }
    }

    /// The same for the fob on the encoder, of which [`Station::key_on_encoder`] found no key.
    ///
    /// # Errors
    /// [`Error::Encoder`], [`Error::ProgrammingKey`], where it cannot be read.
    pub fn read_unknown(
        &self,
        encoder: &mut dyn Encoder,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Error, Error> {
        let info = self.fob_on(encoder)?;
        let authority = Authority::unlock(self, token)?;
        Ok(self.unknown_fob(&authority, info.chip.name(), encoder))
    }

    /// Empties a fob of this system whose chip number no key of the records has: they do not have its key, or as one that
    /// has come to its end, or on another chip. Interrupted, the same call finishes it. There is no
    /// key that could stand in between, so no task: the log has it before the fob is touched, and afterwards.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::FobOfOtherKey`], [`Error::FobNewerThanRecords`] where the records do have its
    /// key, or a draft of it; [`Error::FobBlank`]; [`Error::Encoder`], where it is another system's too.
    pub fn empty_stranger(&mut self, devices: &mut Devices<'_>) -> Result<EmptiedStranger, Error> {
        self.require_at(Permission::ReturnKeys, Place::System)?;
        let authority = Authority::unlock(self, devices.token)?;
        let outcome = self.emptying_stranger(&authority, devices);
        authority.end(self, outcome)
    }

    fn emptying_stranger(
        &self,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<EmptiedStranger, Error> {
        let info = self.fob_on(devices.encoder)?;
        let uid = Uid::new(&info.uid)?;
        if let Some(record) = self.key_on_chip(&uid)? {
            let number = record.key.number.0;
            return Err(self.naming_people(Error::FobOfOtherKey { number }));
        }
        let number = match info.state {
            FobState::Factory => return Err(Error::FobBlank),
            FobState::Foreign => return Err(device::Error::ForeignMasterKey.into()),
            // Its first programming, or its emptying, was cut off.
            FobState::Started => None,
            FobState::Ours { .. } => {
                let medium = self.read_by(authority, info.chip.name(), devices.encoder)?;
                self.strange_number(&medium)?
            }
        };
        let job = EmptyJob {
            uid: info.uid,
            keys: authority.fob_keys(),
        };
        self.note_emptying("unknown-fob-emptying", &uid, number)?;
        let wire = devices
            .encoder
            .empty(&job, devices.progress, devices.cancel)
            .map_err(after_a_look)?;
        match devices.encoder.look()? {
            Some(after) if after.uid == info.uid && after.state == FobState::Factory => {}
            _ => return Err(device::Error::FobLifted.into()),
        }
        self.note_emptying("unknown-fob-emptied", &uid, number)?;
        Ok(EmptiedStranger { uid, number, wire })
    }
}

/// The key that a lost number blocks, where the records have one that can be blocked; none where the number has to stand
/// on the lists by itself.
///
/// # Errors
/// [`Error::NumberHasKey`] where it is blocked like any other key; [`Error::Store`] where nothing of it can be lost.
fn lost_key(change: &Change<'_>, record: &KeyRecord) -> Result<Option<KeyId>, Error> {
    let key = &record.key;
    let by_itself = match key.state {
        KeyState::Draft | KeyState::Blocked => false,
        KeyState::Deleted | KeyState::Returned => true,
        _ => {
            return Err(Error::NumberHasKey {
                number: key.number.0,
            });
        }
    };
    if key.kind != KeyKind::Fob || !change.may_hold_more(key.id)? {
        let (from, to) = (key.state, KeyState::Blocked);
        return Err(store::Error::KeyTransition { from, to }.into());
    }
    Ok((!by_itself).then_some(key.id))
}

/// Refuses a number that no key of this system can have. Records that were never turned back have every key to which a
/// number was given; others may lack one, also a little beyond what they gave, by as much as the numbers jump: the same
/// backup may have come back before.
fn refuse_never_given(change: &Change<'_>, number: KeyNumber) -> Result<(), Error> {
    let given = change.given()?.next_key;
    let beyond = given.saturating_add(u64::from(KEY_STEP));
    let turned_back = change.generations_seen()?.is_some();
    if !turned_back || number.0 == 0 || u64::from(number.0) >= beyond {
        return Err(Error::NumberNeverGiven { number: number.0 });
    }
    Ok(())
}
