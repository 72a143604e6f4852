//! The audit log as an operator meets it: listed, verified.

use std::collections::BTreeMap;

use super::rights::Place;
use super::{Error, Station};
use crate::access::Facts;
use crate::model::{Generation, Id, KeyId, KeyKind, KeyNumber, Permission, TaskId, UserId};
use crate::secrets::signing::PublicKey;
use crate::store::{AuditEntry, AuditReport, InvitationId, KeyRecord, NotedHead, Reading};

impl Station {
    /// Checks every page, every link, and the log with its signatures.
    ///
    /// # Errors
    /// [`Error::Store`] with what is wrong.
    pub fn verify(&self) -> Result<AuditReport, Error> {
        let keys = self.signing_keys()?;
        Ok(self.store().verify(&|message, signature, generation| {
            believes(&keys, message, signature, generation)
        })?)
    }

    /// Works out anew what is kept so that lists are quick. Answers with how many rows were wrong.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn recount(&self) -> Result<u64, Error> {
        self.require_at(Permission::Administer, Place::System)?;
        self.change(|change| change.recount())
    }

    /// Checks the chain of the log and every signed head, and the heads in short that were noted on receipts and with
    /// backups.
    ///
    /// # Errors
    /// [`Error::Store`] with the first entry that is wrong.
    pub fn verify_trail(&self, noted: &[NotedHead]) -> Result<AuditReport, Error> {
        let keys = self.signing_keys()?;
        let believed = |message: &[u8], signature: &[u8], generation: Generation| {
            believes(&keys, message, signature, generation)
        };
        Ok(self.store().audit_verify(&believed, noted)?)
    }

    /// The names of those who acted, by what stands in the log for them. Whoever was removed has none.
    ///
    /// # Errors
    /// What the store says.
    pub fn names_of_actors(
        &self,
        entries: &[AuditEntry],
    ) -> Result<BTreeMap<String, String>, Error> {
        let mut names = BTreeMap::new();
        for entry in entries {
            let Ok(id) = entry.actor.parse::<UserId>() else {
                continue;
            };
            if names.contains_key(&entry.actor) {
                continue;
            }
            match self.read(|reading| reading.user(id)) {
                Ok(user) => {
                    let _new = names.insert(entry.actor.clone(), user.value.full_name());
                }
                Err(Error::Store(crate::store::Error::NotFound { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(names)
    }

    /// What the subjects of entries are called now, by their ids. Those that are gone have no name.
    ///
    /// # Errors
    /// What the store says.
    pub fn names_of_subjects(
        &self,
        entries: &[AuditEntry],
    ) -> Result<BTreeMap<[u8; 16], SubjectName>, Error> {
        let facts = self.facts()?;
        let places = names_of_places(&facts);
        let mut names = BTreeMap::new();
        for entry in entries {
            let Some(id) = entry.subject.filter(|id| !names.contains_key(id)) else {
                continue;
            };
            let found = match places.get(&id) {
                Some(name) => Some(SubjectName::Own((*name).to_owned())),
                None => self.name_of_record(&entry.subject_kind, id)?,
            };
            if let Some(name) = found {
                let _new = names.insert(id, name);
            }
        }
        Ok(names)
    }

    /// The name of a user, or of him whom an operator or an invitation is; the name of an administrator role; the label
    /// of a programming key; the number of a key, or of the key that a task is for.
    fn name_of_record(&self, kind: &str, id: [u8; 16]) -> Result<Option<SubjectName>, Error> {
        let named = |record: &KeyRecord| SubjectName::Key(record.key.kind, record.key.number);
        let found = self.read(|reading| match kind {
            "user" => person(reading, UserId::from_bytes(id)),
            "operator" => {
                let operators = reading.operators()?;
                let own = operators.iter().find(|one| one.id.as_bytes() == &id);
                own.map_or(Ok(None), |own| person(reading, own.value.user))
            }
            "invitation" => person(
                reading,
                reading.invitation(InvitationId::from_bytes(id))?.user,
            ),
            "administrator-role" => {
                let roles = reading.administrator_roles()?;
                let own = roles.into_iter().find(|one| one.id.as_bytes() == &id);
                Ok(own.map(|own| SubjectName::Own(own.value.name)))
            }
            "programming-key" => {
                let keys = reading.programming_keys()?;
                let own = keys.iter().find(|one| one.id.as_bytes() == &id);
                Ok(own.map(|own| SubjectName::Own(own.value.label.clone())))
            }
            "key" => reading
                .key(KeyId::from_bytes(id))
                .map(|one| Some(named(&one))),
            "task" => {
                let task = reading.task(TaskId::from_bytes(id))?;
                reading.key(task.key).map(|one| Some(named(&one)))
            }
            _ => Ok(None),
        });
        match found {
            Err(Error::Store(crate::store::Error::NotFound { .. })) => Ok(None),
            other => other,
        }
    }

    /// The public signing key of every generation.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a stored key off the curve.
    pub fn signing_keys(&self) -> Result<Vec<(Generation, PublicKey)>, Error> {
        let envelopes = self.read(|reading| reading.envelopes())?;
        let key = |envelope: &crate::store::Envelope| {
            Ok((
                envelope.generation,
                PublicKey::from_sec1(&envelope.signing_public_key)?,
            ))
        };
        envelopes.iter().map(key).collect()
    }
}

/// What a record that the log speaks of is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectName {
    /// By a name of its own.
    Own(String),
    /// A key, or the key of a task: by its kind and number.
    Key(KeyKind, KeyNumber),
}

impl std::fmt::Display for SubjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Own(name) => f.write_str(name),
            Self::Key(kind, number) => write!(f, "{} {number}", kind.as_str()),
        }
    }
}

/// What places, roles and groups are called, by their ids.
fn names_of_places(facts: &Facts) -> BTreeMap<[u8; 16], &str> {
    fn of<'a, Kind: 'a, T: 'a>(
        all: impl IntoIterator<Item = (&'a Id<Kind>, &'a T)>,
        name: impl Fn(&'a T) -> &'a String,
    ) -> impl Iterator<Item = ([u8; 16], &'a str)> {
        let all = all.into_iter();
        all.map(move |(id, one)| (*id.as_bytes(), name(one).as_str()))
    }
    of(&facts.roles, |one| &one.name)
        .chain(of(&facts.premises, |one| &one.name))
        .chain(of(&facts.locks, |one| &one.name))
        .chain(of(&facts.lock_groups, |one| &one.name))
        .chain(of(&facts.blocking_groups, |one| &one.name))
        .collect()
}

fn person(reading: &Reading<'_>, id: UserId) -> Result<Option<SubjectName>, crate::store::Error> {
    let user = reading.user(id)?;
    Ok(Some(SubjectName::Own(user.value.full_name())))
}

/// Whether the signing key of `generation` made `signature`.
fn believes(
    keys: &[(Generation, PublicKey)],
    message: &[u8],
    signature: &[u8],
    generation: Generation,
) -> bool {
    let key = keys.iter().find(|(known, _)| *known == generation);
    let signature: Option<&[u8; 64]> = signature.try_into().ok();
    key.zip(signature)
        .is_some_and(|((_, key), signature)| key.verify(message, signature).is_ok())
}
