//! A returned key waits for its next holder: its medium was emptied, its definition was kept. Passed on, the definition
//! becomes a draft of somebody else.
//!
//! The draft has a number of its own. The old one stands in the log, in the events of doors and perhaps on blocklists
//! that have not reached every door, all of which mean the former holder. What goes on is what was defined for the key:
//! kind, validity, expiry interval, and the roles and premises that it does not carry. What it opens follows from what
//! its new holder holds, like any key's; the home group is chosen anew, as after every emptying.

use std::collections::BTreeSet;

use super::plan::{Subject, plan, promised};
use super::tasks::Replaced;
use super::{Error, ShownKey, Station};
use crate::access::{AccessTable, HomeGroup};
use crate::model::{Key, KeyState, Permission, Revision, Source, SourceId, SourceKind, UserId};
use crate::store::{self, KeyRecord, Stored};

impl Station {
    /// Adds a draft for `to` with the definition of a returned key. A definition goes on once.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::KeyNotReturned`]; [`Error::Unknown`] for a user who was removed;
    /// [`Error::Rule`]; [`Error::Store`] where it was passed on before.
    pub fn pass_on_key(&mut self, key: impl Into<ShownKey>, to: UserId) -> Result<Replaced, Error> {
        let key = key.into();
        let outcome = self.give_definition(key, to);
        outcome.map_err(|error| self.naming_way_out(key.id, error))
    }

    fn give_definition(&mut self, shown: ShownKey, to: UserId) -> Result<Replaced, Error> {
        let id = shown.id;
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_user(Permission::OrderKeys, to)?;
        if self.read(|reading| reading.replacement_of(id))?.is_some() {
            return Err(store::Error::ReplacedBefore.into());
        }
        if record.key.state != KeyState::Returned {
            return Err(Error::KeyNotReturned {
                number: record.key.number.0,
            });
        }
        let draft = self.draft_for(&record, to)?;
        self.change(|change| {
            shown.still_in(change)?;
            // In the meantime it may have been put to use again.
            ShownKey::of(&record).still_in(change)?;
            let _number = change.insert_key(&draft, Some(id))?;
            Ok(())
        })?;
        self.replaced(id, draft.id)
    }

    fn draft_for(&mut self, record: &KeyRecord, to: UserId) -> Result<Key, Error> {
        let holder = self.read(|reading| reading.holder(to))?;
        let holder = holder.ok_or_else(|| Error::Unknown {
            kind: "user",
            name: to.to_string(),
        })?;
        let mut draft = Key {
            user: to,
            without: self.taken_off_likewise(record, to)?,
            home_group: None,
            id: self.services.id()?,
            state: KeyState::Draft,
            uid: None,
            stamp: None,
            generation: None,
            revision: Revision(0),
            ..record.key.clone()
        };
        let (facts, zone) = (self.facts()?, self.info()?.zone);
        let sources = self.read(|reading| reading.sources(to))?;
        let sources: Vec<Source> = sources.into_iter().map(|source| source.value).collect();
        let subject = Subject {
            key: &draft,
            user_end: holder.value.end_date,
            sources: &sources,
            written: &AccessTable::default(),
            given: &[],
            chosen: None,
        };
        let plan = plan(&facts, zone, subject, self.services.now())?;
        promised(&facts, &plan)?;
        if let HomeGroup::Is(group) = plan.home_group {
            draft.home_group = Some(group);
        }
        Ok(draft)
    }

    /// The sources of the new holder that are the same role or premises as one which the old key did not carry, as far
    /// as the former holder still has it.
    fn taken_off_likewise(
        &self,
        record: &KeyRecord,
        to: UserId,
    ) -> Result<BTreeSet<SourceId>, Error> {
        let (before, after) =
            self.read(|reading| Ok((reading.sources(record.key.user)?, reading.sources(to)?)))?;
        let off = |gone: &&Stored<Source>| record.key.without.contains(&gone.id);
        let likewise = |one: &&Stored<Source>| {
            let mut gone = before.iter().filter(off);
            gone.any(|gone| same(&gone.kind, &one.kind))
        };
        Ok(after.iter().filter(likewise).map(|one| one.id).collect())
    }
}

/// Whether both are the same role, or the same premises with whatever role.
fn same(one: &SourceKind, other: &SourceKind) -> bool {
    match (one, other) {
        (SourceKind::Role { role: one }, SourceKind::Role { role: other }) => one == other,
        (
            SourceKind::Premises { premises: one, .. },
            SourceKind::Premises {
                premises: other, ..
            },
        ) => one == other,
        _ => false,
    }
}
