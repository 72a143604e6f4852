//! Premises, locks, groups and roles.

use std::collections::BTreeSet;

use super::{Change, Subject};
use crate::model::{
    AdministratorRole, BlockingGroupId, BlockingGroupNumber, ExpiryInterval, Lock, LockGroupId,
    LockGroupNumber, LockId, LockNumber, LockState, Premises, PremisesId, RoleId, UserRole,
};
use crate::store::fold::fold;
use crate::store::sql::{Row, Value, params, statement};
use crate::store::{Deployed, Entity, Error};

impl Change<'_> {
    /// Adds a user role.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::Dangling`].
    pub fn insert_role(&mut self, role: &UserRole) -> Result<(), Error> {
        let mut values = vec![Value::from(role.id)];
        values.extend(role_values(role)?);
        self.run(statement!("role/insert"), &values)?;
        self.write_role_links(role)?;
        self.record_named("role-added", Subject::of(Entity::Role, role.id), &role.name)
    }

    /// Changes a user role.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`], [`Error::Dangling`].
    pub fn update_role(&mut self, role: &UserRole, expected: u64) -> Result<u64, Error> {
        let renamed = self.is_renamed(statement!("role/name"), params![role.id], &role.name)?;
        let mut values = params![role.id, expected].to_vec();
        values.extend(role_values(role)?);
        let version = self.guarded(statement!("role/update"), &values, Entity::Role)?;
        self.run(statement!("role/clear_locks"), params![role.id])?;
        self.run(statement!("role/clear_lock_groups"), params![role.id])?;
        self.write_role_links(role)?;
        if renamed {
            self.run(statement!("user/renew_given_of_role"), params![role.id])?;
        }
        let subject = Subject::of(Entity::Role, role.id);
        self.record_named("role-changed", subject, &role.name)?;
        Ok(version)
    }

    /// Removes a user role.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while somebody has it.
    pub fn remove_role(&mut self, id: RoleId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("role/remove"),
            params![id, expected],
            Subject::of(Entity::Role, id),
        )
    }

    /// Whether what is stored bears another name. What lists are sorted and searched by then changes for everybody who
    /// has it, which is looked for under no other change.
    fn is_renamed(&self, named: &'static str, id: &[Value], name: &str) -> Result<bool, Error> {
        let same = |row: &Row<'_>| Ok(row.text(0)? == name);
        Ok(self.link.first(named, id, same)? != Some(true))
    }

    fn write_role_links(&self, role: &UserRole) -> Result<(), Error> {
        self.link_each(
            statement!("role/add_lock"),
            role.id,
            role.locks.iter().copied(),
        )?;
        self.link_each(
            statement!("role/add_lock_group"),
            role.id,
            role.lock_groups.iter().copied(),
        )
    }

    /// Adds an administrator role.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::Dangling`].
    pub fn insert_administrator_role(&mut self, role: &AdministratorRole) -> Result<(), Error> {
        self.run(
            statement!("administrator_role/insert"),
            params![
                role.id,
                &role.name,
                fold(&role.name),
                serde_json::to_string(&role.permissions)?,
            ],
        )?;
        self.link_each(
            statement!("administrator_role/add_premises"),
            role.id,
            role.premises.iter().copied(),
        )?;
        let subject = Subject::of(Entity::AdministratorRole, role.id);
        self.record_named("administrator-role-added", subject, &role.name)
    }

    /// Changes an administrator role.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`], [`Error::Dangling`].
    pub fn update_administrator_role(
        &mut self,
        role: &AdministratorRole,
        expected: u64,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("administrator_role/update"),
            params![
                role.id,
                expected,
                &role.name,
                fold(&role.name),
                serde_json::to_string(&role.permissions)?,
            ],
            Entity::AdministratorRole,
        )?;
        self.run(
            statement!("administrator_role/clear_premises"),
            params![role.id],
        )?;
        self.link_each(
            statement!("administrator_role/add_premises"),
            role.id,
            role.premises.iter().copied(),
        )?;
        let subject = Subject::of(Entity::AdministratorRole, role.id);
        self.record_named("administrator-role-changed", subject, &role.name)?;
        Ok(version)
    }

    /// Removes an administrator role.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while an operator has it.
    pub fn remove_administrator_role(&mut self, id: RoleId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("administrator_role/remove"),
            params![id, expected],
            Subject::of(Entity::AdministratorRole, id),
        )
    }

    /// Adds premises.
    ///
    /// # Errors
    /// [`Error::NameTaken`] among siblings, [`Error::Dangling`].
    pub fn insert_premises(&mut self, premises: &Premises) -> Result<(), Error> {
        let mut values = vec![Value::from(premises.id)];
        values.extend(premises_values(premises));
        self.run(statement!("premises/insert"), &values)?;
        self.write_premises_links(premises)?;
        let subject = Subject::of(Entity::Premises, premises.id);
        self.record_named("premises-added", subject, &premises.name)
    }

    /// Changes premises.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`] among siblings, [`Error::PremisesCycle`],
    /// [`Error::Dangling`].
    pub fn update_premises(&mut self, premises: &Premises, expected: u64) -> Result<u64, Error> {
        self.refuse_cycle(premises)?;
        let name = statement!("premises/name");
        let renamed = self.is_renamed(name, params![premises.id], &premises.name)?;
        let mut values = params![premises.id, expected].to_vec();
        values.extend(premises_values(premises));
        let version = self.guarded(statement!("premises/update"), &values, Entity::Premises)?;
        self.run(statement!("premises/clear_locks"), params![premises.id])?;
        self.run(statement!("premises/clear_roles"), params![premises.id])?;
        self.write_premises_links(premises)?;
        if renamed {
            self.renew_words_of_premises(premises.id, &premises.name)?;
        }
        let subject = Subject::of(Entity::Premises, premises.id);
        self.record_named("premises-changed", subject, &premises.name)?;
        Ok(version)
    }

    /// Removes premises.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while something lies in them or somebody has them.
    pub fn remove_premises(&mut self, id: PremisesId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("premises/remove"),
            params![id, expected],
            Subject::of(Entity::Premises, id),
        )
    }

    fn refuse_cycle(&self, premises: &Premises) -> Result<(), Error> {
        let mut above = premises.parent;
        while let Some(id) = above {
            if id == premises.id {
                return Err(Error::PremisesCycle);
            }
            above = self
                .link
                .first(statement!("premises/parent"), params![id], |row| {
                    row.maybe(0, super::super::sql::Row::id)
                })?
                .flatten();
        }
        Ok(())
    }

    fn write_premises_links(&self, premises: &Premises) -> Result<(), Error> {
        self.link_each(
            statement!("premises/add_lock"),
            premises.id,
            premises.locks.iter().copied(),
        )?;
        self.link_each(
            statement!("premises/add_role"),
            premises.id,
            premises.linked_roles.iter().copied(),
        )
    }

    /// Adds a lock, not deployed yet, and gives it its number; the number in `lock` is not looked at. Blocked keys that
    /// open it go on the blocklist of its group.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::Dangling`], [`Error::NumbersExhausted`], [`Error::BlockedWithoutRoom`].
    pub fn insert_lock(&mut self, lock: &Lock) -> Result<LockNumber, Error> {
        let number =
            LockNumber(self.take_number(statement!("system/take_lock_number"), Entity::Lock)?);
        self.run(
            statement!("lock/insert"),
            params![
                lock.id,
                number.0,
                &lock.name,
                fold(&lock.name),
                lock.kind.as_str(),
                lock.clock,
                lock.blocking_group,
            ],
        )?;
        self.want_groups(lock.id, &lock.groups)?;
        self.record_named("lock-added", Subject::of(Entity::Lock, lock.id), &lock.name)?;
        self.carry_blocked(lock.id, &BTreeSet::new())?;
        Ok(number)
    }

    /// Changes what a lock shall be. Where that differs from what was deployed, the lock is pending. Blocked keys that
    /// open it go with it on the blocklist of another group.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`], [`Error::Dangling`], [`Error::BlockedWithoutRoom`].
    pub fn update_lock(&mut self, lock: &Lock, expected: u64) -> Result<u64, Error> {
        let before = self.lock(lock.id)?;
        let version = self.guarded(
            statement!("lock/update"),
            params![
                lock.id,
                expected,
                &lock.name,
                fold(&lock.name),
                lock.kind.as_str(),
                lock.clock,
                lock.blocking_group,
            ],
            Entity::Lock,
        )?;
        self.want_groups(lock.id, &lock.groups)?;
        self.settle(lock.id)?;
        let subject = Subject::of(Entity::Lock, lock.id);
        self.record_named("lock-changed", subject, &lock.name)?;
        let moved = before.lock.blocking_group != lock.blocking_group;
        if moved || before.lock.groups != lock.groups {
            let deployed = before.deployed.map(|known| known.blocking_group);
            let left = deployed.into_iter().chain([before.lock.blocking_group]);
            self.carry_blocked(lock.id, &left.collect())?;
        }
        Ok(version)
    }

    /// Removes a lock.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while a role or premises name it.
    pub fn remove_lock(&mut self, id: LockId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("lock/remove"),
            params![id, expected],
            Subject::of(Entity::Lock, id),
        )
    }

    fn want_groups(&self, lock: LockId, groups: &BTreeSet<LockGroupId>) -> Result<(), Error> {
        self.run(statement!("lock/want_no_groups"), params![lock])?;
        self.link_each(statement!("lock/want_group"), lock, groups.iter().copied())?;
        self.run(statement!("lock/forget_groups"), params![lock])
    }

    /// Records that a lock took this configuration, byte for byte.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where the lock changed since the configuration was made.
    pub fn lock_deployed(
        &mut self,
        id: LockId,
        expected: u64,
        deployed: &Deployed,
        configuration: &[u8],
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("lock/deployed"),
            params![
                id,
                expected,
                deployed.blocking_group,
                deployed.blocklist_version,
                deployed.clock,
                configuration,
                deployed.at,
            ],
            Entity::Lock,
        )?;
        self.run(statement!("lock/deploy_no_groups"), params![id])?;
        self.link_each(
            statement!("lock/deploy_group"),
            id,
            deployed.groups.iter().copied(),
        )?;
        self.run(statement!("lock/forget_groups"), params![id])?;
        self.settle(id)?;
        self.record("lock-deployed", Subject::of(Entity::Lock, id), &[])?;
        Ok(version)
    }

    /// Forgets what a lock holds: it is stolen or destroyed, and what comes in its place is fresh.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn lock_lost(&mut self, id: LockId, expected: u64) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("lock/forget"),
            params![id, expected],
            Entity::Lock,
        )?;
        self.run(statement!("lock/deploy_no_groups"), params![id])?;
        self.run(statement!("lock/forget_groups"), params![id])?;
        self.settle(id)?;
        self.record("lock-stolen", Subject::of(Entity::Lock, id), &[])?;
        Ok(version)
    }

    /// Notes durably that this configuration is on its way to a lock: until [`Change::lock_deployed`] nobody
    /// knows which one it holds, and it counts as not holding what it shall.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where the lock changed since the configuration was made.
    pub fn offer_configuration(
        &mut self,
        id: LockId,
        expected: u64,
        configuration: &[u8],
    ) -> Result<(), Error> {
        let touched = self.link.execute(
            statement!("lock/offer"),
            params![id, expected, configuration],
        )?;
        if touched == 0 {
            return Err(Error::ChangedMeanwhile {
                entity: Entity::Lock,
            });
        }
        self.settle(id)?;
        self.record("lock-deployment-begun", Subject::of(Entity::Lock, id), &[])
    }

    /// Records that a lock was seen with a version of its blocklist. An older one changes nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub fn lock_saw_blocklist(&mut self, id: LockId, version: u32) -> Result<(), Error> {
        self.run(statement!("lock/saw_blocklist"), params![id, version])
    }

    /// Compares what a lock shall be with what was deployed.
    fn settle(&self, id: LockId) -> Result<(), Error> {
        let record = self.lock(id)?;
        let state = match &record.deployed {
            None => LockState::NotDeployed,
            Some(deployed) => {
                let same = deployed.groups == record.lock.groups
                    && deployed.blocking_group == record.lock.blocking_group
                    && deployed.clock == record.lock.clock;
                if same && self.offered_configuration(id)?.is_none() {
                    LockState::Deployed
                } else {
                    LockState::Pending
                }
            }
        };
        self.run(statement!("lock/set_state"), params![id, state.as_str()])
    }

    /// Adds a lock group and gives it its number.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::NumbersExhausted`].
    pub fn insert_lock_group(
        &mut self,
        id: LockGroupId,
        name: &str,
    ) -> Result<LockGroupNumber, Error> {
        let sql = statement!("system/take_lock_group_number");
        let number = LockGroupNumber(self.take_number(sql, Entity::LockGroup)?);
        self.run(
            statement!("lock_group/insert"),
            params![id, number.0, name, fold(name)],
        )?;
        self.record_named("lock-group-added", Subject::of(Entity::LockGroup, id), name)?;
        Ok(number)
    }

    /// Renames a lock group.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`].
    pub fn rename_lock_group(
        &mut self,
        id: LockGroupId,
        name: &str,
        expected: u64,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("lock_group/update"),
            params![id, expected, name, fold(name)],
            Entity::LockGroup,
        )?;
        let subject = Subject::of(Entity::LockGroup, id);
        self.record_named("lock-group-changed", subject, name)?;
        Ok(version)
    }

    /// Removes a lock group.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while a lock is in it, wanted or deployed, or a role
    /// names it.
    pub fn remove_lock_group(&mut self, id: LockGroupId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("lock_group/remove"),
            params![id, expected],
            Subject::of(Entity::LockGroup, id),
        )
    }

    /// Adds a key blocking group and gives it its number. Its blocklist has what is blocked and of which nobody knows what
    /// it opens, mostly nothing: then it is empty, and its version is 0.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::NumbersExhausted`], [`Error::BlockedWithoutRoom`].
    pub fn insert_blocking_group(
        &mut self,
        id: BlockingGroupId,
        name: &str,
    ) -> Result<BlockingGroupNumber, Error> {
        let sql = statement!("system/take_blocking_group_number");
        let number = BlockingGroupNumber(self.take_number(sql, Entity::BlockingGroup)?);
        self.run(
            statement!("blocking_group/insert"),
            params![id, number.0, name, fold(name)],
        )?;
        self.run(
            statement!("blocklist/set_signed"),
            params![id, 0u32, None::<Vec<u8>>],
        )?;
        let subject = Subject::of(Entity::BlockingGroup, id);
        self.record_named("blocking-group-added", subject, name)?;
        self.carry(id, &BTreeSet::new(), &BTreeSet::new())?;
        Ok(number)
    }

    /// Renames a key blocking group.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::NameTaken`].
    pub fn rename_blocking_group(
        &mut self,
        id: BlockingGroupId,
        name: &str,
        expected: u64,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("blocking_group/update"),
            params![id, expected, name, fold(name)],
            Entity::BlockingGroup,
        )?;
        let subject = Subject::of(Entity::BlockingGroup, id);
        self.record_named("blocking-group-changed", subject, name)?;
        Ok(version)
    }

    /// Removes a key blocking group.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while a lock, a key or a blocklist entry names it.
    pub fn remove_blocking_group(
        &mut self,
        id: BlockingGroupId,
        expected: u64,
    ) -> Result<(), Error> {
        self.remove(
            statement!("blocking_group/remove"),
            params![id, expected],
            Subject::of(Entity::BlockingGroup, id),
        )
    }

    pub(super) fn remove(
        &mut self,
        sql: &'static str,
        params: &[Value],
        subject: Subject,
    ) -> Result<(), Error> {
        let _version = self.guarded(sql, params, subject.entity)?;
        let action = format!("{}-removed", subject.entity);
        self.record(&action, subject, &[])
    }

    pub(super) fn record_named(
        &mut self,
        action: &str,
        subject: Subject,
        name: &str,
    ) -> Result<(), Error> {
        self.record(action, subject, &[("name", name)])
    }
}

fn role_values(role: &UserRole) -> Result<[Value; 6], Error> {
    Ok([
        Value::from(&role.name),
        Value::from(fold(&role.name)),
        role.access_times.as_ref().map(ToString::to_string).into(),
        role.expiry.map(ExpiryInterval::as_hours).into(),
        Value::from(serde_json::to_string(&role.features)?),
        role.premises.into(),
    ])
}

fn premises_values(premises: &Premises) -> [Value; 5] {
    let key = premises.parent.unwrap_or(PremisesId::from_bytes([0; 16]));
    [
        Value::from(&premises.name),
        Value::from(fold(&premises.name)),
        premises.parent.into(),
        key.into(),
        premises.private.into(),
    ]
}
