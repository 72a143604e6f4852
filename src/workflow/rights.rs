//! What the operator at this station may do, and where. Rights of this software: the hardware knows only the
//! programming key.
//!
//! Every change set passes [`Station::change`], which holds what was done against the operator's rights and
//! gives the whole set up where one is missing; an action that no right is named for needs the right to
//! administer. What an operator may do in some premises only is checked where the subject is known, before
//! anything is computed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::station::rule_facts;
use super::{Error, Station};
use crate::access::Facts;
use crate::i18n::Arguments;
use crate::model::{
    AdministratorRole, BlockingGroupId, LockGroupId, LockId, Permission, Premises, PremisesId,
    RoleId, SourceKind, UserId,
};
use crate::store::{self, KeyRecord, Reading, Stored};

/// Where an operator may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    /// In the whole system.
    Everywhere,
    /// In these premises, those that lie in them included.
    Within(BTreeSet<PremisesId>),
}

/// What an operator may do, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights {
    reach: BTreeMap<Permission, Reach>,
}

/// What a right is needed for.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The system as a whole, or something that belongs to no premises.
    System,
    /// Premises.
    Premises(PremisesId),
    /// A user role.
    Role(RoleId),
    /// A lock.
    Lock(LockId),
    /// A lock group: each of its locks.
    LockGroup(LockGroupId),
    /// Somebody's sources, each of them.
    AllOf(&'a [SourceKind]),
    /// Somebody's sources, one of them.
    OneOf(&'a [SourceKind]),
}

impl Rights {
    /// What these administrator roles allow together. Premises of a role reach to all that lies in them.
    pub fn of<'a>(
        roles: impl IntoIterator<Item = &'a AdministratorRole>,
        parents: &BTreeMap<PremisesId, Option<PremisesId>>,
    ) -> Self {
        let mut rights = Self::default();
        for role in roles {
            for permission in &role.permissions {
                rights.allow(*permission, &role.premises, parents);
            }
        }
        rights
    }

    fn allow(
        &mut self,
        permission: Permission,
        premises: &BTreeSet<PremisesId>,
        parents: &BTreeMap<PremisesId, Option<PremisesId>>,
    ) {
        let reach = self
            .reach
            .entry(permission)
            .or_insert_with(|| Reach::Within(BTreeSet::new()));
        if premises.is_empty() {
            *reach = Reach::Everywhere;
        } else if let Reach::Within(known) = reach {
            let inside =
                |id: &PremisesId| ancestry(*id, parents).any(|one| premises.contains(&one));
            known.extend(parents.keys().copied().filter(inside));
        }
    }

    /// Whether it may be done anywhere at all.
    pub fn may(&self, permission: Permission) -> bool {
        match self.reach.get(&permission) {
            Some(Reach::Everywhere) => true,
            Some(Reach::Within(premises)) => !premises.is_empty(),
            None => false,
        }
    }

    /// Whether it may be done in the whole system.
    pub fn may_everywhere(&self, permission: Permission) -> bool {
        self.reach.get(&permission) == Some(&Reach::Everywhere)
    }

    /// Whether it may be done there.
    pub fn may_at(&self, permission: Permission, place: Place<'_>, facts: &Facts) -> bool {
        match self.reach.get(&permission) {
            None => false,
            Some(Reach::Everywhere) => true,
            Some(Reach::Within(premises)) => lies_within(premises, place, facts),
        }
    }

    /// Refuses where one of these actions of the log needs a right that is held nowhere.
    ///
    /// # Errors
    /// [`Error::RightMissing`] with the first right that would do.
    pub(super) fn allow_each(&self, actions: &[String]) -> Result<(), Error> {
        for action in actions {
            let needed = needed(action);
            if let Some(first) = needed.first()
                && !needed.iter().any(|permission| self.may(*permission))
            {
                return Err(Error::RightMissing {
                    right: first.as_str(),
                    elsewhere: false,
                    place: None,
                });
            }
        }
        Ok(())
    }

    /// What may be done anywhere at all, in the order in which permissions are shown.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .into_iter()
            .filter(|permission| self.may(*permission))
    }
}

/// Premises and all that they lie in. A circle, which the store refuses, would end it after as many steps as
/// there are premises.
fn ancestry(
    id: PremisesId,
    parents: &BTreeMap<PremisesId, Option<PremisesId>>,
) -> impl Iterator<Item = PremisesId> {
    std::iter::successors(Some(id), |id| parents.get(id).copied().flatten()).take(parents.len() + 1)
}

