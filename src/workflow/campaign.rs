//! A change of generation: new random secrets in the place of those that may be known. Locks first, then fobs, then
//! locks again; in between locks believe two generations, so no door ever refuses a fob because of it.
//!
//! Where it stands is told by what is recorded, so nothing is lost when it is cut off:
//! 1. [`Phase::Locks`]: the new secrets are sealed; media still get the old ones. Every deployed lock is given a
//!    configuration that believes both.
//! 2. [`Phase::Fobs`]: all locks do; media get the new ones. Every fob in use is written again.
//! 3. [`Phase::Closing`]: all fobs have; the old generation is retired. Every lock is given a configuration that
//!    believes the new one alone. From then on what was known is worthless.

use super::authority::open_envelope;
use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::programming_key::ProgrammingKey;
use crate::medium::SignedConfiguration;
use crate::model::{Generation, KeyId, LockId, LockState, Permission};
use crate::secrets::certificate::Certificate;
use crate::secrets::master::MasterSecrets;
use crate::store::{self, Change, LockRecord};

/// Where a change of generation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Locks learn to believe the new generation.
    Locks,
    /// Fobs get it.
    Fobs,
    /// Locks forget the old one.
    Closing,
    /// Nothing is left to do.
    Done,
}

impl Phase {
    /// The word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locks => "locks",
            Self::Fobs => "fobs",
            Self::Closing => "closing",
            Self::Done => "done",
        }
    }
}

/// How far a campaign is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// The newest generation.
    pub generation: Generation,
    /// What media get now.
    pub media: Generation,
    /// What is done now.
    pub phase: Phase,
    /// Deployed locks.
    pub locks: usize,
    /// Those to visit in this phase.
    pub locks_left: Vec<LockId>,
    /// Fobs in use.
    pub fobs: u64,
    /// Those that have, or may be getting, an older generation than the newest.
    pub fobs_left: Vec<KeyId>,
}

/// The secrets of a new generation, sealed and read back.
pub(super) struct NextGeneration {
    generation: Generation,
    cms: Vec<u8>,
    public_key: [u8; 33],
}

impl NextGeneration {
    pub(super) fn keep(&self, change: &mut Change<'_>) -> Result<(), store::Error> {
        change.insert_envelope(self.generation, &self.cms, &self.public_key)
    }
}

/// Makes the secrets of the next generation for these recipients; the programming key at hand opens them before they
/// count.
pub(super) fn next_generation(
    station: &mut Station,
    recipients: &[Certificate],
    token: &mut dyn ProgrammingKey,
) -> Result<NextGeneration, Error> {
    let (info, envelopes) =
        station.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
    let newest = envelopes
        .last()
        .map_or(info.generation, |last| last.generation);
    let generation = newest.next().ok_or(Error::GenerationsUsedUp)?;
    let created = u64::from(station.services.now().seconds());
    let random = &mut *station.services.random;
    let secrets = MasterSecrets::generate(info.id, generation.get(), created, random)?;
    let cms = secrets.seal(recipients, random)?;
    let opened = open_envelope(info.id, &cms, token)?.secrets;
    let public_key = secrets.signing_key().public_key().compressed();
    if opened.signing_key().public_key().compressed() != public_key {
        return Err(crate::device::programming_key::Error::NotReadBack.into());
    }
    Ok(NextGeneration {
        generation,
        cms,
        public_key,
    })
}

impl Station {
    /// Starts a new random generation: a lock, or a programming key with its PIN, is in wrong hands.
    ///
    /// # Errors
    /// [`Error::CampaignRunning`], [`Error::GenerationsUsedUp`].
    pub fn start_campaign(&mut self, token: &mut dyn ProgrammingKey) -> Result<Campaign, Error> {
        self.start_generation(token, None)
    }

