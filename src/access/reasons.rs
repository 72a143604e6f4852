//! Why somebody may open a lock: every way from a source to it.

use std::collections::{BTreeMap, BTreeSet};

use super::wanted::chosen_roles;
use super::{Facts, Refusal};
use crate::model::{LockGroupId, LockId, RoleId, Source, SourceId, SourceKind, UserRole};
use crate::time::UtcMillis;

/// One way from a source to a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// The role or private premises that were given.
    pub source: SourceId,
    /// The role through which it goes; none where the lock is the premises' own.
    pub role: Option<RoleId>,
    /// The lock group through which it goes; none where the lock itself is named.
    pub group: Option<LockGroupId>,
}

/// For each lock that the sources open now or later, every way to it. Ended sources give none.
///
/// # Errors
/// [`Refusal::DanglingSource`] where a source names what is not among the facts.
pub fn reasons(
    facts: &Facts,
    sources: &[Source],
    now: UtcMillis,
) -> Result<BTreeMap<LockId, BTreeSet<Way>>, Refusal> {
    let mut found = Found {
        facts,
        ways: BTreeMap::new(),
    };
    for source in sources {
        if source.validity.is_over(now) {
            continue;
        }
        match &source.kind {
            SourceKind::Role { role } => {
                let role = facts.roles.get(role).ok_or(Refusal::DanglingSource)?;
                found.role(source.id, role);
            }
            SourceKind::Premises { premises, roles } => {
                let premises = facts.premises.get(premises);
                let premises = premises.ok_or(Refusal::DanglingSource)?;
                found.locks(source.id, None, &premises.locks);
                for role in chosen_roles(facts, roles, &premises.linked_roles)? {
                    found.role(source.id, role);
                }
            }
        }
    }
    Ok(found.ways)
}

struct Found<'a> {
    facts: &'a Facts,
    ways: BTreeMap<LockId, BTreeSet<Way>>,
}

impl Found<'_> {
    fn role(&mut self, source: SourceId, role: &UserRole) {
        self.locks(source, Some(role.id), &role.locks);
        for group in &role.lock_groups {
            let facts = self.facts;
            let members = facts.locks.values();
            for lock in members.filter(|lock| lock.groups.contains(group)) {
                let way = Way {
                    source,
                    role: Some(role.id),
                    group: Some(*group),
                };
                let _new = self.ways.entry(lock.id).or_default().insert(way);
            }
        }
    }

    fn locks(&mut self, source: SourceId, role: Option<RoleId>, locks: &BTreeSet<LockId>) {
        for lock in locks {
            let way = Way {
                source,
                role,
                group: None,
            };
            let _new = self.ways.entry(*lock).or_default().insert(way);
        }
    }
}