fn lies_within(premises: &BTreeSet<PremisesId>, place: Place<'_>, facts: &Facts) -> bool {
    let source_within = |source: &SourceKind| match source {
        SourceKind::Premises { premises: id, .. } => premises.contains(id),
        SourceKind::Role { role } => lies_within(premises, Place::Role(*role), facts),
    };
    match place {
        Place::System => false,
        Place::Premises(id) => premises.contains(&id),
        Place::Role(id) => facts
            .roles
            .get(&id)
            .and_then(|role| role.premises)
            .is_some_and(|id| premises.contains(&id)),
        Place::Lock(id) => premises
            .iter()
            .filter_map(|premises| facts.premises.get(premises))
            .any(|premises| premises.locks.contains(&id)),
        Place::LockGroup(id) => {
            let mut members = facts
                .locks
                .values()
                .filter(|lock| lock.groups.contains(&id))
                .peekable();
            // An empty group may be filled with anybody's locks later.
            members.peek().is_some()
                && members.all(|lock| lies_within(premises, Place::Lock(lock.id), facts))
        }
        Place::AllOf(sources) => sources.iter().all(source_within),
        Place::OneOf(sources) => sources.is_empty() || sources.iter().any(source_within),
    }
}

/// Values for the sentences about a missing right.
pub(super) fn missing(right: &'static str, place: Option<&str>) -> Arguments {
    let mut values = Arguments::from([("right", right.into())]);
    if let Some(place) = place {
        // The sentences choose by the first.
        values.extend([("named", "yes".into()), ("place", place.into())]);
    }
    values
}

fn place_of(source: &SourceKind) -> Place<'_> {
    match source {
        SourceKind::Role { role } => Place::Role(*role),
        SourceKind::Premises { premises, .. } => Place::Premises(*premises),
    }
}

/// What a place is called; the whole system has no name among its own.
fn name_of(place: Place<'_>, facts: &Facts) -> Option<String> {
    let name = match place {
        Place::Premises(id) => &facts.premises.get(&id)?.name,
        Place::Role(id) => &facts.roles.get(&id)?.name,
        Place::Lock(id) => &facts.locks.get(&id)?.name,
        Place::LockGroup(id) => &facts.lock_groups.get(&id)?.name,
        Place::System | Place::AllOf(_) | Place::OneOf(_) => return None,
    };
    Some(name.clone())
}

impl Station {
    /// What the operator may do.
    ///
    /// # Errors
    /// What the store says.
    pub fn rights(&self) -> Result<Rights, Error> {
        self.read(|reading| rights_of(reading, self.operator))
    }

    /// What the operator may do anywhere at all.
    ///
    /// # Errors
    /// What the store says.
    pub fn permissions(&self) -> Result<BTreeSet<Permission>, Error> {
        Ok(self.rights()?.permissions().collect())
    }

    /// Refuses unless the operator has the right there.
    ///
    /// # Errors
    /// [`Error::RightMissing`].
    pub fn require_at(&self, permission: Permission, place: Place<'_>) -> Result<(), Error> {
        let rights = self.rights()?;
        if rights.may_everywhere(permission) {
            return Ok(());
        }
        let facts = self.facts_of_doors()?;
        if rights.may_at(permission, place, &facts) {
            return Ok(());
        }
        let lacks = |kind: &&SourceKind| {
            !rights.may_at(
                permission,
                Place::AllOf(std::slice::from_ref(*kind)),
                &facts,
            )
        };
        Err(Error::RightMissing {
            right: permission.as_str(),
            elsewhere: rights.may(permission),
            place: match place {
                Place::AllOf(sources) | Place::OneOf(sources) => {
                    let first = sources.iter().find(lacks);
                    first.and_then(|source| name_of(place_of(source), &facts))
                }
                place => name_of(place, &facts),
            },
        })
    }

    /// The facts with locks in every group that they know or shall know: until somebody was at a door, its lock opens
    /// for a group that it is to leave.
    fn facts_of_doors(&self) -> Result<Facts, Error> {
        let mut stored = self.read(|reading| reading.facts())?;
        for record in &mut stored.locks {
            if let Some(deployed) = &record.deployed {
                record.lock.groups.extend(&deployed.groups);
            }
        }
        Ok(rule_facts(stored))
    }

