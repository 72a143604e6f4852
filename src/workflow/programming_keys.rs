//! Programming keys: added, edited, removed, lost. Adding and removing seal the secrets of every generation again
//! for those who shall open them; nothing counts before it was read back with a programming key at hand.

mod adding;

use std::collections::BTreeSet;

pub use self::adding::SealedFor;
use super::authority::Resealed;
use super::campaign::Answer;
use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::programming_key::ProgrammingKey;
use crate::model::{OperatorId, Permission};
use crate::secrets::certificate::Certificate;
use crate::store::{self, Change, Stored};

/// A programming key and who may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProgrammingKey {
    /// What is written on it.
    pub label: String,
    /// Its operators, at least one.
    pub operators: BTreeSet<OperatorId>,
}

/// What the loss of a programming key changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// Programming keys that still open the secrets, and the recovery code where it was proven.
    pub ways_left: usize,
    /// What was done about secrets that may be known, where the PIN may be.
    pub new_secrets: Option<NewSecrets>,
}

/// What was done about secrets that may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSecrets {
    /// New ones were made, and locks learn them now.
    Made,
    /// New ones are made as soon as those that fobs get now are all that is left.
    Due,
    /// None are needed: those that locks learn now are not known to the thief.
    Underway,
}

impl NewSecrets {
    /// The word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Due => "due",
            Self::Underway => "underway",
        }
    }
}

/// Which programming keys who works at the station is an operator of.
#[derive(Debug, Clone)]
pub struct KeyHolders {
    /// Certificates; what is written on those of others.
    keys: Vec<(Vec<u8>, Option<String>)>,
    operator: String,
}

impl KeyHolders {
    /// As [`Station::require_operator_of`].
    ///
    /// # Errors
    /// As there.
    pub fn require(&self, certificate: &Certificate) -> Result<(), Error> {
        let mut keys = self.keys.iter();
        match keys.find(|(key, _)| key == certificate.der()) {
            None => Err(Error::ProgrammingKeyForeign),
            Some((_, None)) => Ok(()),
            Some((_, Some(label))) => Err(Error::ProgrammingKeyOfOthers {
                label: label.clone(),
                operator: self.operator.clone(),
            }),
        }
    }
}

impl Station {
    /// The programming key with this label, serial number or id.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::Ambiguous`].
    pub fn programming_key(&self, text: &str) -> Result<Stored<store::ProgrammingKey>, Error> {
        let keys = self.read(|reading| reading.programming_keys())?;
        super::naming::pick(
            "programming key",
            store::plain_label(text),
            keys,
            |key| vec![key.label.clone(), key.serial.clone()],
            |key| key.id.to_string() == text,
        )
    }

    /// Refuses unless who works at the station is an operator of the programming key with this certificate. A right of
    /// this software: the token itself asks for its PIN alone.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyOfOthers`]; [`Error::ProgrammingKeyForeign`] where the system has no such key.
    pub fn require_operator_of(&self, certificate: &Certificate) -> Result<(), Error> {
        self.key_holders()?.require(certificate)
    }

    /// Who may use which programming key, as the records are now.
    ///
    /// # Errors
    /// What the store says.
    pub fn key_holders(&self) -> Result<KeyHolders, Error> {
        let (keys, operators, user) = self.read(|reading| {
            Ok((
                reading.programming_keys()?,
                reading.operators()?,
                reading.user(self.operator)?,
            ))
        })?;
        let own = operators.iter().find(|one| one.user == self.operator);
        let keys = keys.into_iter().map(|key| {
            let is_own = own.is_some_and(|own| key.operators.contains(&own.id));
            let others = (!is_own).then_some(key.value.label);
            (key.value.certificate, others)
        });
        Ok(KeyHolders {
            keys: keys.collect(),
            operator: user.value.email.to_string(),
        })
    }

    /// Changes label and operators of a programming key.
    ///
    /// # Errors
    /// [`Error::NoOperator`], [`Error::LabelTaken`].
    pub fn edit_programming_key(
        &mut self,
        key: &Stored<store::ProgrammingKey>,
        label: Option<&str>,
        operators: Option<BTreeSet<OperatorId>>,
    ) -> Result<(), Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        let mut changed = key.value.clone();
        if let Some(label) = label {
            changed.label = self.free_label(label, &|other| other.id == key.id)?;
        }
        if let Some(operators) = operators {
            changed.operators = operators;
        }
        if changed.operators.is_empty() {
            return Err(Error::NoOperator);
        }
        let _version =
            self.change(|change| change.update_programming_key(&changed, key.version))?;
        Ok(())
    }

    /// Removes a programming key: no envelope is sealed for it any more. Where its PIN may be known (`stolen`) a new
    /// random generation starts with it, all or nothing, or is due where another is on its way to the fobs.
    ///
    /// What it opened it opens for ever in copies made before; only a new generation makes that worthless.
    ///
    /// # Errors
    /// [`Error::RemovesItself`], [`Error::GenerationsUsedUp`].
    pub fn remove_programming_key(
        &mut self,
        key: &Stored<store::ProgrammingKey>,
        stolen: bool,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Removal, Error> {
        self.require_at(Permission::EditProgrammingKeys, Place::System)?;
        let gone = Certificate::from_der(&key.certificate)?;
        if *token.certificate() == gone {
            return Err(Error::RemovesItself);
        }
        let authority = Authority::unlock(self, token)?;
        let without = |recipients: &mut Vec<Certificate>| recipients.retain(|one| *one != gone);
        let sealed = authority.resealed(&without, &mut *self.services.random)?;
        let mut recipients = authority.recipients().to_vec();
        without(&mut recipients);
        let was_newest = authority.recipients().contains(&gone);
        let answer = if stolen {
            Some(self.answer_to_theft(&recipients, None, was_newest)?)
        } else {
            None
        };
        let new_secrets = answer.as_ref().map(Answer::told);
        self.change(|change| {
            keep(change, &sealed)?;
            change.remove_programming_key(key.id, key.version)?;
            answer.as_ref().map_or(Ok(()), |answer| answer.keep(change))
        })?;
        authority.sign_trail(self)?;
        Ok(Removal {
            ways_left: self.ways_to_the_secrets()?,
            new_secrets,
        })
    }

    /// Programming keys, and the recovery code where it was proven.
    ///
    /// # Errors
    /// What the store says.
    pub fn ways_to_the_secrets(&self) -> Result<usize, Error> {
        let (info, keys) =
            self.read(|reading| Ok((reading.system()?, reading.programming_keys()?.len())))?;
        Ok(keys + usize::from(info.recovery_rehearsed.is_some()))
    }

    /// Before the first medium of a system that is no demo leaves the counter, two ways to its secrets must be
    /// proven.
    ///
    /// # Errors
    /// [`Error::NotLive`].
    pub fn go_live(&mut self) -> Result<(), Error> {
        if self.info()?.live {
            return Ok(());
        }
        self.check_live()?;
        self.change(|change| change.set_live())
    }

    /// Refuses where [`Station::go_live`] would.
    pub(super) fn check_live(&self) -> Result<(), Error> {
        let info = self.info()?;
        if !info.live && !info.demo && self.ways_to_the_secrets()? < 2 {
            return Err(Error::NotLive);
        }
        Ok(())
    }
}

/// Puts envelopes in the places of those they were made from.
pub(super) fn keep(change: &mut Change<'_>, sealed: &[Resealed]) -> Result<(), store::Error> {
    for one in sealed {
        let _version = change.update_envelope(one.generation, one.version, &one.cms)?;
    }
    Ok(())
}
