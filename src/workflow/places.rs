//! Roles, premises, locks and groups: added, changed, removed. Where that changes what keys shall hold, the
//! keys become pending in the same change set.

use std::collections::BTreeSet;

use super::plan::{refused, request};
use super::rights::Place;
use super::station::rule_facts;
use super::without_clock::ShutOut;
use super::{Error, Station};
use crate::access::{AccessTable, Facts, WantedHashes};
use crate::model::{
    BlockingGroupId, KeyId, Lock, LockGroupId, LockId, LockKind, LockNumber, LockState, Permission,
    Premises, PremisesId, RoleId, UserRole,
};
use crate::store::{Change, KeyFilter, NewWanted};
use crate::time::UtcMillis;

/// A lock to be added; its number is given by the store.
#[derive(Debug, Clone)]
pub struct NewLock {
    /// Its name.
    pub name: String,
    /// What it reads.
    pub kind: LockKind,
    /// Whether it keeps time.
    pub clock: bool,
    /// Its lock groups.
    pub groups: BTreeSet<LockGroupId>,
    /// Its key blocking group.
    pub blocking_group: BlockingGroupId,
}

impl Station {
    /// Adds a key blocking group.
    ///
    /// # Errors
    /// [`Error::Model`] for a bad name, [`Error::Store`] for a taken one.
    pub fn add_blocking_group(&mut self, name: &str) -> Result<BlockingGroupId, Error> {
        self.require_at(Permission::EditPremises, Place::System)?;
        let (id, name) = (self.services.id()?, crate::model::name(name)?);
        let _number = self.change(|change| change.insert_blocking_group(id, &name))?;
        Ok(id)
    }

    /// Adds a lock group.
    ///
    /// # Errors
    /// [`Error::Model`] for a bad name, [`Error::Store`] for a taken one.
    pub fn add_lock_group(&mut self, name: &str) -> Result<LockGroupId, Error> {
        self.require_at(Permission::EditPremises, Place::System)?;
        let (id, name) = (self.services.id()?, crate::model::name(name)?);
        let _number = self.change(|change| change.insert_lock_group(id, &name))?;
        Ok(id)
    }