    /// Refuses unless the operator has the right somewhere.
    ///
    /// # Errors
    /// [`Error::RightMissing`].
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.rights()?.may(permission) {
            Ok(())
        } else {
            Err(Error::RightMissing {
                right: permission.as_str(),
                elsewhere: false,
                place: None,
            })
        }
    }

    /// Refuses unless the operator has the right over every source of the user.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn require_over_all_of_user(
        &self,
        permission: Permission,
        user: UserId,
    ) -> Result<(), Error> {
        let kinds = self.kinds_of(user)?;
        // Who belongs to no premises belongs to the whole system.
        if kinds.is_empty() {
            return self.require_at(permission, Place::System);
        }
        self.require_at(permission, Place::AllOf(&kinds))
    }

    fn kinds_of(&self, user: UserId) -> Result<Vec<SourceKind>, Error> {
        let sources = self.read(|reading| reading.sources(user))?;
        Ok(sources.into_iter().map(|one| one.value.kind).collect())
    }

    /// Refuses unless the operator has the right over one of the sources of a key's holder. Where there are none, as of
    /// somebody who was removed, the doors that its medium opens tell whose matter it is: each of them.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn require_over_key(&self, permission: Permission, key: &KeyRecord) -> Result<(), Error> {
        let kinds = self.kinds_of(key.key.user)?;
        if !kinds.is_empty() {
            return self.require_at(permission, Place::OneOf(&kinds));
        }
        let written = self.read(|reading| reading.written_view(key.key.id))?;
        let Some(written) = written.filter(|written| !written.table.is_empty()) else {
            return self.require_at(permission, Place::OneOf(&[]));
        };
        let facts = self.facts()?;
        for number in facts.by_lock(&written.table).into_keys() {
            // A lock that is not in the records any more is nobody's.
            let lock = facts.lock(number).map(|lock| lock.id);
            self.require_at(permission, lock.map_or(Place::System, Place::Lock))?;
        }
        Ok(())
    }

    /// Refuses unless the operator has the right at one of the locks that obey a blocklist.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn require_over_list(
        &self,
        permission: Permission,
        group: BlockingGroupId,
    ) -> Result<(), Error> {
        let rights = self.rights()?;
        if rights.may_everywhere(permission) {
            return Ok(());
        }
        let facts = self.facts_of_doors()?;
        let mut own = facts
            .locks
            .values()
            .filter(|lock| lock.blocking_group == group);
        if own.any(|lock| rights.may_at(permission, Place::Lock(lock.id), &facts)) {
            return Ok(());
        }
        Err(Error::RightMissing {
            right: permission.as_str(),
            elsewhere: rights.may(permission),
            place: facts
                .blocking_groups
                .get(&group)
                .map(|one| one.name.clone()),
        })
    }

    /// Refuses unless the operator has the right over one of the sources of the user. Who has none is nobody's yet: whoever
    /// has the right anywhere may take them on. It is for people; over media, which open doors also after their holder has
    /// lost every source, [`Self::require_over_key`] decides.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn require_over_user(&self, permission: Permission, user: UserId) -> Result<(), Error> {
        let kinds = self.kinds_of(user)?;
        self.require_at(permission, Place::OneOf(&kinds))
    }
}

/// What a user may do as an operator; nothing where the user is none.
pub(super) fn rights_of(reading: &Reading<'_>, user: UserId) -> Result<Rights, store::Error> {
    let operators = reading.operators()?;
    let Some(operator) = operators.into_iter().find(|one| one.value.user == user) else {
        return Ok(Rights::default());
    };
    let mut held = reading.administrator_roles()?;
    held.retain(|role| operator.value.roles.contains(&role.value.id));
    let limited = held.iter().any(|role| !role.value.premises.is_empty());
    let parents = if limited {
        let all = reading.all_premises()?;
        let parent = |one: Stored<Premises>| (one.value.id, one.value.parent);
        all.into_iter().map(parent).collect()
    } else {
        BTreeMap::new()
    };
    Ok(Rights::of(held.iter().map(|role| &role.value), &parents))
}

