//! Which key blocking group's blocklist a key carries.

use std::collections::{BTreeMap, BTreeSet};

use super::wanted::source_entries;
use super::{AccessTable, Facts, Refusal};
use crate::model::{BlockingGroupId, KeyKind, LockNumber, SourceKind, Window};

/// What the rule says of a key's home group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeGroup {
    /// A phone key serves every group.
    EveryGroup,
    /// Nothing opens yet, so there is nothing to choose from.
    None,
    /// All locks lie in this group, or it was chosen, or it stays.
    Is(BlockingGroupId),
    /// It is fixed by an earlier write, though no lock of the key is in it any more: allowed, with a warning
    /// and a line on the to-do list.
    Orphaned(BlockingGroupId),
    /// Somebody must choose: nothing is preselected.
    MustChoose(Vec<BlockingGroupId>),
}

/// What a key brings to the choice of its home group.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// What the key is.
    pub kind: KeyKind,
    /// Its home group so far.
    pub current: Option<BlockingGroupId>,
    /// Whether a write already succeeded, which fixes it.
    pub written: bool,
    /// What the operator chose now.
    pub chosen: Option<BlockingGroupId>,
}

/// The key blocking groups of a table with the locks of it that lie in each.
pub fn groups_of(
    facts: &Facts,
    table: &AccessTable,
) -> BTreeMap<BlockingGroupId, BTreeSet<LockNumber>> {
    let mut groups: BTreeMap<BlockingGroupId, BTreeSet<LockNumber>> = BTreeMap::new();
    for number in facts.by_lock(table).into_keys() {
        if let Some(lock) = facts.lock(number) {
            let _ = groups
                .entry(lock.blocking_group)
                .or_default()
                .insert(number);
        }
    }
    groups
}

/// The key blocking groups of the locks that a source opens while it is valid.
///
/// # Errors
/// [`Refusal::DanglingSource`] where it names what is not among the facts.
pub fn groups_of_source(
    facts: &Facts,
    kind: &SourceKind,
) -> Result<BTreeSet<BlockingGroupId>, Refusal> {
    let entries = source_entries(facts, kind, Window::ALWAYS, None)?;
    let locks = entries.iter().flat_map(|entry| facts.expand(entry.target));
    Ok(locks
        .filter_map(|number| facts.lock(number))
        .map(|lock| lock.blocking_group)
        .collect())
}

/// Applies the rule to a wanted table.
///
/// # Errors
/// [`Refusal::HomeGroupFixed`] where something else than the written home group was chosen, and
/// [`Refusal::HomeGroupWithoutLocks`] where the choice holds none of the key's locks.
pub fn home_group(
    facts: &Facts,
    table: &AccessTable,
    key: Situation,
) -> Result<HomeGroup, Refusal> {
    if key.kind == KeyKind::Phone {
        return Ok(HomeGroup::EveryGroup);
    }
    let groups: Vec<BlockingGroupId> = groups_of(facts, table).into_keys().collect();
    if let (true, Some(home_group)) = (key.written, key.current) {
        if key.chosen.is_some_and(|chosen| chosen != home_group) {
            return Err(Refusal::HomeGroupFixed { home_group });
        }
        let stays = groups.contains(&home_group);
        return Ok(if stays {
            HomeGroup::Is(home_group)
        } else {
            HomeGroup::Orphaned(home_group)
        });
    }
    if let Some(chosen) = key.chosen {
        let offered = groups.contains(&chosen);
        return if offered {
            Ok(HomeGroup::Is(chosen))
        } else {
            Err(Refusal::HomeGroupWithoutLocks { chosen })
        };
    }
    Ok(match groups.as_slice() {
        [] => HomeGroup::None,
        [only] => HomeGroup::Is(*only),
        _ => match key.current.filter(|current| groups.contains(current)) {
            Some(current) => HomeGroup::Is(current),
            None => HomeGroup::MustChoose(groups),
        },
    })
}

/// The home group under which a key may be programmed; none for a phone key.
///
/// # Errors
/// As [`home_group`], and [`Refusal::OpensNothing`] or [`Refusal::HomeGroupNotChosen`] where a draft would
/// be allowed but a task is not.
pub fn for_programming(
    facts: &Facts,
    table: &AccessTable,
    key: Situation,
) -> Result<Option<BlockingGroupId>, Refusal> {
    if table.is_empty() {
        return Err(Refusal::OpensNothing);
    }
    match home_group(facts, table, key)? {
        HomeGroup::EveryGroup => Ok(None),
        HomeGroup::Is(group) | HomeGroup::Orphaned(group) => Ok(Some(group)),
        HomeGroup::None => Err(Refusal::OpensNothing),
        HomeGroup::MustChoose(groups) => Err(Refusal::HomeGroupNotChosen { groups }),
    }
}
