//! Changing: one confirmed change set in one transaction, with its entries in the log.

mod adopt;
mod carried;
mod desk;
mod keys;
mod places;
mod restored;
mod tasks;
mod users;
mod wanted;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

pub use self::adopt::Adopted;
pub use self::restored::{BLOCKLIST_STEP, KEY_STEP};
pub use self::wanted::NewWanted;
use super::audit::{Actor, AuditHead, PERSON_ERASED, StoredEntry, commitment};
use super::sql::{Connection, Value, params, statement};
use super::{Entity, Error, Reading};
use crate::model::{BlockingGroupId, Generation, Id, UserId};
use crate::time::UtcMillis;

/// A change set while it is made. It reads as a [`Reading`] that shows what it has done so far.
pub struct Change<'a> {
    reading: Reading<'a>,
    actor: Actor,
    now: UtcMillis,
    head: AuditHead,
    random: &'a dyn Fn(&mut [u8]) -> Result<(), Error>,
    /// The groups whose blocklist this change set has raised, with the new version.
    raised: BTreeMap<BlockingGroupId, u32>,
    /// What the log calls that which was done so far.
    performed: Vec<String>,
}

impl std::fmt::Debug for Change<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change({} at {})", self.actor, self.now)
    }
}

impl<'a> std::ops::Deref for Change<'a> {
    type Target = Reading<'a>;
    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

/// What an entry of the log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    entity: Entity,
    id: Option<[u8; 16]>,
}

impl Subject {
    /// A record.
    pub fn of<Kind>(entity: Entity, id: Id<Kind>) -> Self {
        Self {
            entity,
            id: Some(*id.as_bytes()),
        }
    }

    /// The only one of its kind.
    pub fn none(entity: Entity) -> Self {
        Self { entity, id: None }
    }
}

/// Something personal that an entry of the log tells of somebody.
struct Personal<'a> {
    person: UserId,
    texts: &'a [(&'a str, &'a str)],
}

impl<'a> Change<'a> {
    pub(super) fn begin(
        link: &'a dyn Connection,
        actor: Actor,
        now: UtcMillis,
        random: &'a dyn Fn(&mut [u8]) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let reading = Reading { link };
        let head = reading.audit_head()?;
        Ok(Self {
            reading,
            actor,
            now,
            head,
            random,
            raised: BTreeMap::new(),
            performed: Vec::new(),
        })
    }

    pub(super) fn end(self) -> Result<(), Error> {
        let _one = self.link.execute(
            statement!("system/set_audit_head"),
            params![self.head.count, self.head.hash, self.now],
        )?;
        Ok(())
    }

    /// What the log calls that which was done so far, in order.
    pub fn performed(&self) -> &[String] {
        &self.performed
    }

    /// The time of this change set.
    pub fn now(&self) -> UtcMillis {
        self.now
    }

    /// Adds an entry to the log. `facts` are kept for ever: nothing personal belongs in them.
    ///
    /// # Errors
    /// What the engine says.
    pub fn record(
        &mut self,
        action: &str,
        subject: Subject,
        facts: &[(&str, &str)],
    ) -> Result<(), Error> {
        self.append(action, subject, facts, None)
    }

    /// Adds an entry that also tells something personal of a user, which can be erased later.
    ///
    /// # Errors
    /// What the engine says.
    pub fn record_personal(
        &mut self,
        action: &str,
        subject: Subject,
        facts: &[(&str, &str)],
        person: UserId,
        texts: &[(&str, &str)],
    ) -> Result<(), Error> {
        self.append(action, subject, facts, Some(Personal { person, texts }))
    }