    /// Adds a lock. It opens for nobody until it is deployed.
    ///
    /// # Errors
    /// [`Error::Model`] for a bad name, [`Error::Store`] for a taken one, [`Error::Rule`] where it has no clock and somebody
    /// opens one of its groups only at times.
    pub fn add_lock(&mut self, new: NewLock) -> Result<(LockId, LockNumber), Error> {
        self.require_at(Permission::EditPremises, Place::System)?;
        let lock = Lock {
            id: self.services.id()?,
            number: LockNumber(0),
            name: crate::model::name(&new.name)?,
            kind: new.kind,
            clock: new.clock,
            groups: new.groups,
            blocking_group: new.blocking_group,
            state: LockState::NotDeployed,
        };
        let mut number = LockNumber(0);
        let mut insert = |change: &mut Change<'_>| {
            number = change.insert_lock(&lock)?;
            Ok(())
        };
        // Who opens its groups at times only would open a lock without a clock likewise.
        let done = if lock.clock || lock.groups.is_empty() {
            self.change(insert)
        } else {
            let keys = self.change_rights(KeyFilter::All, &mut insert);
            keys.map(|_none_changed| ())
        };
        done.map_err(|error| self.with_removable(error, &[lock.blocking_group].into()))?;
        Ok((lock.id, number))
    }

    /// Changes what a lock shall be: the lock becomes pending, the fobs that its groups concern as well. Blocked keys that
    /// open it go with it on the blocklist that it comes to obey, which must be signed then.
    ///
    /// # Errors
    /// [`Error::Rule`] where it loses its clock, or comes to groups without one, and somebody would open it only at times;
    /// [`Error::Store`]; [`Error::Detailed`] with what may be taken off where that list has no room for them.
    pub fn update_lock(&mut self, lock: &Lock, expected: u64) -> Result<Vec<KeyId>, Error> {
        self.require_at(Permission::EditPremises, Place::Lock(lock.id))?;
        self.change_rights(KeyFilter::All, |change| {
            change.update_lock(lock, expected).map(|_| ())
        })
        .map_err(|error| self.with_removable(error, &[lock.blocking_group].into()))
    }

    /// Those of `locks` that do not hold their wanted configuration: somebody must visit their doors before a
    /// change works there.
    ///
    /// # Errors
    /// What the store says.
    pub fn doors_to_visit(&self, locks: &[LockId]) -> Result<Vec<LockId>, Error> {
        let records = self.read(|reading| locks.iter().map(|id| reading.lock(*id)).collect())?;
        let waiting = |record: &&crate::store::LockRecord| record.lock.state != LockState::Deployed;
        let records: Vec<crate::store::LockRecord> = records;
        Ok(records
            .iter()
            .filter(waiting)
            .map(|record| record.lock.id)
            .collect())
    }

    /// Adds a user role.
    ///
    /// # Errors
    /// [`Error::Model`] for a bad name, [`Error::Store`] for a taken one.
    pub fn add_role(&mut self, mut role: UserRole) -> Result<RoleId, Error> {
        self.require_over_role(&role)?;
        role.id = self.services.id()?;
        role.name = crate::model::name(&role.name)?;
        self.change(|change| change.insert_role(&role))?;
        Ok(role.id)
    }

    /// Changes a user role. Answers with the keys that became pending.
    ///
    /// # Errors
    /// [`Error::Rule`] where keys would open locks without a clock only at times; [`Error::Store`].
    pub fn update_role(&mut self, role: &UserRole, expected: u64) -> Result<Vec<KeyId>, Error> {
        self.require_at(Permission::EditRoles, Place::Role(role.id))?;
        self.require_over_role(role)?;
        self.change_rights(KeyFilter::All, |change| {
            change.update_role(role, expected).map(|_| ())
        })
    }

    /// Adds premises.
    ///
    /// # Errors
    /// [`Error::Model`] for a bad name, [`Error::Store`] for a taken one.
    pub fn add_premises(&mut self, mut premises: Premises) -> Result<PremisesId, Error> {
        self.require_over_premises(&premises, None)?;
        premises.id = self.services.id()?;
        premises.name = crate::model::name(&premises.name)?;
        self.change(|change| change.insert_premises(&premises))?;
        Ok(premises.id)
    }

    /// A role belongs to premises within reach and opens no lock beyond.
    fn require_over_role(&self, role: &UserRole) -> Result<(), Error> {
        let place = role.premises.map_or(Place::System, Place::Premises);
        self.require_at(Permission::EditRoles, place)?;
        let locks = role.locks.iter().copied().map(Place::Lock);
        let groups = role.lock_groups.iter().copied().map(Place::LockGroup);
        for place in locks.chain(groups) {
            self.require_at(Permission::EditRoles, place)?;
        }
        Ok(())
    }

    /// Premises lie in others within reach, take no lock from beyond, and bring no role from beyond: whoever lives
    /// there would open what the role opens. What they had before is not asked about again.
    pub(super) fn require_over_premises(
        &self,
        premises: &Premises,
        before: Option<&Premises>,
    ) -> Result<(), Error> {
        if before.is_none_or(|before| before.parent != premises.parent) {
            let place = premises.parent.map_or(Place::System, Place::Premises);
            self.require_at(Permission::EditPremises, place)?;
        }
        let new_lock = |lock: &&LockId| before.is_none_or(|before| !before.locks.contains(*lock));
        for lock in premises.locks.iter().filter(new_lock) {
            self.require_at(Permission::EditPremises, Place::Lock(*lock))?;
        }
        let new_role =
            |role: &&RoleId| before.is_none_or(|before| !before.linked_roles.contains(*role));
        for role in premises.linked_roles.iter().filter(new_role) {
            self.require_at(Permission::EditPremises, Place::Role(*role))?;
        }
        Ok(())
    }

    /// A change set that may change the tables of `keys`: afterwards their wanted tables are computed again, in the
    /// same transaction. Answers with the keys whose wanted table changed.
    pub(super) fn change_rights(
        &mut self,
        keys: KeyFilter,
        mut work: impl FnMut(&mut Change<'_>) -> Result<(), crate::store::Error>,
    ) -> Result<Vec<KeyId>, Error> {
        self.change_set(|change| {
            // What one user gets anew is looked at where it is given.
            let before = match keys {
                KeyFilter::All => Some(rule_facts(change.facts()?)),
                _ => None,
            };
            work(change)?;
            let now = change.now();
            recompute(change, keys, before.as_ref(), now)
        })
    }
}

/// Computes the hashes of the keys' wanted tables again and records those that changed, in the order of the
/// keys' ids, so that the store goes through its pages once. Answers with the keys concerned, in that order, without those
/// that are at their end: nothing is written for them any more.
fn recompute(
    change: &mut Change<'_>,
    keys: KeyFilter,
    before: Option<&Facts>,
    now: UtcMillis,
) -> Result<Vec<KeyId>, Error> {
    let stored = change.facts()?;
    let zone = stored.system.zone;
    let facts = rule_facts(stored);
    let end_dates = change.user_end_dates()?;
    let mut shut_out = before.map(|before| ShutOut::new(before, now));
    let nothing = AccessTable::default().hash();
    let mut tables = WantedHashes::new(&facts, now);
    let mut changed: Vec<NewWanted> = Vec::new();
    let mut over: BTreeSet<KeyId> = BTreeSet::new();
    let mut refusal = None;
    change.for_each_key_with_sources(keys, &mut |found| {
        let key = &found.record.key;
        let user_end = end_dates.get(&key.user).copied();
        let hash = match request(zone, key, user_end, &found.sources) {
            Some(request) => match &mut shut_out {
                Some(shut_out) => shut_out.meet(&found, &request, &mut tables),
                None => Ok(()),
            }
            .and_then(|()| tables.hash(&request)),
            None => Ok(nothing),
        };
        match hash {
            Ok(hash) if Some(hash) != found.record.wanted_hash => {
                changed.push(NewWanted {
                    key: key.id,
                    before: found.record.wanted_table,
                    hash,
                });
                if key.state.is_over() {
                    let _new = over.insert(key.id);
                }
            }
            Ok(_) => {}
            Err(error) => refusal = Some(refused(&facts, error)),
        }
        Ok(())
    })?;
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    if let Some(shut_out) = shut_out {
        shut_out.check(&facts, change)?;
    }
    changed.sort_unstable_by_key(|new| new.key);
    change.renew_wanted(&changed)?;
    let ids = changed.into_iter().map(|new| new.key);
    Ok(ids.filter(|id| !over.contains(id)).collect())
}
