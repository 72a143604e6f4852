//! The authority of one confirmed change set: the secrets of the system's generations, opened by the
//! programming key and its PIN, wiped when the change set ends. The recovery code opens them for one thing alone, to
//! add a programming key.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::campaign::NextGeneration;
use super::{Error, Station};
use crate::device::encoder::{FobKeys, KeyRole};
use crate::device::programming_key::{self, Agreement, ProgrammingKey};
use crate::device::{self};
use crate::medium::{LockKeys, TrustedKey};
use crate::model::{Generation, SystemId};
use crate::secrets;
use crate::secrets::certificate::Certificate;
use crate::secrets::master::{self, MasterSecrets, OpenedMaster};
use crate::secrets::random::{OsRandom, Random};
use crate::secrets::recovery::RecoveryCode;
use crate::secrets::signing::SigningKey;
use crate::store::Envelope;

/// The opened secrets of every generation: locks keep the seal key they were installed with, and a fob that was left
/// behind is found with the keys it has.
#[derive(Debug)]
pub struct Authority {
    system: SystemId,
    current: Generation,
    keys: Arc<GenerationKeys>,
    /// Newest first.
    secrets: Vec<OpenedMaster>,
    /// Generations that locks shall believe.
    trusted: Vec<Generation>,
    /// Version of each envelope, newest first.
    versions: Vec<u64>,
}

/// An envelope sealed again.
#[derive(Debug, Clone)]
pub struct Resealed {
    /// Its generation.
    pub generation: Generation,
    /// The version that was opened.
    pub version: u64,
    /// The new bytes.
    pub cms: Vec<u8>,
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
    /// Opens the secrets with a programming key whose PIN was given: by one key agreement, for the newest generation.
    /// The others are linked to that when they are opened for the first time after it was made, or after one of them
    /// was sealed for others; then, and then alone, each takes an agreement of its own.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyForeign`] where nothing is sealed for it, [`Error::ProgrammingKeyOfOthers`] where the
    /// operator is none of its own, [`Error::ProgrammingKey`], [`Error::Secrets`].
    pub fn unlock(station: &Station, token: &mut dyn ProgrammingKey) -> Result<Self, Error> {
        station.require_operator_of(token.certificate())?;
        Self::opened(station, &mut |system, cms| {
            open_envelope(system, cms, token)
        })
    }

    /// Opens the secrets with the recovery code, for who has no programming key of the system any more. As with a
    /// programming key, older generations are opened by their links where those fit.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a code that is not that of the system.
    pub(super) fn recover(station: &Station, code: &RecoveryCode) -> Result<Self, Error> {
        let (mut key, certificate) = code.recipient()?;
        Self::opened(station, &mut |system, cms| {
            let opened = MasterSecrets::open(cms, &system, &certificate, &mut key);
            Ok(opened.map_err(|error| match error {
                secrets::Error::NotARecipient => secrets::Error::WrongRecoveryCode,
                other => other,
            })?)
        })
    }

    fn opened(station: &Station, open: &mut Opener<'_>) -> Result<Self, Error> {
        station.settle_campaign()?;
        let (info, envelopes) =
            station.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
        let mut secrets = Vec::new();
        let mut versions = Vec::new();
        for envelope in envelopes.iter().rev() {
            let opened = match secrets.first() {
                Some(newest) => linked(station, info.id, newest, envelope, open)?,
                None => open(info.id, &envelope.cms)?,
            };
            secrets.push(opened);
            versions.push(envelope.version);
        }
        if secrets.is_empty() {
            return Err(Error::ProgrammingKeyForeign);
        }
        let keys = secrets
            .iter()
            .map(|opened: &OpenedMaster| opened.secrets.base_keys())
            .collect::<Result<Vec<_>, _>>()?;
        let unretired = envelopes
            .iter()
            .filter(|envelope| envelope.retired_at.is_none());
        Ok(Self {
            system: info.id,
            current: info.generation,
            keys: Arc::new(GenerationKeys(keys)),
            secrets,
            trusted: unretired.map(|envelope| envelope.generation).collect(),
            versions,
        })
    }

