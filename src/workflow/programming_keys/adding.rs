//! A token becomes a programming key: the secrets of every generation are sealed for it too, by a programming key of
//! the system or, where none is left, by the recovery code. It opens them before that counts.
//!
//! A token whose key was made anew elsewhere keeps its number; added again, it takes the place of what it was.

use super::super::authority::{Resealed, open_envelope};
use super::super::rights::Place;
use super::super::{Authority, Error, Station};
use super::{NewProgrammingKey, keep};
use crate::device::programming_key::{self, ProgrammingKey};
use crate::model::{Permission, ProgrammingKeyId};
use crate::secrets::certificate::Certificate;
use crate::secrets::recovery::RecoveryCode;
use crate::store::{self, Entity, Stored, Subject};

/// What opened the secrets for the new programming key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenedBy {
    ProgrammingKey,
    RecoveryCode,
}

/// The secrets sealed for a programming key that does not belong to the system yet. Nothing of it counts before
/// [`Station::admit_programming_key`].
#[derive(Debug, Clone)]
pub struct SealedFor {
    certificate: Certificate,
    serial: String,
    sealed: Vec<Resealed>,
    replaces: Option<Stored<store::ProgrammingKey>>,
    by: OpenedBy,
}

impl Station {
    /// Adds a programming key, its PIN given: the secrets are sealed for it too, and it opens them before that counts.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyKnown`], [`Error::NoOperator`], [`Error::ProgrammingKey`] for a token that still has
    /// what the factory gave it.
    pub fn add_programming_key(
        &mut self,
        new: &NewProgrammingKey,
        authority: &mut dyn ProgrammingKey,
        added: &mut dyn ProgrammingKey,
    ) -> Result<ProgrammingKeyId, Error> {
        let _label = self.check_new_key(new, Some(added.serial()))?;
        let replaces = self.replaced_by(added.serial(), added.certificate())?;
        added.check_factory_values()?;
        refuse_to_replace(replaces.as_ref(), authority.certificate())?;
        let authority = Authority::unlock(self, authority)?;
        self.added(new, &authority, (replaces, OpenedBy::ProgrammingKey), added)
    }

    /// As [`Station::add_programming_key`], for who has no programming key of the system any more: the recovery code
    /// opens the secrets. The log says so.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a code that is not that of the system, and as there.
    pub fn add_programming_key_by_code(
        &mut self,
        new: &NewProgrammingKey,
        code: &RecoveryCode,
        added: &mut dyn ProgrammingKey,
    ) -> Result<ProgrammingKeyId, Error> {
        let _label = self.check_new_key(new, Some(added.serial()))?;
        let replaces = self.replaced_by(added.serial(), added.certificate())?;
        added.check_factory_values()?;
        let authority = Authority::recover(self, code)?;
        self.added(new, &authority, (replaces, OpenedBy::RecoveryCode), added)
    }

