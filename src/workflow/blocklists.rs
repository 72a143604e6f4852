//! The signed blocklists that media carry and locks obey.

use std::collections::BTreeMap;

use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::programming_key::ProgrammingKey;
use crate::medium::Blocklist;
use crate::model::{BlockingGroup, BlockingGroupId, KeyNumber, LockId, Permission};
use crate::time::UtcMillis;

/// A signed list with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its version.
    pub version: u32,
    /// Its bytes as they stand on media.
    pub bytes: Vec<u8>,
}

impl Station {
    /// Takes a number off a blocklist of which the records have no key, and signs the new list. Whoever has the medium
    /// with that number is let in again where it opened before.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::NumberNotListed`] where it is not on the list, or is a key's of the records;
    /// [`Error::ProgrammingKey`].
    pub fn unblock_number(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
        token: &mut dyn ProgrammingKey,
    ) -> Result<(), Error> {
        self.require_at(Permission::BlockKeys, Place::System)?;
        let list = self.read(|reading| reading.blocklist(group))?;
        if !list.strangers.iter().any(|one| one.number == number) {
            return Err(Error::NumberNotListed { number: number.0 });
        }
        let authority = Authority::unlock(self, token)?;
        self.change(|change| change.unblock_stranger(group, number))?;
        let now = self.services.now();
        let _signed = signed((self, now), &authority, group)?;
        authority.sign_trail(self)
    }
}

impl Station {
    /// The locks that obey the blocklist of one of these groups and hold an older one than the current.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn locks_behind(&self, groups: &[BlockingGroupId]) -> Result<Vec<LockId>, Error> {
        self.read(|reading| {
            let current: BTreeMap<BlockingGroupId, u32> = reading
                .blocking_groups()?
                .iter()
                .filter(|group| groups.contains(&group.id))
                .map(|group| (group.id, group.blocklist_version))
                .collect();
            let locks = reading.locks()?.into_iter();
            let behind = locks.filter(|record| {
                record.deployed.as_ref().is_some_and(|deployed| {
                    let current = current.get(&deployed.blocking_group);
                    current.is_some_and(|current| deployed.blocklist_version < *current)
                })
            });
            Ok(behind.map(|record| record.lock.id).collect())
        })
    }

    /// The groups whose blocklist waits to be signed.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn unsigned_blocklists(&self) -> Result<Vec<BlockingGroup>, Error> {
        self.read(|reading| {
            let mut groups = Vec::new();
            for id in reading.unsigned_blocklists()? {
                let group = reading.blocking_group(id)?.value;
                // A list of version 0 is empty, and nobody needs it.
                if group.blocklist_version > 0 {
                    groups.push(group);
                }
            }
            Ok(groups)
        })
    }
}

/// The current list of a group, signed under the current generation; signs it, at this time, where it is not signed
/// yet. No lock judges a list by its time, so a clock that is behind keeps no list back.
///
/// # Errors
/// [`Error::Store`], [`Error::Medium`] where the list does not fit its form.
pub fn signed(
    (station, now): (&Station, UtcMillis),
    authority: &Authority,
    group: BlockingGroupId,
) -> Result<Signed, Error> {
    let (list, record) =
        station.read(|reading| Ok((reading.blocklist(group)?, reading.blocking_group(group)?)))?;
    let usable = |bytes: &Vec<u8>| {
        Blocklist::parse(bytes).is_ok_and(|signed| signed.front().signer == authority.generation())
    };
    if let Some(bytes) = list.signed.clone().filter(usable) {
        return Ok(Signed {
            version: list.version,
            bytes,
        });
    }
    let signer = authority.signing_key()?;
    let signature = std::cell::Cell::new(Ok([0; 64]));
    let sign = |message: &[u8]| sign_into(signer, message, &signature);
    let built = Blocklist::build(
        authority.system(),
        authority.generation(),
        record.number,
        list.version,
        now.seconds(),
        list.numbers(),
        &sign,
    )?;
    let _signature = signature.into_inner()?;
    let bytes = built.as_bytes().to_vec();
    station.change_at(now, |change| {
        change.put_signed_blocklist(group, list.version, &bytes)
    })?;
    Ok(Signed {
        version: list.version,
        bytes,
    })
}

/// Signs for an encoder that cannot itself fail: the failure is kept in `outcome` and looked at afterwards.
pub(super) fn sign_into(
    key: &crate::secrets::signing::SigningKey,
    message: &[u8],
    outcome: &std::cell::Cell<Result<[u8; 64], crate::secrets::Error>>,
) -> [u8; 64] {
    match key.sign(message) {
        Ok(signature) => {
            outcome.set(Ok(signature));
            signature
        }
        Err(error) => {
            outcome.set(Err(error));
            [0; 64]
        }
    }
}
