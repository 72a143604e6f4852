//! Lock configurations: made, signed, delivered, recorded.

use std::cell::Cell;

use super::blocklists::sign_into;
use super::{Authority, Error, Station};
use crate::device::lock_service::{self, LockService};
use crate::device::programming_key::ProgrammingKey;
use crate::medium::{Configuration, Seal, SignedConfiguration};
use crate::model::{LockId, Revision};
use crate::secrets::random::bytes;
use crate::store::{Deployed, LockRecord};
use crate::time::UtcMillis;

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

impl Station {
    /// Delivers their configuration to locks, one after another; a door that refuses does not stop the others.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`] and [`Error::Secrets`] before anything is delivered.
    pub fn deploy(
        &mut self,
        locks: &[LockId],
        service: &mut dyn LockService,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Vec<Deployment>, Error> {
        let authority = Authority::unlock(self, token)?;
        let mut done = Vec::new();
        for id in locks {
            let outcome = self.deploy_one(*id, &authority, service);
            done.push(Deployment {
                lock: self.read(|reading| reading.lock(*id))?,
                outcome,
            });
        }
        authority.sign_trail(self)?;
        Ok(done)
    }

    fn deploy_one(
        &mut self,
        id: LockId,
        authority: &Authority,
        service: &mut dyn LockService,
    ) -> Result<Revision, Error> {
        let record = self.read(|reading| reading.lock(id))?;
        let seal_key = authority.seal_key(record.lock.number)?;
        service.install(record.lock.number, &seal_key)?;
        let configuration = self.configuration(&record, authority)?;
        let nonce = bytes(&mut *self.services.random)?;
        let signed = seal_and_sign(
            &configuration,
            authority,
            &Seal {
                key: &seal_key,
                nonce,
            },
        )?;
        service.configure(record.lock.number, signed.as_bytes())?;
        let holds = service.read(record.lock.number)?;
        if holds.configuration.as_deref() != Some(signed.as_bytes()) {
            return Err(lock_service::Error::BadAnswer {
                lock: record.lock.number,
            }
            .into());
        }
        let deployed = Deployed {
            groups: record.lock.groups.clone(),
            blocking_group: record.lock.blocking_group,
            blocklist_version: configuration.blocklist_version,
            clock: record.lock.clock,
            at: self.services.now(),
        };
        let _version = self.change(|change| {
            change.lock_deployed(id, record.version, &deployed, signed.as_bytes())
        })?;
        Ok(configuration.revision)
    }

    /// What a lock shall know now.
    fn configuration(
        &self,
        record: &LockRecord,
        authority: &Authority,
    ) -> Result<Configuration, Error> {
        let (info, before) = self.read(|reading| {
            Ok((
                reading.system()?,
                reading.deployed_configuration(record.lock.id)?,
            ))
        })?;
        let last = before.and_then(|bytes| SignedConfiguration::parse(&bytes).ok());
        let last = last.map_or(0, |signed| signed.configuration().revision.0);
        let facts = self.facts()?;
        let group = facts.blocking_groups.get(&record.lock.blocking_group);
        let group = group.ok_or(crate::store::Error::Dangling {
            entity: crate::store::Entity::Lock,
        })?;
        let now = self.services.now();
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
            signer: authority.generation(),
            revision: Revision(last.checked_add(1).ok_or(crate::model::Error::Number)?),
            issued: now.seconds(),
            blocking_group: group.number,
            blocklist_version: 0,
            clock: record.lock.clock,
            groups: numbers.collect(),
            trusted: authority.trusted_keys()?,
            transitions: info.zone.transitions(now, UtcMillis(now.0 + YEARS_AHEAD)),
        })
    }
}

fn seal_and_sign(
    configuration: &Configuration,
    authority: &Authority,
    seal: &Seal<'_>,
) -> Result<SignedConfiguration, Error> {
    let signer = authority.signing_key()?;
    let outcome = Cell::new(Ok([0; 64]));
    let keys = authority.lock_keys()?;
    let signed = SignedConfiguration::build(configuration, &keys, seal, &|message| {
        sign_into(signer, message, &outcome)
    })?;
    let _signature = outcome.into_inner()?;
    Ok(signed)
}