    /// The recovery code as somebody typed it, where the secrets of every generation are sealed for it. Nothing is
    /// opened yet.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Secrets`] for a code that was mistyped or belongs elsewhere.
    pub fn recovery_code(&self, typed: &str) -> Result<RecoveryCode, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        let code = RecoveryCode::parse(typed)?;
        let (_, certificate) = code.recipient()?;
        for envelope in self.read(|reading| reading.envelopes())? {
            if !crate::secrets::envelope::is_for(&envelope.cms, &certificate)? {
                return Err(crate::secrets::Error::WrongRecoveryCode.into());
            }
        }
        Ok(code)
    }

    fn added(
        &mut self,
        new: &NewProgrammingKey,
        authority: &Authority,
        how: (Option<Stored<store::ProgrammingKey>>, OpenedBy),
        added: &mut dyn ProgrammingKey,
    ) -> Result<ProgrammingKeyId, Error> {
        let (serial, certificate) = (added.serial().to_owned(), added.certificate().clone());
        let sealed = self.sealed_with(authority, (&serial, &certificate), how)?;
        let id = self.admit_programming_key(new, &sealed, added)?;
        authority.sign_trail(self)?;
        Ok(id)
    }

    /// First half of [`Station::add_programming_key`] where only one key can be plugged in at a time: with the one
    /// that belongs to the system, its PIN given, the secrets are sealed for the other. Nothing is stored, and no
    /// secret stays behind.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyKnown`], and as [`Authority::unlock`].
    pub fn seal_for_programming_key(
        &mut self,
        serial: &str,
        certificate: &Certificate,
        authority: &mut dyn ProgrammingKey,
    ) -> Result<SealedFor, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        let replaces = self.replaced_by(serial, certificate)?;
        refuse_to_replace(replaces.as_ref(), authority.certificate())?;
        let authority = Authority::unlock(self, authority)?;
        let how = (replaces, OpenedBy::ProgrammingKey);
        self.sealed_with(&authority, (serial, certificate), how)
    }

    /// Second half: the new key, its PIN given, opens what was sealed for it; then it belongs to the system. The log
    /// is signed at the next session with a programming key.
    ///
    /// # Errors
    /// [`programming_key::Error::Swapped`] for another key, [`Error::NoOperator`], [`Error::ProgrammingKey`] for a
    /// token that still has what the factory gave it, [`store::Error::ChangedMeanwhile`].
    pub fn admit_programming_key(
        &mut self,
        new: &NewProgrammingKey,
        sealed: &SealedFor,
        added: &mut dyn ProgrammingKey,
    ) -> Result<ProgrammingKeyId, Error> {
        let label = self.check_new_key(new, Some(&sealed.serial))?;
        if *added.certificate() != sealed.certificate {
            let found = added.serial().to_owned();
            return Err(programming_key::Error::Swapped { found }.into());
        }
        added.check_factory_values()?;
        self.read_back(&sealed.sealed, added)?;
        let record = store::ProgrammingKey {
            id: self.services.id()?,
            label,
            serial: sealed.serial.clone(),
            certificate: sealed.certificate.der().to_vec(),
            operators: new.operators.clone(),
        };
        self.change(|change| {
            keep(change, &sealed.sealed)?;
            if let Some(old) = &sealed.replaces {
                change.remove_programming_key(old.id, old.version)?;
            }
            change.insert_programming_key(&record)?;
            if sealed.by == OpenedBy::RecoveryCode {
                let subject = Subject::of(Entity::ProgrammingKey, record.id);
                change.record("recovery-code-used", subject, &[])?;
            }
            Ok(())
        })?;
        Ok(record.id)
    }

    /// The label of a key that may be added. One that has this number is the same token, whose label it may keep.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::NoOperator`], [`Error::LabelTaken`], [`Error::Model`] for a label that is
    /// none.
    pub fn check_new_key(
        &self,
        new: &NewProgrammingKey,
        serial: Option<&str>,
    ) -> Result<String, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        if new.operators.is_empty() {
            return Err(Error::NoOperator);
        }
        let is_same = |key: &Stored<store::ProgrammingKey>| serial == Some(key.serial.as_str());
        if let Some(serial) = serial {
            // Nor may its number name another one.
            let _free = self.free_label(serial, &is_same)?;
        }
        self.free_label(&new.label, &is_same)
    }

    /// A label that no other programming key has, whatever its case, also not as its serial number: people tell them
    /// apart by either.
    pub(super) fn free_label(
        &self,
        label: &str,
        is_same: &dyn Fn(&Stored<store::ProgrammingKey>) -> bool,
    ) -> Result<String, Error> {
        let label = crate::model::name(store::plain_label(label))?;
        let keys = self.read(|reading| reading.programming_keys())?;
        let mut others = keys.iter().filter(|key| !is_same(key));
        let wanted = store::fold(&label);
        let is_called = |name: &str| store::fold(name) == wanted;
        if others.any(|key| is_called(&key.label) || is_called(&key.serial)) {
            return Err(Error::LabelTaken { label });
        }
        Ok(label)
    }

    /// The programming key of the system that this token was before its key was made anew.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyKnown`] for one that is a programming key of the system as it is.
    fn replaced_by(
        &self,
        serial: &str,
        certificate: &Certificate,
    ) -> Result<Option<Stored<store::ProgrammingKey>>, Error> {
        let known = self.read(|reading| reading.programming_keys())?;
        if known.iter().any(|key| key.certificate == certificate.der()) {
            return Err(Error::ProgrammingKeyKnown);
        }
        Ok(known.into_iter().find(|key| key.serial == serial))
    }

    fn sealed_with(
        &mut self,
        authority: &Authority,
        (serial, certificate): (&str, &Certificate),
        (replaces, by): (Option<Stored<store::ProgrammingKey>>, OpenedBy),
    ) -> Result<SealedFor, Error> {
        let gone = replaces.as_ref().map(|old| old.certificate.clone());
        let with = |recipients: &mut Vec<Certificate>| {
            recipients.retain(|one| one != certificate && gone.as_deref() != Some(one.der()));
            recipients.push(certificate.clone());
        };
        Ok(SealedFor {
            certificate: certificate.clone(),
            serial: serial.to_owned(),
            sealed: authority.resealed(&with, &mut *self.services.random)?,
            replaces,
            by,
        })
    }

    /// That a programming key opens what was sealed, to the secrets the system knows.
    fn read_back(&self, sealed: &[Resealed], token: &mut dyn ProgrammingKey) -> Result<(), Error> {
        let system = self.info()?.id;
        let known = self.signing_keys()?;
        for one in sealed {
            let opened = open_envelope(system, &one.cms, token)?.secrets;
            let signs = opened.signing_key().public_key();
            let same = opened.generation() == one.generation.get()
                && known.iter().any(|(generation, key)| {
                    *generation == one.generation && key.xy() == signs.xy()
                });
            if !same {
                return Err(programming_key::Error::NotReadBack.into());
            }
        }
        Ok(())
    }
}

/// A token that still opens the secrets was not made anew: another one bears its number.
fn refuse_to_replace(
    replaced: Option<&Stored<store::ProgrammingKey>>,
    authority: &Certificate,
) -> Result<(), Error> {
    match replaced {
        Some(old) if old.certificate == authority.der() => Err(Error::ProgrammingKeyKnown),
        _ => Ok(()),
    }
}
