//! Lock configurations: made, signed, delivered, recorded.

use std::cell::Cell;
use std::io;

use super::blocklists::{sign_into, signed};
use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::lock_service::{self, LockHolds, LockService};
use crate::device::programming_key::{self, ProgrammingKey};
use crate::medium::{Blocklist, Configuration, Seal, SignedConfiguration};
use crate::model::{BlockingGroup, LockId, LockNumber, Permission, Revision};
use crate::secrets::random::bytes;
use crate::store::{Deployed, LockRecord, Stored};
use crate::time::UtcMillis;
use zeroize::Zeroizing;

/// For how long ahead a lock is told the changes of local time: ten years.
const YEARS_AHEAD: i64 = 10 * 366 * 86_400_000;

/// What became of one lock.
#[derive(Debug)]
pub struct Deployment {
    /// The lock as it is recorded afterwards.
    pub lock: LockRecord,
    /// Whether it took its configuration.
    pub outcome: Result<Revision, Error>,
}

/// Which locks are given their seal key. Whoever answers for a lock at the other end of the cable gets it, and with
/// it the base keys that every configuration carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Install {
    /// Only those that never took a configuration. A lock that did has its key.
    First,
    /// All: for a lock that was replaced or put back to the factory's state, and lies there in the operator's hand.
    Anew,
}

