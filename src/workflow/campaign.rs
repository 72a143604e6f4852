//! A change of generation: new random secrets in the place of those that may be known. Locks first, then fobs, then
//! locks again; in between locks believe two generations, so no door ever refuses a fob because of it.
//!
//! Where it stands is told by what is recorded, so nothing is lost when it is cut off:
//! 1. [`Phase::Locks`]: the new secrets are sealed; media still get the old ones. Every deployed lock is given a
//!    configuration that believes both.
//! 2. [`Phase::Fobs`]: all locks do; media get the new ones. Every fob in use is written again.
//! 3. [`Phase::Closing`]: all fobs have; the old generation is retired. Every lock is given a configuration that
//!    believes the new one alone. From then on what was known is worthless.
//!
//! A lock or a programming key may be stolen while a campaign runs; that is noted at once, and the lock counts no more.
//! While locks still learn, no medium has the newest generation: if the thief has it, another takes its place, and the
//! locks learn that one. While fobs get it, two generations are in use and locks believe no third: another change is
//! due then, and starts with the first visit to a lock once the fobs are done.

use std::collections::{BTreeMap, BTreeSet};

use super::programming_keys::NewSecrets;
use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::programming_key::ProgrammingKey;
use crate::medium::{PublicKey, SignedConfiguration, TrustedKey};
use crate::model::{Generation, KeyId, LockId, LockState, Permission};
use crate::secrets::certificate::Certificate;
use crate::secrets::master::{MasterSecrets, OpenedMaster};
use crate::store::{self, Change, LockRecord, Reading};

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
    /// Whether another change follows this one, because something was stolen meanwhile.
    pub due: bool,
}

/// What somebody got hold of asks for.
pub(super) enum Answer {
    /// A new generation; where one is named, it takes the place of that, which no medium has yet.
    Next(Box<NextGeneration>, Option<Generation>),
    /// A new generation as soon as the one that fobs get now is all that is left.
    Due,
    /// Nothing more: the campaign that runs makes it worthless.
    Underway,
}

impl Answer {
    /// What people are told of it.
    pub(super) fn told(&self) -> NewSecrets {
        match self {
            Self::Next(..) => NewSecrets::Made,
            Self::Due => NewSecrets::Due,
            Self::Underway => NewSecrets::Underway,
        }
    }

    pub(super) fn keep(&self, change: &mut Change<'_>) -> Result<(), store::Error> {
        match self {
            Self::Next(next, instead_of) => {
                if let Some(abandoned) = instead_of {
                    change.abandon_generation(*abandoned)?;
                }
                change.insert_envelope(next.generation, &next.cms, &next.public_key)?;
                let mut links = next.links.iter();
                links.try_for_each(|(older, link)| change.link_envelope(*older, link))
            }
            Self::Due => change.set_generation_due(),
            Self::Underway => Ok(()),
        }
    }
}

/// The secrets of a new generation, sealed and read back.
pub(super) struct NextGeneration {
    pub(super) generation: Generation,
    pub(super) cms: Vec<u8>,
    public_key: [u8; 33],
    pub(super) opened: OpenedMaster,
    /// The older ones, linked to these.
    links: Vec<(Generation, Vec<u8>)>,
}

/// Makes the secrets of the next generation for these recipients. The programming key at hand is not asked again: what
/// is sealed was opened as it will open it, and that it has its private key it showed when it opened `authority`. Where
/// that is to be gone on with, the older secrets are linked to these.
fn next_generation(
    station: &mut Station,
    recipients: &[Certificate],
    authority: Option<&Authority>,
) -> Result<NextGeneration, Error> {
    let (info, envelopes) =
        station.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
    let newest = envelopes
        .last()
        .map_or(info.generation, |last| last.generation);
    let seen = station.read(|reading| reading.generations_seen())?;
    let last = seen.map_or(newest, |seen| seen.max(newest));
    let generation = last.next().ok_or(Error::GenerationsUsedUp)?;
    let created = u64::from(station.services.now().seconds());
    let random = &mut *station.services.random;
    let secrets = MasterSecrets::generate(info.id, generation.get(), created, random)?;
    let cms = secrets.seal(recipients, random)?;
    let public_key = secrets.signing_key().public_key().compressed();
    let links = authority.map_or(Ok(Vec::new()), |authority| {
        authority.links_to(&secrets, &envelopes, random)
    })?;
    let recipients = recipients.to_vec();
    Ok(NextGeneration {
        generation,
        cms,
        public_key,
        opened: OpenedMaster {
            secrets,
            recipients,
        },
        links,
    })
}

