//! What a write changes, lock by lock.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{AccessTable, Conditions, Facts};
use crate::model::{LockNumber, Source, SourceId};

/// What happens to one lock's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Change {
    /// The key will open it and does not now.
    #[serde(rename = "+")]
    Added,
    /// The key opens it now and will not.
    #[serde(rename = "-")]
    Removed,
    /// It opens before and after, under other conditions.
    #[serde(rename = "~")]
    Changed,
}

/// What a source gave when a medium was written: what it gives now may be something else, and it may be gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenBy {
    /// Which.
    pub source: SourceId,
    /// The name of its role or premises then.
    pub name: String,
    /// The locks that it opened.
    pub locks: BTreeSet<LockNumber>,
}

/// What the sources in a wanted view give, by name.
pub fn given_by(
    facts: &Facts,
    sources: &[Source],
    origins: &BTreeMap<LockNumber, BTreeSet<SourceId>>,
) -> Vec<GivenBy> {
    let mut locks: BTreeMap<SourceId, BTreeSet<LockNumber>> = BTreeMap::new();
    for (lock, sources) in origins {
        for source in sources {
            let _new = locks.entry(*source).or_default().insert(*lock);
        }
    }
    let given = |source: &Source| {
        Some(GivenBy {
            source: source.id,
            name: facts.name_of(&source.kind).unwrap_or_default().to_owned(),
            locks: locks.remove(&source.id)?,
        })
    };
    sources.iter().filter_map(given).collect()
}

/// The change at one lock, with what causes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockChange {
    /// Which lock.
    pub lock: LockNumber,
    /// What happens.
    pub change: Change,
    /// The sources that open it in the wanted view; of a removal those that opened it in the written view, as far as
    /// that is known.
    pub sources: BTreeSet<SourceId>,
    /// Where it opens before and after: the conditions of which one had to hold.
    pub before: Vec<Conditions>,
    /// The conditions of which one must hold then.
    pub after: Vec<Conditions>,
}

/// The difference from `written` to `wanted` for every lock whose access changes, by lock number.
/// `given` tells which source opened which lock in the written view, `origins` which opens which in the wanted view.
pub fn difference(
    facts: &Facts,
    (written, given): (&AccessTable, &[GivenBy]),
    wanted: &AccessTable,
    origins: &BTreeMap<LockNumber, BTreeSet<SourceId>>,
) -> Vec<LockChange> {
    let before = conditions_by_lock(facts, written);
    let after = conditions_by_lock(facts, wanted);
    let locks: BTreeSet<LockNumber> = before.keys().chain(after.keys()).copied().collect();
    let mut changes = Vec::new();
    for lock in locks {
        let told = |of: &BTreeMap<LockNumber, BTreeSet<&Conditions>>| {
            let conditions = of.get(&lock).into_iter().flatten();
            conditions.map(|one| (*one).clone()).collect::<Vec<_>>()
        };
        let mut changed = (Vec::new(), Vec::new());
        let change = match (before.get(&lock), after.get(&lock)) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            (Some(old), Some(new)) if old == new => continue,
            _ => {
                changed = (told(&before), told(&after));
                Change::Changed
            }
        };
        let sources = if change == Change::Removed {
            let gave = given.iter().filter(|given| given.locks.contains(&lock));
            gave.map(|given| given.source).collect()
        } else {
            origins.get(&lock).cloned().unwrap_or_default()
        };
        changes.push(LockChange {
            lock,
            change,
            sources,
            before: changed.0,
            after: changed.1,
        });
    }
    changes
}

/// For each lock the set of conditions, without those that another of them covers: an entry for the lock
/// itself beside a wider one for its group changes nothing at the door.
fn conditions_by_lock<'a>(
    facts: &Facts,
    table: &'a AccessTable,
) -> BTreeMap<LockNumber, BTreeSet<&'a Conditions>> {
    let mut found = BTreeMap::new();
    for (lock, conditions) in facts.by_lock(table) {
        let covered = |one: &&Conditions| {
            conditions
                .iter()
                .any(|other| *other != *one && other.cover(one))
        };
        let widest: BTreeSet<&Conditions> = conditions
            .iter()
            .copied()
            .filter(|one| !covered(one))
            .collect();
        let _ = found.insert(lock, widest);
    }
    found
}
