//! The authority of one confirmed change set: the secrets of the system's generations, opened by the
//! programming key and its PIN, wiped when the change set ends.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{Error, Station};
use crate::device::encoder::{FobKeys, KeyRole};
use crate::device::programming_key::{Agreement, ProgrammingKey};
use crate::device::{self};
use crate::medium::{LockKeys, TrustedKey};
use crate::model::{Generation, SystemId};
use crate::secrets::master::{self, MasterSecrets};
use crate::secrets::signing::SigningKey;
use crate::store::Envelope;

/// The opened secrets of the current generation and, during a campaign, of the one before.
#[derive(Debug)]
pub struct Authority {
    system: SystemId,
    current: Generation,
    keys: Arc<GenerationKeys>,
    secrets: Vec<MasterSecrets>,
}

/// The base keys of every opened generation, as the encoder asks for them.
struct GenerationKeys(Vec<master::BaseKeys>);

impl std::fmt::Debug for GenerationKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GenerationKeys({})", self.0.len())
    }
}

impl FobKeys for GenerationKeys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, device::Error> {
        let role = match role {
            KeyRole::CardMaster => master::KeyRole::CardMaster,
            KeyRole::AppMaster => master::KeyRole::AppMaster,
            KeyRole::StationWrite => master::KeyRole::StationWrite,
            KeyRole::LockRead => master::KeyRole::LockRead,
            KeyRole::LockCarry => master::KeyRole::LockCarry,
        };
        let known = self.0.iter().find(|keys| keys.generation() == generation);
        known
            .map(|keys| keys.fob_key(role, uid))
            .ok_or(device::Error::NoKey { generation })
    }
}

impl Authority {
    /// Opens the secrets with a programming key whose PIN was given: one key agreement a generation.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyForeign`] where nothing is sealed for it, [`Error::ProgrammingKey`],
    /// [`Error::Secrets`].
    pub fn unlock(station: &Station, token: &mut dyn ProgrammingKey) -> Result<Self, Error> {
        let (info, envelopes) =
            station.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
        let mut secrets = Vec::new();
        for envelope in envelopes.iter().rev().take(2) {
            match open_envelope(info.id, envelope, token) {
                Ok(opened) => secrets.push(opened),
                // A key added in this generation holds nothing of the one before; what it needs is the current one.
                Err(Error::ProgrammingKeyForeign) if !secrets.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        let current = secrets.first().ok_or(Error::ProgrammingKeyForeign)?;
        let current = Generation::new(current.generation())?;
        let keys = secrets
            .iter()
            .map(MasterSecrets::base_keys)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            system: info.id,
            current,
            keys: Arc::new(GenerationKeys(keys)),
            secrets,
        })
    }

    /// The generation that new media get.
    pub fn generation(&self) -> Generation {
        self.current
    }

    /// The keys of fobs, for the encoder.
    pub fn fob_keys(&self) -> Arc<dyn FobKeys> {
        Arc::clone(&self.keys) as Arc<dyn FobKeys>
    }

    /// The signing key of the current generation.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyForeign`] where nothing is opened, which [`Authority::unlock`] rules out.
    pub fn signing_key(&self) -> Result<&SigningKey, Error> {
        self.secrets
            .first()
            .map(MasterSecrets::signing_key)
            .ok_or(Error::ProgrammingKeyForeign)
    }

    /// The signing keys that a lock shall believe, oldest first.
    ///
    /// # Errors
    /// [`Error::Medium`] for a point off the curve, which [`Authority::unlock`] rules out.
    pub fn trusted_keys(&self) -> Result<Vec<TrustedKey>, Error> {
        let trusted = |secrets: &MasterSecrets| {
            let point = secrets.signing_key().public_key().compressed();
            Ok(TrustedKey {
                generation: Generation::new(secrets.generation())?,
                key: crate::medium::PublicKey::from_sec1(&point)?,
            })
        };
        self.secrets.iter().rev().map(trusted).collect()
    }

    /// The base keys that a lock derives its media's keys from, oldest generation first.
    ///
    /// # Errors
    /// [`Error::Model`] for generation 0, which [`Authority::unlock`] rules out.
    pub fn lock_keys(&self) -> Result<Vec<LockKeys>, Error> {
        let of = |keys: &master::BaseKeys| {
            Ok(LockKeys {
                generation: Generation::new(keys.generation())?,
                read: Zeroizing::new(*keys.base(master::KeyRole::LockRead).expose()),
                carry: Zeroizing::new(*keys.base(master::KeyRole::LockCarry).expose()),
            })
        };
        self.keys.0.iter().rev().map(of).collect()
    }

    /// The keys that may seal the base keys for one lock, of the newest generation first: a lock keeps the one it
    /// was installed with, over the cable at the counter, through a change of generation.
    ///
    /// # Errors
    /// [`Error::Secrets`] where they cannot be derived.
    pub fn seal_keys(
        &self,
        lock: crate::model::LockNumber,
    ) -> Result<Vec<Zeroizing<[u8; 32]>>, Error> {
        let key = |secrets: &MasterSecrets| Ok(secrets.lock_seal_key(lock.0)?);
        self.secrets.iter().map(key).collect()
    }

    /// The system whose secrets these are.
    pub fn system(&self) -> SystemId {
        self.system
    }

    /// Signs the end of the log, so that a cut-off end is found from now on.
    ///
    /// # Errors
    /// What the store says.
    pub fn sign_trail(&self, station: &Station) -> Result<(), Error> {
        let head = station.read(|reading| reading.audit_head())?;
        let signature = self.signing_key()?.sign(&head.message(self.system))?;
        station.change(|change| change.set_signed_head(head, &signature, self.current))
    }
}

fn open_envelope(
    system: SystemId,
    envelope: &Envelope,
    token: &mut dyn ProgrammingKey,
) -> Result<MasterSecrets, Error> {
    let certificate = token.certificate().clone();
    if !crate::secrets::envelope::is_for(&envelope.cms, &certificate)? {
        return Err(Error::ProgrammingKeyForeign);
    }
    let mut agreement = Agreement(token);
    Ok(MasterSecrets::open(&envelope.cms, &system, &certificate, &mut agreement)?.secrets)
}