    fn append(
        &mut self,
        action: &str,
        subject: Subject,
        facts: &[(&str, &str)],
        personal: Option<Personal<'_>>,
    ) -> Result<(), Error> {
        let sequence = self.head.count + 1;
        let mut commitments = Vec::new();
        let mut texts = Vec::new();
        let mut person = Vec::new();
        if let Some(told) = personal
            && let Some(salt) = self.salt_of(told.person)?
        {
            person = told.person.as_bytes().to_vec();
            for (field, text) in told.texts {
                commitments.push((*field, commitment(&salt, sequence, field, text)));
                texts.push(*text);
            }
        }
        let mut entry = StoredEntry {
            sequence,
            at: self.now.0,
            actor: self.actor.to_string(),
            action: action.to_owned(),
            subject_kind: subject.entity.as_str().to_owned(),
            subject: subject.id.map_or_else(Vec::new, |id| id.to_vec()),
            person,
            facts: serde_json::to_string(facts)?,
            commitments: serde_json::to_string(&commitments)?,
            hash: [0; 32],
            texts: None,
            salt: None,
        };
        entry.hash = entry.chained(&self.head.hash);
        self.head = AuditHead {
            count: sequence,
            hash: entry.hash,
        };
        self.performed.push(entry.action.clone());
        let of_person = entry.person.clone();
        let _one = self.link.execute(
            statement!("audit/insert"),
            params![
                sequence,
                entry.at,
                entry.actor,
                entry.action,
                entry.subject_kind,
                entry.subject,
                entry.person,
                entry.facts,
                entry.commitments,
                entry.hash,
            ],
        )?;
        if !of_person.is_empty() {
            let _one = self.link.execute(
                statement!("audit/insert_texts"),
                params![sequence, of_person, serde_json::to_string(&texts)?],
            )?;
        }
        Ok(())
    }

    /// The salt of a person's commitments, made at the first; none once the person was erased.
    fn salt_of(&mut self, person: UserId) -> Result<Option<Zeroizing<[u8; 32]>>, Error> {
        let known = self
            .link
            .first(statement!("audit/salt"), params![person], |row| {
                row.maybe(0, super::sql::Row::array)
            })?;
        if let Some(salt) = known {
            return Ok(salt.map(Zeroizing::new));
        }
        let mut salt = Zeroizing::new([0; 32]);
        (self.random)(salt.as_mut_slice())?;
        let _one = self
            .link
            .execute(statement!("audit/insert_person"), params![person, *salt])?;
        Ok(Some(salt))
    }

    /// Erases the personal texts of a user from the log. Use [`super::Store`]'s `erase_person`, which also
    /// clears them from the disk.
    pub(super) fn erase_person(&mut self, person: UserId) -> Result<(), Error> {
        self.run(statement!("audit/erase_texts"), params![person])?;
        let known = self
            .link
            .execute(statement!("audit/erase_salt"), params![person])?;
        if known == 0 {
            // Nothing is told of them, or no longer: an erasure that the disk still owed ends without an entry more.
            return Ok(());
        }
        self.record(PERSON_ERASED, Subject::of(Entity::User, person), &[])
    }

    /// Keeps the signature that a programming key's session made over the head as it stood before this
    /// change set.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where `head` is not that head: entries came after it was read.
    pub fn set_signed_head(
        &mut self,
        head: AuditHead,
        signature: &[u8],
        signer: Generation,
    ) -> Result<(), Error> {
        if head != self.audit_head()? {
            return Err(Error::ChangedMeanwhile {
                entity: Entity::System,
            });
        }
        self.run(
            statement!("audit/insert_head"),
            params![head.count, head.hash, signature, signer.get(), self.now],
        )
    }

    fn run(&self, sql: &'static str, params: &[Value]) -> Result<(), Error> {
        self.link.execute(sql, params).map(|_| ())
    }

    /// Runs a guarded change of one record and returns its new version.
    fn guarded(&self, sql: &'static str, params: &[Value], entity: Entity) -> Result<u64, Error> {
        self.link
            .first(sql, params, |row| row.number(0))?
            .ok_or(Error::ChangedMeanwhile { entity })
    }

    /// Takes the next number of a kind.
    fn take_number<T: TryFrom<i64>>(&self, sql: &'static str, entity: Entity) -> Result<T, Error> {
        let number = self
            .link
            .first(sql, &[], |row| row.int(0))?
            .ok_or(Error::NotFound {
                entity: Entity::System,
            })?;
        T::try_from(number).map_err(|_| Error::NumbersExhausted { entity })
    }

    /// Writes one row of a link table for each id of a set.
    fn link_each<A, B>(
        &self,
        sql: &'static str,
        from: Id<A>,
        to: impl IntoIterator<Item = Id<B>>,
    ) -> Result<(), Error> {
        to.into_iter()
            .try_for_each(|id| self.run(sql, params![from, id]))
    }
}