impl Station {
    /// Delivers their configuration to locks, one after another; a door that refuses does not stop the others. Where the
    /// programming key leaves, the lock under way is finished, and the others are refused.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`] and [`Error::Secrets`] before anything is delivered.
    pub fn deploy(
        &mut self,
        locks: &[LockId],
        which: Install,
        service: &mut dyn LockService,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Vec<Deployment>, Error> {
        self.require(Permission::DeployLocks)?;
        for id in locks {
            self.require_at(Permission::DeployLocks, Place::Lock(*id))?;
        }
        let began = self.require_clock()?;
        let authority = Authority::unlock(self, token)?;
        let authority = self.start_due_generation(authority, token)?;
        let mut gone = false;
        let deployed = locks.iter().enumerate().map(|(place, id)| {
            let there = match place {
                0 => Ok(()),
                _ if gone => Err(programming_key::Error::Gone(
                    io::ErrorKind::NotConnected.into(),
                )),
                _ => programming_key::require_presence(token),
            };
            gone = there.is_err();
            let outcome = match there {
                Ok(()) => self.deploy_one((*id, began), which, &authority, service),
                Err(left) => Err(left.into()),
            };
            let lock = self.read(|reading| reading.lock(*id))?;
            Ok(Deployment { lock, outcome })
        });
        let done = deployed.collect();
        authority.end(self, done)
    }

    /// Intent, effect, result: the configuration is noted durably, delivered, read back, and recorded. A lock
    /// that was left in between holds what nobody recorded; the next one it is offered is newer than either.
    fn deploy_one(
        &mut self,
        (id, began): (LockId, UtcMillis),
        which: Install,
        authority: &Authority,
        service: &mut dyn LockService,
    ) -> Result<Revision, Error> {
        let now = self.require_clock_since(began)?;
        let record = self.read(|reading| reading.lock(id))?;
        let number = record.lock.number;
        if record.lost && which == Install::First {
            // Whoever has the stolen lock would be given the new keys.
            return Err(lock_service::Error::NotInstalled { lock: number }.into());
        }
        let known = match which {
            Install::First => self.known_seal_key(&record, authority)?,
            Install::Anew => None,
        };
        let seal_key = match known {
            Some(key) => key,
            None => install(number, authority, service)?,
        };
        let held = service.read(number)?;
        self.note_generations_of_lock(&held, authority)?;
        let configuration = self.configuration((&record, now), &held, authority)?;
        let nonce = bytes(&mut *self.services.random)?;
        let seal = Seal {
            key: &seal_key,
            nonce,
        };
        let signed = seal_and_sign(&configuration, authority, &seal)?;
        let _now = self.require_clock_since(now)?;
        self.change_at(now, |change| {
            change.offer_configuration(id, record.version, signed.as_bytes())
        })?;
        service.configure(number, signed.as_bytes())?;
        let holds = service.read(number)?;
        if holds.configuration.as_deref() != Some(signed.as_bytes()) {
            return Err(lock_service::Error::BadAnswer { lock: number }.into());
        }
        let (_, list) = self.list_of_group(&record, &holds, authority)?;
        let deployed = Deployed {
            groups: record.lock.groups.clone(),
            blocking_group: record.lock.blocking_group,
            blocklist_version: list.map_or(0, |list| list.front().version),
            clock: record.lock.clock,
            at: self.services.now(),
        };
        let _version = self.change(|change| {
            change.lock_deployed(id, record.version, &deployed, signed.as_bytes())
        })?;
        self.bring_list(&record, &holds, authority, service)?;
        Ok(configuration.revision)
    }

    /// Brings a lock on the cable the blocklist of its group, so that it need not wait for a medium that carries it:
    /// a lock put in the place of another would open for every lost key until then. Where the lock's own list is from
    /// after the backup that the system came back from, what that blocks is blocked again first.
    fn bring_list(
        &self,
        record: &LockRecord,
        holds: &LockHolds,
        authority: &Authority,
        service: &mut dyn LockService,
    ) -> Result<(), Error> {
        let (number, group) = (record.lock.number, record.lock.blocking_group);
        let (mut current, held) = self.list_of_group(record, holds, authority)?;
        if let Some(held) = &held {
            self.catch_up_with(group, held)?;
            current = self.read(|reading| reading.blocking_group(group))?;
        }
        let held = held.map_or(0, |list| list.front().version);
        if current.blocklist_version <= held {
            return Ok(());
        }
        let list = signed((self, self.services.now()), authority, group)?;
        service.bring_list(number, &list.bytes)?;
        let (_, held) = self.list_of_group(record, &service.read(number)?, authority)?;
        let version = held.map_or(0, |list| list.front().version);
        self.change(|change| change.lock_saw_blocklist(record.lock.id, version))
    }

    /// The key blocking group of a lock, and the list of it that the lock holds, where the system signed that. A lock
    /// that came from another group obeys the list of that no more.
    fn list_of_group(
        &self,
        record: &LockRecord,
        holds: &LockHolds,
        authority: &Authority,
    ) -> Result<(Stored<BlockingGroup>, Option<Blocklist>), Error> {
        let group = self.read(|reading| reading.blocking_group(record.lock.blocking_group))?;
        let list = believed_list(holds, authority);
        let list = list.filter(|list| list.front().group == group.number);
        Ok((group, list))
    }

    /// The seal key that a lock has: the one that opens the configuration which it took last.
    fn known_seal_key(
        &self,
        record: &LockRecord,
        authority: &Authority,
    ) -> Result<Option<Zeroizing<[u8; 32]>>, Error> {
        let deployed = self.read(|reading| reading.deployed_configuration(record.lock.id))?;
        let Some(Ok(signed)) = deployed.map(|bytes| SignedConfiguration::parse(&bytes)) else {
            return Ok(None);
        };
        let keys = authority.seal_keys(record.lock.number)?;
        Ok(keys.into_iter().find(|key| signed.open_keys(key).is_ok()))
    }

    /// What a lock shall know now.
    fn configuration(
        &self,
        (record, now): (&LockRecord, UtcMillis),
        held: &LockHolds,
        authority: &Authority,
    ) -> Result<Configuration, Error> {
        let id = record.lock.id;
        let (info, deployed, offered) = self.read(|reading| {
            let deployed = reading.deployed_configuration(id)?;
            Ok((
                reading.system()?,
                deployed,
                reading.offered_configuration(id)?,
            ))
        })?;
        let known = [
            deployed.as_deref(),
            offered.as_deref(),
            held.configuration.as_deref(),
        ];
        // What somebody made up on the cable would use up the revisions of the lock. A generation that is retired
        // signs nothing more, but what it signed still counts.
        let signers = authority.known_keys()?;
        let trusted = authority.trusted_keys()?;
        let revision = |bytes: &[u8]| {
            let signed = SignedConfiguration::parse(bytes).ok()?;
            let said = signed.configuration();
            let key = signers.iter().find(|key| key.generation == said.signer)?;
            let ours = said.system == authority.system() && said.lock == record.lock.number;
            (ours && signed.verify(&key.key).is_ok()).then_some(said.revision.0)
        };
        // A lock believes only whom the configuration names that it holds.
        let held = held
            .configuration
            .as_deref()
            .map(SignedConfiguration::parse);
        let believed = held
            .transpose()?
            .map(|held| held.configuration().trusted.clone());
        let believed = believed.unwrap_or_else(|| trusted.clone());
        let last = known
            .into_iter()
            .flatten()
            .filter_map(revision)
            .max()
            .unwrap_or(0);
        let facts = self.facts()?;
        let group = facts.blocking_groups.get(&record.lock.blocking_group);
        let group = group.ok_or(crate::store::Error::Dangling {
            entity: crate::store::Entity::Lock,
        })?;
        let numbers = record
            .lock
            .groups
            .iter()
            .filter_map(|id| facts.lock_groups.get(id))
            .map(|group| group.number);
        Ok(Configuration {
            system: info.id,
            lock: record.lock.number,
            id: record.lock.id,
            signer: authority
                .signer_for(&believed)
                .ok_or(Error::LockOfLostGeneration {
                    lock: record.lock.number,
                })?,
            revision: Revision(last.checked_add(1).ok_or(crate::model::Error::Number)?),
            issued: now.seconds(),
            blocking_group: group.number,
            blocklist_version: 0,
            clock: record.lock.clock,
            groups: numbers.collect(),
            trusted,
            transitions: info.zone.transitions(now, UtcMillis(now.0 + YEARS_AHEAD)),
        })
    }
}

fn seal_and_sign(
    configuration: &Configuration,
    authority: &Authority,
    seal: &Seal<'_>,
) -> Result<SignedConfiguration, Error> {
    let signer = authority.signing_key_of(configuration.signer)?;
    let outcome = Cell::new(Ok([0; 64]));
    let keys = authority.lock_keys()?;
    let signed = SignedConfiguration::build(configuration, &keys, seal, &|message| {
        sign_into(signer, message, &outcome)
    })?;
    let _signature = outcome.into_inner()?;
    Ok(signed)
}

/// Gives a lock its seal key, or finds out which of the system's it was installed with.
fn install(
    number: LockNumber,
    authority: &Authority,
    service: &mut dyn LockService,
) -> Result<Zeroizing<[u8; 32]>, Error> {
    let mut refusal = lock_service::Error::InstalledAlready { lock: number };
    for key in authority.seal_keys(number)? {
        match service.install(number, &key) {
            Ok(()) => return Ok(key),
            Err(error @ lock_service::Error::InstalledAlready { .. }) => refusal = error,
            Err(error) => return Err(error.into()),
        }
    }
    Err(refusal.into())
}

/// The blocklist that a lock holds, where the system signed it.
fn believed_list(holds: &LockHolds, authority: &Authority) -> Option<Blocklist> {
    let list = holds
        .blocklist
        .as_deref()
        .and_then(|bytes| Blocklist::parse(bytes).ok());
    let signers = authority.known_keys().unwrap_or_default();
    let believed = |list: &Blocklist| {
        let key = signers
            .iter()
            .find(|known| known.generation == list.front().signer);
        key.is_some_and(|known| list.verify(authority.system(), &known.key).is_ok())
    };
    list.filter(believed)
}