impl Station {
    /// Starts a new random generation: the secrets may be known.
    ///
    /// # Errors
    /// [`Error::CampaignRunning`], [`Error::GenerationsUsedUp`].
    pub fn start_campaign(&mut self, token: &mut dyn ProgrammingKey) -> Result<Campaign, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        if matches!(self.campaign()?.phase, Phase::Locks | Phase::Fobs) {
            return Err(Error::CampaignRunning);
        }
        let authority = Authority::unlock(self, token)?;
        let _next = self.started(&authority)?;
        self.campaign()
    }

    /// Starts a new generation within a session.
    fn started(&mut self, authority: &Authority) -> Result<Option<Box<NextGeneration>>, Error> {
        let answer = self.answer_to_theft(authority.recipients(), Some(authority), true)?;
        self.change(|change| answer.keep(change))?;
        authority.sign_trail(self)?;
        Ok(match answer {
            Answer::Next(next, _) => Some(next),
            Answer::Due | Answer::Underway => None,
        })
    }

    /// Notes that a lock was stolen: its thief has the keys to read fobs, so a new generation starts, or takes the place
    /// of one that has not reached media, or is due. What comes in its place is deployed as a fresh lock.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::GenerationsUsedUp`], [`Error::ProgrammingKey`].
    pub fn lock_stolen(
        &mut self,
        lock: &LockRecord,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Campaign, Error> {
        let id = lock.lock.id;
        self.require_at(Permission::DeployLocks, Place::Lock(id))?;
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        let authority = Authority::unlock(self, token)?;
        let newest = self.campaign()?.generation;
        let (deployed, offered) = self.read(|reading| {
            Ok((
                reading.deployed_configuration(id)?,
                reading.offered_configuration(id)?,
            ))
        })?;
        let knows = |bytes: Vec<u8>| {
            let signed = SignedConfiguration::parse(&bytes);
            // What cannot be read may have told anything.
            signed.map_or(true, |signed| {
                let trusted = &signed.configuration().trusted;
                trusted.iter().any(|key| key.generation == newest)
            })
        };
        let has_newest = deployed.into_iter().chain(offered).any(knows);
        let recipients = authority.recipients();
        let answer = self.answer_to_theft(recipients, Some(&authority), has_newest)?;
        self.change(|change| {
            let _version = change.lock_lost(id, lock.version)?;
            answer.keep(change)
        })?;
        authority.sign_trail(self)?;
        self.campaign()
    }

    /// What follows from it that a thief has the newest secrets, or older ones only. With the `authority` that is gone
    /// on with as it is, new secrets are linked.
    pub(super) fn answer_to_theft(
        &mut self,
        recipients: &[Certificate],
        authority: Option<&Authority>,
        has_newest: bool,
    ) -> Result<Answer, Error> {
        let status = self.campaign()?;
        let instead_of = match status.phase {
            Phase::Locks if !has_newest => return Ok(Answer::Underway),
            Phase::Fobs => return Ok(Answer::Due),
            Phase::Locks => Some(status.generation),
            Phase::Closing | Phase::Done => None,
        };
        let next = next_generation(self, recipients, authority)?;
        Ok(Answer::Next(Box::new(next), instead_of))
    }

    /// Starts the generation that is due, where it may start now: locks are not visited in vain. Who may not start one
    /// goes on without. Returns the authority with the new secrets; the programming key is not asked again.
    pub(super) fn start_due_generation(
        &mut self,
        authority: Authority,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Authority, Error> {
        let status = self.campaign()?;
        let may_start = matches!(status.phase, Phase::Closing | Phase::Done);
        let rights = self.rights()?;
        if status.due && may_start && rights.may_everywhere(Permission::EditProgrammingKeys) {
            self.require_at(Permission::EditProgrammingKeys, Place::System)?;
            if let Some(next) = self.started(&authority)? {
                return Authority::with_next(self, *next, token);
            }
        }
        Ok(authority)
    }

    /// How far the last change of generation is.
    ///
    /// # Errors
    /// What the store says.
    pub fn campaign(&self) -> Result<Campaign, Error> {
        Ok(self.campaign_with(|_| Ok(()))?.0)
    }

    /// As [`Station::campaign`], with what else is read in the same view.
    fn campaign_with<T>(
        &self,
        mut besides: impl FnMut(&Reading<'_>) -> Result<T, store::Error>,
    ) -> Result<(Campaign, T), Error> {
        let mut status = None;
        let read = self.read(|reading| {
            status = Some(campaign_in(reading));
            besides(reading)
        })?;
        Ok((status.ok_or(store::Error::Abandoned)??, read))
    }

    /// Takes the steps for which everything is done. Every change set does so at its end; this is for what came by
    /// another way, such as from a backup.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn settle_campaign(&self) -> Result<(), Error> {
        if self.store().is_writable() && is_open(&self.campaign()?) {
            self.change(|_| Ok(()))?;
        }
        Ok(())
    }

    /// Every lock that does not hold what it shall, be it for a campaign; without those that were stolen or destroyed,
    /// in whose place something must be installed by hand.
    ///
    /// # Errors
    /// What the store says.
    pub fn locks_to_visit(&self) -> Result<Vec<LockId>, Error> {
        let (campaign, locks) = self.campaign_with(|reading| reading.locks())?;
        Ok(to_visit(&campaign, &locks))
    }

    /// As [`Self::locks_to_visit`], and every lock that is known to hold an older blocklist than there is: over the cable
    /// it need not wait for a medium that carries it.
    ///
    /// # Errors
    /// What the store says.
    pub fn locks_to_deploy(&self) -> Result<Vec<LockId>, Error> {
        let (campaign, (locks, groups)) =
            self.campaign_with(|reading| Ok((reading.locks()?, reading.blocking_groups()?)))?;
        let visited: BTreeSet<LockId> = to_visit(&campaign, &locks).into_iter().collect();
        let versions: BTreeMap<_, _> = groups
            .into_iter()
            .map(|group| (group.value.id, group.value.blocklist_version))
            .collect();
        let is_behind = |record: &LockRecord| {
            let deployed = record.deployed.as_ref().filter(|_| !record.lost);
            deployed.is_some_and(|deployed| {
                let current = versions.get(&deployed.blocking_group);
                current.is_some_and(|current| deployed.blocklist_version < *current)
            })
        };
        let chosen = |record: &&LockRecord| visited.contains(&record.lock.id) || is_behind(record);
        let chosen = locks.iter().filter(chosen);
        Ok(chosen.map(|record| record.lock.id).collect())
    }
}

/// The locks that do not hold what they shall, in the order of the list.
fn to_visit(campaign: &Campaign, locks: &[LockRecord]) -> Vec<LockId> {
    // A change that is due starts with the first visit, and concerns every lock.
    let all = campaign.due && matches!(campaign.phase, Phase::Closing | Phase::Done);
    let wanted = locks.iter().filter(|record| {
        let waits = record.lock.state != LockState::Deployed;
        !record.lost && (waits || all || campaign.locks_left.contains(&record.lock.id))
    });
    wanted.map(|record| record.lock.id).collect()
}

/// Whether a step is due for which everything is done.
fn is_open(status: &Campaign) -> bool {
    match status.phase {
        Phase::Locks => status.locks_left.is_empty(),
        Phase::Fobs => status.fobs_left.is_empty(),
        Phase::Closing | Phase::Done => false,
    }
}

/// Takes the steps of a campaign for which everything is done, as a part of the change set that did the last of it:
/// whatever it was that changed, a written fob, a returned or a blocked one, a lock that was deployed or removed.
pub(super) fn advance(change: &mut Change<'_>) -> Result<(), Error> {
    let (info, envelopes) = (change.system()?, change.envelopes()?);
    let unretired = envelopes.iter().filter(|one| one.retired_at.is_none());
    if unretired.count() < 2
        && envelopes
            .last()
            .is_none_or(|last| last.generation <= info.generation)
    {
        return Ok(());
    }
    loop {
        let status = campaign_in(change)?;
        match status.phase {
            Phase::Locks if is_open(&status) => change.set_generation(status.generation)?,
            Phase::Fobs if is_open(&status) => change.retire_before(status.generation)?,
            _ => return Ok(()),
        }
    }
}

/// How far the last change of generation is.
fn campaign_in(reading: &Reading<'_>) -> Result<Campaign, Error> {
    let (info, envelopes) = (reading.system()?, reading.envelopes()?);
    let newest = envelopes
        .last()
        .map_or(info.generation, |last| last.generation);
    let older =
        |envelope: &store::Envelope| envelope.generation < newest && envelope.retired_at.is_none();
    let public = envelopes.last().map(|last| {
        Ok::<_, Error>(TrustedKey {
            generation: last.generation,
            key: PublicKey::from_sec1(&last.signing_public_key)?,
        })
    });
    let public = public.transpose()?;
    let mut deployed = Vec::new();
    for record in reading.locks()? {
        if record.deployed.is_none() {
            continue;
        }
        let bytes = reading.deployed_configuration(record.lock.id)?;
        let signed = bytes
            .as_deref()
            .map(SignedConfiguration::parse)
            .transpose()?;
        let trusted = signed.map(|signed| signed.configuration().trusted.clone());
        let trusted = trusted.unwrap_or_default();
        let knows = public.is_some_and(|public| trusted.contains(&public));
        deployed.push((record.lock.id, knows, knows && trusted.len() == 1));
    }
    let left = |done: &dyn Fn(&(LockId, bool, bool)) -> bool| {
        let left = deployed.iter().filter(|lock| !done(lock));
        left.map(|(id, ..)| *id).collect::<Vec<_>>()
    };
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
        fobs: reading.media_in_use()?,
        fobs_left: reading.keys_behind(newest)?,
        due: reading.generation_due()?,
    })
}
