//! The home group as an operator meets it: what each choice means, and the keys whose home group holds no lock of
//! theirs any more.

use std::collections::{BTreeSet, HashMap};

use super::plan::{KeyPlan, Subject, settled, validity_of};
use super::{Detail, Error, Station};
use crate::access::home_group::{groups_of, groups_of_source};
use crate::access::{AccessTable, Facts, Refusal};
use crate::model::{BlockingGroupId, KeyState, SourceKind};
use crate::store::{KeyFilter, KeyRecord};
use crate::time::{UtcMillis, Zone};

/// What follows from the choice of a home group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChoice {
    /// Which group.
    pub id: BlockingGroupId,
    /// Its name.
    pub name: String,
    /// Locks of this key in it.
    pub locks: usize,
    /// The version of its blocklist.
    pub version: u32,
    /// Entries on its blocklist.
    pub entries: u64,
    /// Locks with an older blocklist.
    pub behind: u64,
    /// Other keys that carry it.
    pub carriers: u64,
    /// The groups of this key whose blocklists it then does not carry, by name.
    pub not_carried: Vec<String>,
}

/// A programmed key that shall open no lock of its home group any more: it goes on carrying a blocklist that none
/// of its locks obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The key.
    pub key: KeyRecord,
    /// The name of its home group.
    pub group: String,
}

impl Station {
    /// What follows from each choice of a home group for a key with this table, by name.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn home_group_choices(
        &self,
        facts: &Facts,
        table: &AccessTable,
    ) -> Result<Vec<GroupChoice>, Error> {
        let name = |id: &BlockingGroupId| {
            let group = facts.blocking_groups.get(id);
            group.map_or_else(|| id.to_string(), |group| group.name.clone())
        };
        let groups = groups_of(facts, table);
        let mut choices = Vec::with_capacity(groups.len());
        for (id, locks) in &groups {
            let status = self.read(|reading| reading.blocklist_status(*id))?;
            let others = groups.keys().filter(|other| *other != id);
            let mut not_carried: Vec<String> = others.map(name).collect();
            not_carried.sort_unstable();
            choices.push(GroupChoice {
                id: *id,
                name: name(id),
                locks: locks.len(),
                version: status.version,
                entries: status.entries,
                behind: status.locks_behind,
                carriers: status.carriers,
                not_carried,
            });
        }
        choices.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(choices)
    }

    /// As [`settled`]; where a home group must be chosen, the refusal tells what follows from each choice.
    pub(super) fn settle(
        &self,
        facts: &Facts,
        zone: Zone,
        plan: &KeyPlan,
        subject: Subject<'_>,
        now: UtcMillis,
    ) -> Result<Option<BlockingGroupId>, Error> {
        settled(facts, zone, plan, subject, now).map_err(|error| match error {
            Error::Rule {
                refusal: Refusal::HomeGroupNotChosen { .. },
                ..
            } => match self.home_group_choices(facts, &plan.wanted.table) {
                Ok(choices) => error.with(Detail::Choices(choices)),
                Err(other) => other,
            },
            other => other,
        })
    }

    /// The programmed keys that shall open locks, but none of their home group, by number.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Rule`].
    pub fn orphans(&self) -> Result<Vec<Orphan>, Error> {
        let (facts, zone, now) = (self.facts()?, self.info()?.zone, self.services.now());
        if facts.blocking_groups.len() < 2 {
            return Ok(Vec::new());
        }
        let ends = self.read(|reading| reading.user_end_dates())?;
        let mut groups = GroupsOfSources::new(&facts);
        let mut orphans = Vec::new();
        let mut refusal = None;
        self.read(|reading| {
            orphans.clear();
            reading.for_each_key_with_sources(KeyFilter::All, &mut |found| {
                let key = &found.record.key;
                let (Some(home), true) = (key.home_group, is_fixed(&found.record)) else {
                    return Ok(());
                };
                let Some(validity) = validity_of(zone, key, ends.get(&key.user).copied()) else {
                    return Ok(());
                };
                let mut some = false;
                for source in &found.sources {
                    let gives = source.validity.meet(validity);
                    let gives = gives.is_some_and(|validity| !validity.is_over(now));
                    if !gives || key.without.contains(&source.id) {
                        continue;
                    }
                    match groups.of(&source.kind) {
                        Ok(groups) if groups.contains(&home) => return Ok(()),
                        Ok(groups) => some |= !groups.is_empty(),
                        Err(error) => refusal = Some(error),
                    }
                }
                if some {
                    orphans.push((found.record, home));
                }
                Ok(())
            })
        })?;
        if let Some(refusal) = refusal {
            return Err(super::plan::refused(&facts, refusal));
        }
        orphans.sort_by_key(|(record, _)| record.key.number);
        let orphan = |(key, home): (KeyRecord, BlockingGroupId)| Orphan {
            key,
            group: facts
                .blocking_groups
                .get(&home)
                .map_or_else(|| home.to_string(), |group| group.name.clone()),
        };
        Ok(orphans.into_iter().map(orphan).collect())
    }
}

/// Whether the home group of a key is fixed by a medium in somebody's hands.
fn is_fixed(record: &KeyRecord) -> bool {
    let in_use = matches!(
        record.key.state,
        KeyState::Task
            | KeyState::Writing
            | KeyState::Programmed
            | KeyState::HandedOver
            | KeyState::WriteFailed
    );
    in_use && record.key.generation.is_some()
}

/// The key blocking groups of what sources assign, each worked out once.
struct GroupsOfSources<'a> {
    facts: &'a Facts,
    known: HashMap<SourceKind, BTreeSet<BlockingGroupId>>,
}

impl<'a> GroupsOfSources<'a> {
    fn new(facts: &'a Facts) -> Self {
        Self {
            facts,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, kind: &SourceKind) -> Result<&BTreeSet<BlockingGroupId>, Refusal> {
        if !self.known.contains_key(kind) {
            let groups = groups_of_source(self.facts, kind)?;
            let _ = self.known.insert(kind.clone(), groups);
        }
        Ok(&self.known[kind])
    }
}
