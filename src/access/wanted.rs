//! From sources to the access table a key shall hold.

use std::collections::{BTreeMap, BTreeSet};

use super::{AccessTable, Conditions, Entry, Facts, Refusal, Target};
use crate::model::{
    AccessTimes, ExpiryInterval, KeyKind, LockId, LockKind, LockNumber, RoleId, Source, SourceId,
    SourceKind, UserRole, Validity, Window,
};
use crate::time::UtcMillis;

/// What a key is asked to open.
#[derive(Debug, Clone)]
pub struct KeyRequest<'a> {
    /// All sources of the key's user.
    pub sources: &'a [Source],
    /// Those of them that were taken off this key.
    pub without: &'a BTreeSet<SourceId>,
    /// Validity of the key itself, already cut down to the user's end date.
    pub validity: Validity,
    /// Expiry interval of the key itself.
    pub expiry: Option<ExpiryInterval>,
}

/// The wanted view of a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The table.
    pub table: AccessTable,
    /// For each lock, the sources that open it.
    pub origins: BTreeMap<LockNumber, BTreeSet<SourceId>>,
    /// Sources on the key that have ended and give nothing any more.
    pub ended: Vec<SourceId>,
}

/// The table that a key shall hold at `now`. Windows that lie in the future stay, since the key is offline;
/// ended ones go.
///
/// # Errors
/// [`Refusal::DanglingSource`] where a source names what is not among the facts.
pub fn wanted(facts: &Facts, request: &KeyRequest<'_>, now: UtcMillis) -> Result<Wanted, Refusal> {
    let mut entries = Vec::new();
    let mut result = Wanted::default();
    for source in request
        .sources
        .iter()
        .filter(|source| !request.without.contains(&source.id))
    {
        let Some(validity) = source
            .validity
            .meet(request.validity)
            .filter(|validity| !validity.is_over(now))
        else {
            result.ended.push(source.id);
            continue;
        };
        for entry in source_entries(facts, &source.kind, validity.window(), request.expiry)? {
            for lock in facts.expand(entry.target) {
                let _ = result.origins.entry(lock).or_default().insert(source.id);
            }
            entries.push(entry);
        }
    }
    result.table = merge(facts, entries);
    Ok(result)
}

/// Every entry that one source gives within `window`.
pub(super) fn source_entries(
    facts: &Facts,
    kind: &SourceKind,
    window: Window,
    key_expiry: Option<ExpiryInterval>,
) -> Result<Vec<Entry>, Refusal> {
    match kind {
        SourceKind::Role { role } => {
            let role = facts.roles.get(role).ok_or(Refusal::DanglingSource)?;
            role_entries(facts, role, window, key_expiry)
        }
        SourceKind::Premises { premises, roles } => {
            let premises = facts
                .premises
                .get(premises)
                .ok_or(Refusal::DanglingSource)?;
            let conditions = Conditions {
                window,
                access_times: None,
                expiry: key_expiry,
            };
            let mut entries = lock_entries(facts, &premises.locks, &conditions)?;
            for role in chosen_roles(facts, roles, &premises.linked_roles)? {
                entries.extend(role_entries(facts, role, window, key_expiry)?);
            }
            Ok(entries)
        }
    }
}

/// The chosen roles that are still linked to the premises: a link that was removed gives nothing more.
pub(super) fn chosen_roles<'a>(
    facts: &'a Facts,
    chosen: &[RoleId],
    linked: &BTreeSet<RoleId>,
) -> Result<Vec<&'a UserRole>, Refusal> {
    let still_linked = chosen.iter().filter(|role| linked.contains(role));
    still_linked
        .map(|role| facts.roles.get(role).ok_or(Refusal::DanglingSource))
        .collect()
}

fn role_entries(
    facts: &Facts,
    role: &UserRole,
    window: Window,
    key_expiry: Option<ExpiryInterval>,
) -> Result<Vec<Entry>, Refusal> {
    let conditions = Conditions {
        window,
        access_times: times_of(role),
        expiry: narrower(role.expiry, key_expiry),
    };
    let mut entries = lock_entries(facts, &role.locks, &conditions)?;
    for group in &role.lock_groups {
        let group = facts
            .lock_groups
            .get(group)
            .ok_or(Refusal::DanglingSource)?;
        entries.push(Entry {
            target: Target::Group(group.number),
            conditions: conditions.clone(),
        });
    }
    Ok(entries)
}

/// The access times of a role as entries have them: none where they are the whole week.
pub(crate) fn times_of(role: &UserRole) -> Option<AccessTimes> {
    role.access_times.clone().filter(|times| !times.is_always())
}

/// The shorter of two expiry intervals.
pub(super) fn narrower(
    of_role: Option<ExpiryInterval>,
    of_key: Option<ExpiryInterval>,
) -> Option<ExpiryInterval> {
    match (of_role, of_key) {
        (Some(of_role), Some(of_key)) => Some(of_role.min(of_key)),
        (of_role, of_key) => of_role.or(of_key),
    }
}

fn lock_entries(
    facts: &Facts,
    locks: &BTreeSet<LockId>,
    conditions: &Conditions,
) -> Result<Vec<Entry>, Refusal> {
    let entry = |id| {
        let lock = facts.locks.get(id).ok_or(Refusal::DanglingSource)?;
        Ok(Entry {
            target: Target::Lock(lock.number),
            conditions: conditions.clone(),
        })
    };
    locks.iter().map(entry).collect()
}