    /// Notes that a lock was stolen: its thief has the keys to read fobs, so a new generation starts. What comes in
    /// its place is deployed as a fresh lock.
    ///
    /// # Errors
    /// As [`Station::start_campaign`].
    pub fn lock_stolen(
        &mut self,
        lock: &LockRecord,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Campaign, Error> {
        self.require_at(Permission::DeployLocks, Place::Lock(lock.lock.id))?;
        self.start_generation(token, Some(lock))
    }

    fn start_generation(
        &mut self,
        token: &mut dyn ProgrammingKey,
        stolen: Option<&LockRecord>,
    ) -> Result<Campaign, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        self.check_campaign_may_start()?;
        let authority = Authority::unlock(self, token)?;
        let recipients = authority.recipients().to_vec();
        let next = next_generation(self, &recipients, token)?;
        self.change(|change| {
            if let Some(lock) = stolen {
                let _version = change.lock_lost(lock.lock.id, lock.version)?;
            }
            next.keep(change)
        })?;
        let status = self.advance_campaign()?;
        authority.sign_trail(self)?;
        Ok(status)
    }

    /// A lock believes two generations: a third may start when the first is retired.
    pub(super) fn check_campaign_may_start(&self) -> Result<(), Error> {
        match self.campaign()?.phase {
            Phase::Locks | Phase::Fobs => Err(Error::CampaignRunning),
            Phase::Closing | Phase::Done => Ok(()),
        }
    }

    /// How far the last change of generation is.
    ///
    /// # Errors
    /// What the store says.
    pub fn campaign(&self) -> Result<Campaign, Error> {
        let (info, envelopes, locks) =
            self.read(|reading| Ok((reading.system()?, reading.envelopes()?, reading.locks()?)))?;
        let newest = envelopes
            .last()
            .map_or(info.generation, |last| last.generation);
        let older = |envelope: &store::Envelope| {
            envelope.generation < newest && envelope.retired_at.is_none()
        };
        let mut deployed = Vec::new();
        for record in locks.iter().filter(|record| record.deployed.is_some()) {
            let id = record.lock.id;
            let bytes = self.read(|reading| reading.deployed_configuration(id))?;
            let signed = bytes
                .as_deref()
                .map(SignedConfiguration::parse)
                .transpose()?;
            let trusted = signed.map(|signed| signed.configuration().trusted.clone());
            let trusted = trusted.unwrap_or_default();
            let knows = trusted.iter().any(|key| key.generation == newest);
            deployed.push((id, knows, knows && trusted.len() == 1));
        }
        let left = |done: &dyn Fn(&(LockId, bool, bool)) -> bool| {
            let left = deployed.iter().filter(|lock| !done(lock));
            left.map(|(id, ..)| *id).collect::<Vec<_>>()
        };
        let (fobs, fobs_left) =
            self.read(|reading| Ok((reading.media_in_use()?, reading.keys_behind(newest)?)))?;
        let (phase, locks_left) = if newest > info.generation {
            (Phase::Locks, left(&|(_, knows, _)| *knows))
        } else if envelopes.iter().any(older) {
            (Phase::Fobs, Vec::new())
        } else {
            let left = left(&|(_, _, alone)| *alone);
            let over = left.is_empty();
            (if over { Phase::Done } else { Phase::Closing }, left)
        };
        Ok(Campaign {
            generation: newest,
            media: info.generation,
            phase,
            locks: deployed.len(),
            locks_left,
            fobs,
            fobs_left,
        })
    }

    /// Takes the steps for which everything is done. Called after every write and every deployment; calling it once
    /// more does nothing.
    ///
    /// # Errors
    /// What the store says.
    pub fn advance_campaign(&mut self) -> Result<Campaign, Error> {
        loop {
            let status = self.campaign()?;
            let generation = status.generation;
            match status.phase {
                Phase::Locks if status.locks_left.is_empty() => {
                    self.change(|change| change.set_generation(generation))?;
                }
                Phase::Fobs if status.fobs_left.is_empty() => {
                    self.change(|change| change.retire_before(generation))?;
                }
                _ => return Ok(status),
            }
        }
    }

    /// Every lock that does not hold what it shall, be it for a campaign; without those that were stolen or destroyed,
    /// in whose place something must be installed by hand.
    ///
    /// # Errors
    /// What the store says.
    pub fn locks_to_visit(&self) -> Result<Vec<LockId>, Error> {
        let campaign = self.campaign()?.locks_left;
        let locks = self.read(|reading| reading.locks())?;
        let wanted = locks.iter().filter(|record| {
            let waits = record.lock.state != LockState::Deployed;
            !record.lost && (waits || campaign.contains(&record.lock.id))
        });
        Ok(wanted.map(|record| record.lock.id).collect())
    }
}