/// The permissions of which one is needed for what the log calls `action`. None for what follows from an
/// action that was allowed: a result that is there is recorded, whoever has lost which right meanwhile.
pub(super) fn needed(action: &str) -> &'static [Permission] {
    use Permission as P;
    match action {
        "user-added" | "user-changed" | "user-removed" => &[P::EditUsers, P::Administer],
        "source-added"
        | "source-changed"
        | "source-removed"
        | "invitation-queued"
        | "invitation-renewed"
        | "invitation-revoked"
        | "invitation-accepted" => &[P::EditUsers],
        "key-added" | "key-deleted" => &[P::OrderKeys],
        "key-changed" => &[P::OrderKeys, P::ProgramKeys],
        "medium-adopted" => &[P::ProgramKeys],
        "blocklist-version-raised" => &[P::ProgramKeys, P::BlockKeys],
        "task-queued" | "write-begun" => &[P::ProgramKeys, P::ReturnKeys],
        "unknown-fob-emptying" | "unknown-fob-emptied" => &[P::ReturnKeys],
        // Also the state that a key returns to when its write ends or its block is lifted.
        "key-handed-over" => &[P::HandOverKeys, P::ProgramKeys, P::ReturnKeys, P::BlockKeys],
        "key-blocked" => &[P::BlockKeys],
        // Also those that a lock brings along into another group.
        "blocklist-key-added" => &[P::BlockKeys, P::EditPremises],
        "blocklist-key-removed" => &[P::BlockKeys, P::ReturnKeys],
        "key-replaced" => &[P::OrderKeys, P::BlockKeys],
        "key-written-off" => &[P::ReturnKeys, P::BlockKeys, P::ProgramKeys],
        "role-added" | "role-changed" | "role-removed" => &[P::EditRoles],
        "premises-added"
        | "premises-changed"
        | "premises-removed"
        | "lock-added"
        | "lock-changed"
        | "lock-removed"
        | "lock-group-added"
        | "lock-group-changed"
        | "lock-group-removed"
        | "blocking-group-added"
        | "blocking-group-changed"
        | "blocking-group-removed" => &[P::EditPremises],
        "lock-deployment-begun" | "lock-stolen" => &[P::DeployLocks],
        "clock-confirmed" => &[P::ProgramKeys, P::DeployLocks],
        "programming-key-added"
        | "programming-key-changed"
        | "programming-key-removed"
        | "recovery-code-used"
        | "envelope-added"
        | "envelope-changed"
        | "generation-due"
        | "generation-abandoned" => &[P::EditProgrammingKeys],
        _ if follows(action) => &[],
        _ => &[P::Administer],
    }
}

/// Whether the action is the result of one that was allowed before, or of a list that must be signed again.
fn follows(action: &str) -> bool {
    let outcome = |prefix: &str| action.starts_with(prefix);
    matches!(
        action,
        "lock-deployed"
            | "blocklist-signed"
            | "system-live"
            | "generation-raised"
            | "generation-seen"
            | "generations-retired"
    ) || outcome("task-")
        || outcome("key-")
        || outcome("invitation-")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::model::Id;

    fn premises(number: u8) -> PremisesId {
        Id::from_bytes([number; 16])
    }

    fn role(permission: Permission, at: &[u8]) -> AdministratorRole {
        AdministratorRole {
            id: Id::from_bytes([9; 16]),
            name: "Caretaker".to_owned(),
            permissions: [permission].into(),
            premises: at.iter().copied().map(premises).collect(),
        }
    }

    /// 1 holds 2, which holds 3; 4 stands alone.
    fn tree() -> BTreeMap<PremisesId, Option<PremisesId>> {
        [(1, None), (2, Some(1)), (3, Some(2)), (4, None)]
            .map(|(id, parent)| (premises(id), parent.map(premises)))
            .into()
    }

    #[test]
    fn a_right_over_premises_reaches_all_that_lies_in_them_and_nothing_beside() {
        let caretaker = role(Permission::EditUsers, &[2]);
        let rights = Rights::of([&caretaker], &tree());
        let facts = Facts::default();
        let at = |id| rights.may_at(Permission::EditUsers, Place::Premises(premises(id)), &facts);
        assert_eq!([1, 2, 3, 4].map(at), [false, true, true, false]);
        assert!(rights.may(Permission::EditUsers));
        assert!(!rights.may_everywhere(Permission::EditUsers));
        assert!(!rights.may_at(Permission::EditUsers, Place::System, &facts));
        assert!(!rights.may(Permission::ProgramKeys));
    }

    #[test]
    fn two_roles_add_up_and_the_wider_one_wins() {
        let (here, everywhere) = (
            role(Permission::EditUsers, &[4]),
            role(Permission::EditUsers, &[]),
        );
        for order in [[&here, &everywhere], [&everywhere, &here]] {
            assert!(Rights::of(order, &tree()).may_everywhere(Permission::EditUsers));
        }
    }

    #[test]
    fn somebody_with_a_foot_in_each_building_is_reached_but_not_wholly() {
        let rights = Rights::of([&role(Permission::EditUsers, &[1])], &tree());
        let live = |id| SourceKind::Premises {
            premises: premises(id),
            roles: Vec::new(),
        };
        let facts = Facts::default();
        let both = [live(3), live(4)];
        assert!(rights.may_at(Permission::EditUsers, Place::OneOf(&both), &facts));
        assert!(!rights.may_at(Permission::EditUsers, Place::AllOf(&both), &facts));
        assert!(rights.may_at(Permission::EditUsers, Place::AllOf(&both[..1]), &facts));
    }

    #[test]
    fn an_action_nobody_thought_of_needs_the_right_to_administer() {
        assert_eq!(needed("something-new"), [Permission::Administer]);
        assert_eq!(needed("operator-added"), [Permission::Administer]);
        assert!(needed("task-done").is_empty());
    }
}
