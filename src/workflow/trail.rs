//! The audit log as an operator meets it: listed, verified.

use std::collections::BTreeMap;

use super::rights::Place;
use super::{Error, Station};
use crate::model::{
    BlockingGroupId, Generation, KeyId, KeyKind, KeyNumber, LockGroupId, LockId, Permission,
    PremisesId, RoleId, TaskId, UserId,
};
use crate::secrets::signing::PublicKey;
use crate::store::{AuditEntry, AuditReport, KeyRecord, NotedHead};

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
        let mut names = BTreeMap::new();
        for entry in entries {
            let Some(id) = entry.subject.filter(|id| !names.contains_key(id)) else {
                continue;
            };
            let found = match entry.subject_kind.as_str() {
                "role" => facts
                    .roles
                    .get(&RoleId::from_bytes(id))
                    .map(|one| SubjectName::Own(one.name.clone())),
                "premises" => {
                    let one = facts.premises.get(&PremisesId::from_bytes(id));
                    one.map(|one| SubjectName::Own(one.name.clone()))
                }
                "lock" => facts
                    .locks
                    .get(&LockId::from_bytes(id))
                    .map(|one| SubjectName::Own(one.name.clone())),
                "lock-group" => {
                    let one = facts.lock_groups.get(&LockGroupId::from_bytes(id));
                    one.map(|one| SubjectName::Own(one.name.clone()))
                }
                "blocking-group" => {
                    let one = facts.blocking_groups.get(&BlockingGroupId::from_bytes(id));
                    one.map(|one| SubjectName::Own(one.name.clone()))
                }
                kind => self.name_of_record(kind, id)?,
            };
            if let Some(name) = found {
                let _new = names.insert(id, name);
            }
        }
        Ok(names)
    }

    /// The name of a user, the number of a key, or the number of the key that a task is for.
    fn name_of_record(&self, kind: &str, id: [u8; 16]) -> Result<Option<SubjectName>, Error> {
        let named = |record: &KeyRecord| SubjectName::Key(record.key.kind, record.key.number);
        let found = self.read(|reading| match kind {
            "user" => reading
                .user(UserId::from_bytes(id))
                .map(|one| Some(SubjectName::Own(one.value.full_name()))),
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