    /// These and the newest generation, which was made with them and stands in the records now.
    pub(super) fn with_next(
        station: &Station,
        next: NextGeneration,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Self, Error> {
        let NextGeneration { cms, opened, .. } = next;
        let mut next = Some(opened);
        Self::opened(station, &mut |system, envelope| {
            let made = next.take().filter(|_| *envelope == *cms);
            made.map_or_else(|| open_envelope(system, envelope, token), Ok)
        })
    }

    /// Every generation linked to the secrets of a newer one, with its number, where it stands in the records as it was
    /// opened.
    pub(super) fn links_to(
        &self,
        newest: &MasterSecrets,
        envelopes: &[Envelope],
        random: &mut dyn Random,
    ) -> Result<Vec<(Generation, Vec<u8>)>, Error> {
        let mut links = Vec::new();
        for (opened, version) in self.secrets.iter().zip(&self.versions) {
            let generation = Generation::new(opened.secrets.generation())?;
            let same = |one: &&Envelope| one.generation == generation && one.version == *version;
            if let Some(envelope) = envelopes.iter().find(same) {
                let link = newest.link(opened, &envelope.cms, random)?;
                links.push((generation, link));
            }
        }
        Ok(links)
    }

    /// Every envelope sealed again for other recipients, each with a content key of its own.
    ///
    /// # Errors
    /// [`Error::Secrets`].
    pub fn resealed(
        &self,
        change: &dyn Fn(&mut Vec<Certificate>),
        random: &mut dyn Random,
    ) -> Result<Vec<Resealed>, Error> {
        let mut all = Vec::new();
        for (opened, version) in self.secrets.iter().zip(&self.versions) {
            let mut recipients = opened.recipients.clone();
            change(&mut recipients);
            all.push(Resealed {
                generation: Generation::new(opened.secrets.generation())?,
                version: *version,
                cms: opened.secrets.seal(&recipients, random)?,
            });
        }
        Ok(all)
    }

    /// What was sealed again for other recipients was kept: the next time it is sealed begins there.
    pub(super) fn goes_on_with(&mut self, change: &dyn Fn(&mut Vec<Certificate>)) {
        for (opened, version) in self.secrets.iter_mut().zip(&mut self.versions) {
            change(&mut opened.recipients);
            *version += 1;
        }
    }

    /// Everybody for whom the newest envelope is sealed.
    pub fn recipients(&self) -> &[Certificate] {
        let newest = self.secrets.first();
        newest.map_or(&[], |opened| &opened.recipients)
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
        self.signing_key_of(self.current)
    }

    /// The signing key of a generation.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyForeign`] where there is none.
    pub fn signing_key_of(&self, generation: Generation) -> Result<&SigningKey, Error> {
        let of = |opened: &&OpenedMaster| opened.secrets.generation() == generation.get();
        let found = self.secrets.iter().find(of);
        found
            .map(|opened| opened.secrets.signing_key())
            .ok_or(Error::ProgrammingKeyForeign)
    }

    /// Whether these are the secrets behind that key. Its number alone does not tell: records that were turned back
    /// may have made another generation of the same number.
    pub fn knows(&self, key: &TrustedKey) -> bool {
        self.public_key_of(key.generation)
            .is_ok_and(|own| own == *key)
    }

    /// The generation in whose name a lock is configured that believes these: the newest that it believes. None where
    /// it believes none that is known here.
    pub fn signer_for(&self, believed: &[TrustedKey]) -> Option<Generation> {
        let known = believed.iter().filter(|key| self.knows(key));
        known.map(|key| key.generation).max()
    }

    /// The signing keys that a lock shall believe, oldest first: two during a campaign.
    ///
    /// # Errors
    /// [`Error::Medium`] for a point off the curve, which [`Authority::unlock`] rules out.
    pub fn trusted_keys(&self) -> Result<Vec<TrustedKey>, Error> {
        let public = |generation: &Generation| self.public_key_of(*generation);
        self.trusted.iter().map(public).collect()
    }

    /// The signing keys of every generation: what a retired one signed is genuine, though nothing new of it is.
    ///
    /// # Errors
    /// As [`Authority::trusted_keys`].
    pub fn known_keys(&self) -> Result<Vec<TrustedKey>, Error> {
        let public = |opened: &OpenedMaster| {
            self.public_key_of(Generation::new(opened.secrets.generation())?)
        };
        self.secrets.iter().map(public).collect()
    }

    fn public_key_of(&self, generation: Generation) -> Result<TrustedKey, Error> {
        let point = self.signing_key_of(generation)?.public_key().compressed();
        Ok(TrustedKey {
            generation,
            key: crate::medium::PublicKey::from_sec1(&point)?,
        })
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
        let trusted = |keys: &&master::BaseKeys| {
            let known = self.trusted.iter().map(|generation| generation.get());
            known.into_iter().any(|known| known == keys.generation())
        };
        self.keys.0.iter().rev().filter(trusted).map(of).collect()
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
        let key = |opened: &OpenedMaster| Ok(opened.secrets.lock_seal_key(lock.0)?);
        self.secrets.iter().map(key).collect()
    }

    /// The system whose secrets these are.
    pub fn system(&self) -> SystemId {
        self.system
    }

    /// Ends a session however it went: what it left in the log is signed also where it failed, and its own error is
    /// told first.
    ///
    /// # Errors
    /// That of the session, or what the store says.
    pub fn end<T>(&self, station: &Station, outcome: Result<T, Error>) -> Result<T, Error> {
        let signed = self.sign_trail(station);
        let done = outcome?;
        signed?;
        Ok(done)
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

/// Opens one envelope of a system.
type Opener<'a> = dyn FnMut(SystemId, &[u8]) -> Result<OpenedMaster, Error> + 'a;

/// Opens an older envelope by its link to the newest; where there is none that fits, by itself, and links it.
fn linked(
    station: &Station,
    system: SystemId,
    newest: &OpenedMaster,
    envelope: &Envelope,
    open: &mut Opener<'_>,
) -> Result<OpenedMaster, Error> {
    let (generation, cms) = (envelope.generation, &envelope.cms);
    if let Some(link) = &envelope.linked
        && let Ok(opened) = newest.secrets.open_linked(generation.get(), link, cms)
    {
        return Ok(opened);
    }
    let opened = open(system, cms)?;
    let link = newest.secrets.link(&opened, cms, &mut OsRandom)?;
    // A station that only reads cannot keep it, and does without.
    if let Err(error) = station.change(|change| change.link_envelope(generation, &link)) {
        tracing::debug!(
            "generation {} stays without a link: {error}",
            generation.get()
        );
    }
    Ok(opened)
}

/// Opens one envelope of a system with a programming key whose PIN was given.
pub(super) fn open_envelope(
    system: SystemId,
    cms: &[u8],
    token: &mut dyn ProgrammingKey,
) -> Result<OpenedMaster, Error> {
    let certificate = token.certificate().clone();
    if !crate::secrets::envelope::is_for(cms, &certificate)? {
        return Err(Error::ProgrammingKeyForeign);
    }
    let opened = MasterSecrets::open(cms, &system, &certificate, &mut Agreement(token));
    if matches!(opened, Err(secrets::Error::EnvelopeTampered)) {
        // Either of them lies. A key that proves itself leaves the envelope.
        programming_key::prove(token, &mut OsRandom)?;
    }
    opened.map_err(|error| match error {
        // What the token itself says tells more than that it could not agree.
        secrets::Error::Agreement(source) => match source.downcast::<programming_key::Error>() {
            Ok(told) => (*told).into(),
            Err(source) => secrets::Error::Agreement(source).into(),
        },
        other => other.into(),
    })
}
