//! What each source on a key opens and takes: shown before anything is chosen, and where a table has no room.

use std::collections::BTreeSet;

use super::{Subject, sample_header, wanted_view};
use crate::access::{AccessTable, Facts};
use crate::medium::{self, Image};
use crate::model::{Key, LockNumber, Source, SourceId, Validity};
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::workflow::{Error, Station};

/// What a source takes on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCost {
    /// Which.
    pub source: SourceId,
    /// The name of its role or premises.
    pub name: String,
    /// Its validity, by which two of one name are told apart.
    pub validity: Validity,
    /// So many bytes fewer are needed without it. What it shares with another source counts for neither.
    pub bytes: usize,
}

/// What each source on the key adds in bytes, the dearest first: the length with it less the length without it. The
/// lengths are those of images where all of these fit one; else those that they would have, were there no limit.
///
/// # Errors
/// [`Error::Rule`] where the rules refuse.
pub fn costs(
    facts: &Facts,
    zone: Zone,
    subject: Subject<'_>,
    now: UtcMillis,
) -> Result<Vec<SourceCost>, Error> {
    let whole = wanted_view(facts, zone, &subject, now)?.table;
    let on_key = subject
        .sources
        .iter()
        .filter(|source| !subject.key.without.contains(&source.id));
    let mut without = Vec::new();
    for source in on_key {
        let mut key = subject.key.clone();
        let _ = key.without.insert(source.id);
        let subject = Subject {
            key: &key,
            ..subject
        };
        without.push((source, wanted_view(facts, zone, &subject, now)?.table));
    }
    let tables = std::iter::once(&whole).chain(without.iter().map(|(_, table)| table));
    let lengths = lengths(&tables.collect::<Vec<_>>())?;
    let (whole, less) = lengths
        .split_first()
        .map_or((0, &[][..]), |(whole, less)| (*whole, less));
    let cost = |((source, _), length): (&(&Source, AccessTable), &usize)| SourceCost {
        source: source.id,
        name: facts.name_of(&source.kind).unwrap_or_default().to_owned(),
        validity: source.validity,
        bytes: whole.saturating_sub(*length),
    };
    let mut costs: Vec<SourceCost> = without.iter().zip(less).map(cost).collect();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.bytes));
    Ok(costs)
}

/// What a source of a user means for one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceShare {
    /// Which.
    pub source: SourceId,
    /// Whether the key carries it.
    pub carried: bool,
    /// The locks that it opens now or later, whatever else opens them.
    pub locks: BTreeSet<LockNumber>,
    /// So many bytes fewer are needed without it; of one that was taken off, so many more with it.
    pub bytes: usize,
}

/// The lengths of images where all tables fit one; else those that they would have, were there no limit.
fn lengths(tables: &[&AccessTable]) -> Result<Vec<usize>, medium::Error> {
    let as_image = |table: &&AccessTable| Ok(Image::measure(&sample_header(), table)?.total);
    let images: Result<Vec<usize>, medium::Error> = tables.iter().map(as_image).collect();
    match images {
        Err(error) if error.is_capacity() => {
            tables.iter().map(|table| Image::extent(table)).collect()
        }
        other => other,
    }
}

/// The share of each source, in the order of the sources.
fn shares(
    facts: &Facts,
    zone: Zone,
    subject: Subject<'_>,
    now: UtcMillis,
) -> Result<Vec<SourceShare>, Error> {
    let with = |without: BTreeSet<SourceId>| {
        let mut key = subject.key.clone();
        key.without = without;
        let subject = Subject {
            key: &key,
            ..subject
        };
        Ok::<_, Error>(wanted_view(facts, zone, &subject, now)?.table)
    };
    let off = &subject.key.without;
    let all: BTreeSet<SourceId> = subject.sources.iter().map(|one| one.id).collect();
    let mut tables = vec![with(off.clone())?];
    let mut alone = Vec::new();
    for source in subject.sources {
        let mut other = off.clone();
        if !other.remove(&source.id) {
            let _new = other.insert(source.id);
        }
        tables.push(with(other)?);
        let others = all.iter().copied().filter(|id| *id != source.id);
        alone.push(with(others.collect())?);
    }
    let lengths = lengths(&tables.iter().collect::<Vec<_>>())?;
    let (now_taken, turned) = lengths
        .split_first()
        .map_or((0, &[][..]), |(first, rest)| (*first, rest));
    let share = |((source, alone), turned): ((&Source, &AccessTable), &usize)| SourceShare {
        source: source.id,
        carried: !off.contains(&source.id),
        locks: facts.by_lock(alone).into_keys().collect(),
        bytes: now_taken.abs_diff(*turned),
    };
    let each = subject.sources.iter().zip(&alone).zip(turned);
    Ok(each.map(share).collect())
}

impl Station {
    /// What each of the sources opens on the key and takes in bytes, in their order; also of those that the key does
    /// not carry.
    ///
    /// # Errors
    /// [`Error::Rule`] where the rules refuse, [`Error::Medium`] for a lock number that no medium holds.
    pub fn source_shares(
        &self,
        key: &Key,
        sources: &[Source],
        user_end: Option<LocalDate>,
    ) -> Result<Vec<SourceShare>, Error> {
        let (facts, zone) = (self.facts()?, self.info()?.zone);
        let nothing = AccessTable::default();
        let subject = Subject {
            key,
            user_end,
            sources,
            written: &nothing,
            given: &[],
            chosen: None,
        };
        shares(&facts, zone, subject, self.services.now())
    }
}
