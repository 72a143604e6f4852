//! Whose fob it is: refusals that name chip and key numbers name the people too, since those stand at the counter.

use super::way_out::WayOut;
use super::{Detail, Error, Station};
use crate::device;
use crate::model::{KeyId, KeyState, Uid, UserId};
use crate::store::{self, KeyRecord};

/// A fob that the records know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFob {
    /// Its key.
    pub key: KeyId,
    /// The number of its key.
    pub number: u32,
    /// The id of who holds that.
    pub user: UserId,
    /// Who holds that; none where they were removed.
    pub holder: Option<String>,
    /// What can be done with the key as it stands.
    pub way_out: WayOut,
}

impl Station {
    /// An error about another fob than the one that was wanted, with the keys and people of both where they are known.
    pub(super) fn naming_people(&self, error: Error) -> Error {
        let (found, expected) = match &error {
            Error::Encoder(device::Error::WrongFob { expected, found }) => {
                (self.fob_with(*found), self.fob_with(*expected))
            }
            Error::FobOfOtherKey { number } => {
                let number = crate::model::KeyNumber(*number);
                let record = self.read(|reading| reading.key_by_number(number));
                (self.known(record.ok().flatten()), None)
            }
            _ => return error,
        };
        if found.is_none() && expected.is_none() {
            return error;
        }
        let (found, expected) = (found.map(Box::new), expected.map(Box::new));
        error.with(Detail::Fobs { found, expected })
    }

    fn fob_with(&self, chip: [u8; 7]) -> Option<KnownFob> {
        let uid = Uid::new(&chip).ok()?;
        let record = self.read(|reading| reading.key_by_uid(&uid));
        self.known(record.ok().flatten())
    }

    fn known(&self, record: Option<KeyRecord>) -> Option<KnownFob> {
        let key = record?.key;
        let holder = self.read(|reading| reading.holder(key.user)).ok()?;
        Some(KnownFob {
            key: key.id,
            number: key.number.0,
            user: key.user,
            holder: holder.map(|user| user.value.full_name()),
            way_out: self.how_it_stands(key.id).ok()?.way_out,
        })
    }

    /// A taken address with the key that still waits to be written for whoever has it: mostly the same person is
    /// added again after a write was cut off.
    pub(super) fn naming_waiting_key(&self, email: &str, error: Error) -> Error {
        if !matches!(error, Error::Store(store::Error::EmailTaken)) {
            return error;
        }
        let waiting = self.read(|reading| {
            let Some(user) = reading.user_by_email(email)? else {
                return Ok(None);
            };
            let waits = |record: &KeyRecord| {
                matches!(
                    record.key.state,
                    KeyState::Draft | KeyState::Task | KeyState::Writing | KeyState::WriteFailed
                )
            };
            Ok(reading.keys(user.id)?.into_iter().find(waits))
        });
        match self.known(waiting.ok().flatten()) {
            Some(waiting) => error.with(Detail::KeyWaits(waiting)),
            _ => error,
        }
    }
}
