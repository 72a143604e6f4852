//! What the rules know of a system: its roles, premises, locks and groups at one moment.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Conditions, Target};
use crate::model::{
    BlockingGroup, BlockingGroupId, Lock, LockGroup, LockGroupId, LockGroupNumber, LockId,
    LockNumber, Premises, PremisesId, RoleId, SourceKind, UserRole,
};

/// A consistent picture of everything but people and keys.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// User roles by id.
    pub roles: HashMap<RoleId, UserRole>,
    /// Premises by id.
    pub premises: HashMap<PremisesId, Premises>,
    /// Locks by id.
    pub locks: HashMap<LockId, Lock>,
    /// Lock groups by id.
    pub lock_groups: HashMap<LockGroupId, LockGroup>,
    /// Key blocking groups by id.
    pub blocking_groups: HashMap<BlockingGroupId, BlockingGroup>,
    lock_by_number: BTreeMap<LockNumber, LockId>,
    members: HashMap<LockGroupNumber, BTreeSet<LockNumber>>,
}

impl Facts {
    /// Indexes the records.
    pub fn new(
        roles: impl IntoIterator<Item = UserRole>,
        premises: impl IntoIterator<Item = Premises>,
        locks: impl IntoIterator<Item = Lock>,
        lock_groups: impl IntoIterator<Item = LockGroup>,
        blocking_groups: impl IntoIterator<Item = BlockingGroup>,
    ) -> Self {
        let mut facts = Self {
            roles: roles.into_iter().map(|role| (role.id, role)).collect(),
            premises: premises
                .into_iter()
                .map(|premises| (premises.id, premises))
                .collect(),
            locks: locks.into_iter().map(|lock| (lock.id, lock)).collect(),
            lock_groups: lock_groups
                .into_iter()
                .map(|group| (group.id, group))
                .collect(),
            blocking_groups: blocking_groups
                .into_iter()
                .map(|group| (group.id, group))
                .collect(),
            ..Self::default()
        };
        for lock in facts.locks.values() {
            let _ = facts.lock_by_number.insert(lock.number, lock.id);
            for group in lock
                .groups
                .iter()
                .filter_map(|id| facts.lock_groups.get(id))
            {
                let _ = facts
                    .members
                    .entry(group.number)
                    .or_default()
                    .insert(lock.number);
            }
        }
        facts
    }

    /// The lock with this number on media.
    pub fn lock(&self, number: LockNumber) -> Option<&Lock> {
        self.lock_by_number
            .get(&number)
            .and_then(|id| self.locks.get(id))
    }

    /// The numbers of the locks that shall be in a lock group.
    pub fn members(&self, group: LockGroupNumber) -> impl Iterator<Item = LockNumber> + '_ {
        self.members.get(&group).into_iter().flatten().copied()
    }

    /// Whether a lock shall be in a lock group.
    pub fn is_member(&self, lock: LockNumber, group: LockGroupNumber) -> bool {
        self.members
            .get(&group)
            .is_some_and(|members| members.contains(&lock))
    }

    /// The locks that a target stands for.
    pub fn expand(&self, target: Target) -> Vec<LockNumber> {
        match target {
            Target::Lock(number) => vec![number],
            Target::Group(number) => self.members(number).collect(),
        }
    }

    /// For each lock, every condition under which a table opens it.
    pub fn by_lock<'a>(
        &self,
        table: &'a super::AccessTable,
    ) -> BTreeMap<LockNumber, Vec<&'a Conditions>> {
        let mut found: BTreeMap<LockNumber, Vec<&Conditions>> = BTreeMap::new();
        for entry in table.entries() {
            for lock in self.expand(entry.target) {
                found.entry(lock).or_default().push(&entry.conditions);
            }
        }
        found
    }

    /// The name of what a source assigns.
    pub fn name_of(&self, kind: &SourceKind) -> Option<&str> {
        let name = match kind {
            SourceKind::Role { role } => self.roles.get(role).map(|role| &role.name),
            SourceKind::Premises { premises, .. } => {
                self.premises.get(premises).map(|premises| &premises.name)
            }
        };
        name.map(String::as_str)
    }

    /// One more than the largest lock number, which bounds the lock sets on media.
    pub fn lock_universe(&self) -> u32 {
        self.lock_by_number
            .last_key_value()
            .map_or(0, |(number, _)| number.0.saturating_add(1))
    }
}
