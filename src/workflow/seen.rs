//! Generations that media and locks have, though the records do not: those of a campaign that ran after the backup was
//! made from which the records came back. Their numbers are noted, so that a new generation is never taken for one of
//! them.
//!
//! A fob tells its generation without proof, so it is believed only where the records are known to have been turned
//! back, and only as far as it may be true: whoever lays a doctored fob on the encoder must not use the numbers up.

use super::{Authority, Error, Station};
use crate::device::encoder::{Encoder, FobState, MediumInfo};
use crate::device::lock_service::LockHolds;
use crate::device::{self};
use crate::medium::SignedConfiguration;
use crate::model::{Generation, Key, Uid};

/// What to tell of a fob that a look found before and that is gone at the next step: it was lifted.
pub(super) fn after_a_look(error: device::Error) -> device::Error {
    match error {
        device::Error::NoFob => device::Error::FobLifted,
        other => other,
    }
}

/// How many generations beyond the known ones are believed without proof.
const BELIEVED: u8 = 32;

/// The fob that a write meets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// Its chip number.
    pub(super) uid: [u8; 7],
    /// What a look found; none where its chip number said enough.
    pub(super) seen: Option<MediumInfo>,
}

impl Station {
    /// The fob on the encoder, for a write of a key: no more is asked of it than the write needs to know beforehand. The
    /// fob of a key that has one is told by its chip number; all else the write finds by itself before it changes
    /// anything, because every key on a fob is derived from that number. Before a first programming it is looked at in
    /// the way in which that begins.
    ///
    /// # Errors
    /// As [`Station::fob_on`].
    pub(super) fn fob_for(&self, key: &Key, encoder: &mut dyn Encoder) -> Result<Met, Error> {
        let seen = match (&key.uid, key.generation) {
            (Some(own), Some(_)) => return self.fob_of_chip(own, encoder),
            (None, None) => encoder.look_before_first_write()?,
            _ => encoder.look()?,
        };
        self.met(seen)
    }

    /// The fob on the encoder where one with this chip number is to be gone on with; of any other all is told.
    ///
    /// # Errors
    /// As [`Station::fob_on`].
    pub(super) fn fob_of_chip(&self, own: &Uid, encoder: &mut dyn Encoder) -> Result<Met, Error> {
        // Records that were turned back learn from each fob which generations there are.
        if self.read(|reading| reading.generations_seen())?.is_none()
            && let Some(uid) = own.seven()
            && encoder.presence()?.as_deref() == Some(&uid[..])
        {
            return Ok(Met { uid, seen: None });
        }
        let seen = encoder.look()?;
        self.met(seen)
    }

    fn met(&self, seen: Option<MediumInfo>) -> Result<Met, Error> {
        let info = seen.ok_or(device::Error::NoFob)?;
        if let FobState::Ours { generation } = info.state {
            self.note_told(&[generation])?;
        }
        Ok(Met {
            uid: info.uid,
            seen: Some(info),
        })
    }

    /// What lies on the encoder.
    ///
    /// # Errors
    /// [`Error::Encoder`], where nothing lies there too.
    pub(super) fn fob_on(&self, encoder: &mut dyn Encoder) -> Result<MediumInfo, Error> {
        let info = encoder.look()?.ok_or(device::Error::NoFob)?;
        if let FobState::Ours { generation } = info.state {
            self.note_told(&[generation])?;
        }
        Ok(info)
    }

    /// Notes the generations that a lock believes. What a key of this system signed is proof.
    pub(super) fn note_generations_of_lock(
        &self,
        held: &LockHolds,
        authority: &Authority,
    ) -> Result<(), Error> {
        let held = held.configuration.as_deref();
        let Some(Ok(signed)) = held.map(SignedConfiguration::parse) else {
            return Ok(());
        };
        let said = signed.configuration();
        let strange = said.trusted.iter().filter(|key| !authority.knows(key));
        let strange: Vec<u8> = strange.map(|key| key.generation.get()).collect();
        let signer = authority
            .known_keys()?
            .into_iter()
            .find(|key| key.generation == said.signer);
        let proven = said.system == authority.system()
            && signer.is_some_and(|signer| signed.verify(&signer.key).is_ok());
        match strange.iter().max() {
            Some(newest) if proven => self.note_seen(Generation::new(*newest)?),
            _ => self.note_told(&strange),
        }
    }

    fn note_told(&self, told: &[u8]) -> Result<(), Error> {
        let (seen, envelopes) =
            self.read(|reading| Ok((reading.generations_seen()?, reading.envelopes()?)))?;
        let (Some(_), Some(last)) = (seen, envelopes.last()) else {
            return Ok(());
        };
        match newest_believed(last.generation, told) {
            Some(newest) => self.note_seen(Generation::new(newest)?),
            None => Ok(()),
        }
    }

    fn note_seen(&self, generation: Generation) -> Result<(), Error> {
        if !self.store().is_writable() {
            return Ok(());
        }
        self.change(|change| change.saw_generation(generation))
    }
}

/// The newest of the numbers that may be those of generations made after the last one known.
fn newest_believed(last: Generation, told: &[u8]) -> Option<u8> {
    let last = last.get();
    let believed = |told: &u8| *told > last && told.saturating_sub(last) <= BELIEVED;
    told.iter().copied().filter(believed).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_believed_only_as_far_as_it_may_be_true() {
        let newest = |told| newest_believed(Generation::FIRST, told);
        assert_eq!(newest(&[2, 1, 33]), Some(33));
        assert_eq!(newest(&[0, 1, 34, 255]), None);
        assert_eq!(newest(&[]), None);
    }
}
