//! Fobs of this system whose key the records do not have: they were programmed after the backup was made from which the
//! system came back, and its records with the key are lost. The fob opens what it opened.
//!
//! Such a fob tells its number, and so does the receipt. By its number it is shut out without being at hand: the number
//! goes on the blocklist of every group, since nobody knows any more what it opens, and stays there as numbers do that a
//! list brought back ([`super::adoption`]), until somebody takes it off. No key of these records ever gets it. Laid on
//! the encoder, the fob is emptied like one that is returned.

use std::collections::BTreeSet;

use super::programming::Devices;
use super::reading::ReadMedium;
use super::rights::Place;
use super::seen::after_a_look;
use super::{Authority, Error, Station};
use crate::device::encoder::{EmptyJob, Encoder, FobState, WriteReport};
use crate::device::programming_key::ProgrammingKey;
use crate::device::{self};
use crate::model::{BlockingGroupId, KeyNumber, KeyState, Permission, Uid};
use crate::store::{Entity, KEY_STEP, Subject};

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
    /// Puts a number of which the records have no key on the blocklist of every key blocking group, or on none. Answers
    /// with the groups whose list it was not on before.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::NumberHasKey`], [`Error::NumberNeverGiven`]; [`Error::Detailed`] with what may be
    /// taken off where a list is full.
    pub fn block_lost_number(
        &mut self,
        number: KeyNumber,
        reason: &str,
    ) -> Result<BTreeSet<BlockingGroupId>, Error> {
        self.require_at(Permission::BlockKeys, Place::System)?;
        if self
            .read(|reading| reading.key_by_number(number))?
            .is_some()
        {
            return Err(Error::NumberHasKey { number: number.0 });
        }
        // Also a little beyond what was given, by as much as the numbers jump: the file itself may be an older copy.
        let given = self.read(|reading| reading.given())?.next_key;
        let beyond = given.saturating_add(u64::from(KEY_STEP));
        if number.0 == 0 || u64::from(number.0) >= beyond {
            return Err(Error::NumberNeverGiven { number: number.0 });
        }
        let groups = self.read(|reading| {
            let mut without = BTreeSet::new();
            for group in reading.blocking_groups()? {
                let list = reading.blocklist(group.id)?;
                if !list.numbers().any(|listed| listed == number) {
                    let _new = without.insert(group.id);
                }
            }
            Ok(without)
        })?;
        self.change(|change| {
            groups
                .iter()
                .try_for_each(|group| change.block_stranger(*group, number, reason))
        })
        .map_err(|error| self.with_removable(error, &groups))?;
        Ok(groups)
    }

    /// What is to be told of a medium that was read: that the records do not have its key, or not as it is, or that it
    /// was written off.
    pub fn finding(&self, medium: &ReadMedium) -> Option<Error> {
        if let Some(record) = &medium.key {
            let number = record.key.number.0;
            let dead = record.key.state == KeyState::WrittenOff;
            return dead.then(|| self.naming_way_out(record.key.id, Error::FobNotDead { number }));
        }
        let image = medium.image.as_ref().filter(|_| medium.signature_valid)?;
        let number = image.header().key;
        Some(match self.record_for(medium, number) {
            Ok(_) => Error::FobNewerThanRecords { number: number.0 },
            Err(error) => self.naming_people(error),
        })
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

    /// Empties a fob of this system of which the records have no key. Interrupted, the same call finishes it; nothing is
    /// noted before, since there is no key that could stand in between.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::FobOfOtherKey`], [`Error::FobNewerThanRecords`] where the records do have its
    /// key; [`Error::FobBlank`]; [`Error::Encoder`], where it is another system's too.
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
        if let Some(record) = self.read(|reading| reading.key_by_uid(&uid))? {
            let number = record.key.number.0;
            return Err(self.naming_people(Error::FobOfOtherKey { number }));
        }
        let number = match info.state {
            FobState::Factory => return Err(Error::FobBlank),
            FobState::Foreign => return Err(device::Error::ForeignMasterKey.into()),
            // Its first programming, or its emptying, was cut off.
            FobState::Started => None,
            FobState::Ours { .. } => {
                match self.unknown_fob(authority, info.chip.name(), devices.encoder) {
                    Error::FobOfLostKey { number } => Some(KeyNumber(number)),
                    // It opens with this system's keys, and holds nothing that this system signed.
                    Error::FobUnknown => None,
                    other => return Err(other),
                }
            }
        };
        let job = EmptyJob {
            uid: info.uid,
            keys: authority.fob_keys(),
        };
        let wire = devices
            .encoder
            .empty(&job, devices.progress, devices.cancel)
            .map_err(after_a_look)?;
        match devices.encoder.look()? {
            Some(after) if after.uid == info.uid && after.state == FobState::Factory => {}
            _ => return Err(device::Error::FobLifted.into()),
        }
        self.change(|change| {
            let told = number.map(|number| number.to_string());
            let chip = uid.to_string();
            let mut facts = vec![("uid", chip.as_str())];
            facts.extend(told.as_deref().map(|number| ("key", number)));
            change.record("unknown-fob-emptied", Subject::none(Entity::Key), &facts)
        })?;
        Ok(EmptiedStranger { uid, number, wire })
    }
}