/// Merges entries per target: access times add up, the wider one wins, and a lock entry goes where an entry
/// for one of the lock's groups covers it. A narrower entry never hides a wider one.
pub(crate) fn merge(facts: &Facts, entries: Vec<Entry>) -> AccessTable {
    let mut by_target: BTreeMap<Target, Vec<Conditions>> = BTreeMap::new();
    for entry in AccessTable::new(entries).entries() {
        by_target
            .entry(entry.target)
            .or_default()
            .push(entry.conditions.clone());
    }
    let mut merged = Vec::new();
    let mut groups: Vec<Entry> = Vec::new();
    for (target, conditions) in by_target {
        for conditions in widest(conditions) {
            let entry = Entry { target, conditions };
            match target {
                Target::Group(_) => groups.push(entry),
                Target::Lock(lock) => {
                    let covers = |wide: &Entry| {
                        matches!(wide.target, Target::Group(group) if facts.is_member(lock, group))
                            && wide.conditions.cover(&entry.conditions)
                    };
                    if !groups.iter().any(covers) {
                        merged.push(entry);
                    }
                }
            }
        }
    }
    merged.extend(groups);
    AccessTable::new(merged)
}

/// The fewest conditions that allow the same: joined where two differ in one respect only, and without
/// those that another covers. Repeats until nothing changes, so the outcome does not hang on the order.
pub(super) fn widest(mut conditions: Vec<Conditions>) -> Vec<Conditions> {
    loop {
        conditions.sort_unstable();
        conditions.dedup();
        let pair = (0..conditions.len())
            .flat_map(|a| (a + 1..conditions.len()).map(move |b| (a, b)))
            .find_map(|(a, b)| join(&conditions[a], &conditions[b]).map(|joined| (a, b, joined)));
        let Some((a, b, joined)) = pair else {
            return conditions;
        };
        let _ = conditions.swap_remove(b);
        conditions[a] = joined;
    }
}

/// One condition that allows exactly what both allow, where there is one.
fn join(a: &Conditions, b: &Conditions) -> Option<Conditions> {
    if a.cover(b) {
        return Some(a.clone());
    }
    if b.cover(a) {
        return Some(b.clone());
    }
    if a.expiry != b.expiry {
        return None;
    }
    if a.window == b.window {
        let times = a
            .access_times
            .as_ref()
            .zip(b.access_times.as_ref())
            .map(|(a, b)| a.union(b));
        return Some(Conditions {
            access_times: times.filter(|times| !AccessTimes::is_always(times)),
            ..a.clone()
        });
    }
    if a.access_times == b.access_times {
        return touching(a.window, b.window).map(|window| Conditions {
            window,
            ..a.clone()
        });
    }
    None
}

/// The one window that is both windows, where they overlap or touch.
fn touching(a: Window, b: Window) -> Option<Window> {
    let reaches = |end: Option<u32>, start: Option<u32>| {
        end.is_none_or(|end| start.is_none_or(|start| start <= end))
    };
    if !reaches(a.end, b.start) || !reaches(b.end, a.start) {
        return None;
    }
    Some(Window {
        start: a.start.min(b.start),
        end: a.end.zip(b.end).map(|(a, b)| a.max(b)),
    })
}

/// The locks without a clock that a table opens at times or for a time only, by their numbers: they cannot judge that.
/// A lock that another entry opens always judges by that one.
pub fn blind(facts: &Facts, table: &AccessTable) -> Vec<LockId> {
    let (mut always, mut limited) = (BTreeSet::new(), BTreeMap::new());
    for entry in table.entries() {
        let locks = facts.expand(entry.target).into_iter();
        let locks = locks.filter_map(|number| facts.lock(number));
        for lock in locks.filter(|lock| !lock.clock) {
            if entry.conditions.are_unrestricted() {
                let _known = always.insert(lock.number);
            } else {
                let _known = limited.insert(lock.number, lock.id);
            }
        }
    }
    limited.retain(|number, _| !always.contains(number));
    limited.into_values().collect()
}

/// Refuses a table that some of its locks could not judge for want of a clock.
///
/// # Errors
/// [`Refusal::NeedsClock`] with the locks that are [`blind`].
pub fn check_clocks(facts: &Facts, table: &AccessTable) -> Result<(), Refusal> {
    let locks = blind(facts, table);
    if locks.is_empty() {
        Ok(())
    } else {
        Err(Refusal::NeedsClock { locks })
    }
}

/// The locks of a table that a key of this kind cannot open whatever it holds: fob locks for a K5 key, and
/// locks with a keypad for both media.
pub fn unreadable(facts: &Facts, table: &AccessTable, kind: KeyKind) -> Vec<LockId> {
    let reads = |lock: LockKind| match kind {
        KeyKind::Phone => true,
        KeyKind::Fob => lock != LockKind::Pin,
        KeyKind::K5 => lock == LockKind::Hybrid,
    };
    let locks = facts.by_lock(table);
    locks
        .keys()
        .filter_map(|number| facts.lock(*number))
        .filter(|lock| !reads(lock.kind))
        .map(|lock| lock.id)
        .collect()
}
