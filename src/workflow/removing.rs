//! Taking away what nobody names any more. Where something still does, the refusal says what.

use std::collections::BTreeSet;

use super::naming::key_of;
use super::plan::capped;
use super::rights::Place;
use super::{Error, Station};
use crate::model::{
    BlockingGroupId, KeyNumber, LockGroupId, LockId, Permission, PremisesId, RoleId, UserId,
};
use crate::store::Reading;

impl Station {
    /// Removes a user role that nobody has and no premises link.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_role(&mut self, id: RoleId, expected: u64) -> Result<(), Error> {
        self.require_at(Permission::EditRoles, Place::Role(id))?;
        let (name, links) = self.read(|reading| {
            let mut links = named(reading, &reading.users_by_role(id)?)?;
            let linking = reading.all_premises()?.into_iter();
            let linking = linking.filter(|premises| premises.linked_roles.contains(&id));
            links.extend(linking.map(|premises| premises.value.name));
            Ok((reading.role(id)?.value.name, links))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_role(id, expected))
    }

    /// Removes an administrator role that no operator has.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_administrator_role(&mut self, id: RoleId, expected: u64) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let (name, links) = self.read(|reading| {
            let holders: Vec<UserId> = reading
                .operators()?
                .into_iter()
                .filter(|operator| operator.roles.contains(&id))
                .map(|operator| operator.value.user)
                .collect();
            let roles = reading.administrator_roles()?;
            let name = roles.into_iter().find(|role| role.id == id);
            Ok((
                name.map(|role| role.value.name).unwrap_or_default(),
                named(reading, &holders)?,
            ))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_administrator_role(id, expected))
    }

    /// Removes premises in which nothing lies and to which nobody is assigned.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_premises(&mut self, id: PremisesId, expected: u64) -> Result<(), Error> {
        self.require_at(Permission::EditPremises, Place::Premises(id))?;
        let (name, links) = self.read(|reading| {
            let mut links = named(reading, &reading.users_by_premises(id)?)?;
            let inside = reading.all_premises()?.into_iter();
            let inside = inside.filter(|premises| premises.parent == Some(id));
            links.extend(inside.map(|premises| premises.value.name));
            let roles = reading.roles()?.into_iter();
            let roles = roles.filter(|role| role.premises == Some(id));
            links.extend(roles.map(|role| role.value.name));
            let administrators = reading.administrator_roles()?.into_iter();
            let administrators = administrators.filter(|role| role.premises.contains(&id));
            links.extend(administrators.map(|role| role.value.name));
            Ok((reading.premises(id)?.value.name, links))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_premises(id, expected))
    }

    /// Removes a lock that no role and no premises name.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_lock(&mut self, id: LockId, expected: u64) -> Result<(), Error> {
        self.require_at(Permission::EditPremises, Place::Lock(id))?;
        let (name, links) = self.read(|reading| {
            let roles = reading.roles()?.into_iter();
            let roles = roles.filter(|role| role.locks.contains(&id));
            let mut links: Vec<String> = roles.map(|role| role.value.name).collect();
            let premises = reading.all_premises()?.into_iter();
            let premises = premises.filter(|premises| premises.locks.contains(&id));
            links.extend(premises.map(|premises| premises.value.name));
            Ok((reading.lock(id)?.lock.name, links))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_lock(id, expected))
    }

    /// Removes a lock group without locks, wanted or deployed, that no role names.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_lock_group(&mut self, id: LockGroupId, expected: u64) -> Result<(), Error> {
        self.require_at(Permission::EditPremises, Place::System)?;
        let (name, links) = self.read(|reading| {
            let roles = reading.roles()?.into_iter();
            let roles = roles.filter(|role| role.lock_groups.contains(&id));
            let mut links: Vec<String> = roles.map(|role| role.value.name).collect();
            let locks = reading.locks()?.into_iter().filter(|record| {
                let deployed = record.deployed.as_ref();
                record.lock.groups.contains(&id)
                    || deployed.is_some_and(|deployed| deployed.groups.contains(&id))
            });
            links.extend(locks.map(|record| record.lock.name));
            let groups = reading.lock_groups()?.into_iter();
            let name = groups
                .filter(|group| group.id == id)
                .map(|group| group.value.name);
            Ok((name.collect::<String>(), links))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_lock_group(id, expected))
    }

    /// Removes a key blocking group that no lock obeys, no key carries, and whose blocklist is empty.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::StillLinked`], [`Error::Store`].
    pub fn remove_blocking_group(
        &mut self,
        id: BlockingGroupId,
        expected: u64,
    ) -> Result<(), Error> {
        self.require_at(Permission::EditPremises, Place::System)?;
        let (name, links) = self.read(|reading| {
            let locks = reading.locks()?.into_iter().filter(|record| {
                let deployed = record.deployed.as_ref();
                record.lock.blocking_group == id
                    || deployed.is_some_and(|deployed| deployed.blocking_group == id)
            });
            let mut links: Vec<String> = locks.map(|record| record.lock.name).collect();
            let list = reading.blocklist(id)?;
            let carrying = reading.keys_carrying(id)?;
            let keys: BTreeSet<KeyNumber> = list.numbers().chain(carrying).collect();
            for number in keys {
                links.push(holder_of(reading, number)?);
            }
            Ok((reading.blocking_group(id)?.value.name, links))
        })?;
        unlinked(name, &links)?;
        self.change(|change| change.remove_blocking_group(id, expected))
    }
}

/// The names of users.
fn named(reading: &Reading<'_>, users: &[UserId]) -> Result<Vec<String>, crate::store::Error> {
    users
        .iter()
        .map(|id| Ok(reading.user(*id)?.full_name()))
        .collect()
}

/// Whose key has this number, and the number; that alone where the records know no such key.
fn holder_of(reading: &Reading<'_>, number: KeyNumber) -> Result<String, crate::store::Error> {
    let Some(record) = reading.key_by_number(number)? else {
        return Ok(number.to_string());
    };
    key_of(reading, record.key.user, number)
}

/// Refuses while something is linked.
pub(super) fn unlinked(name: String, links: &[String]) -> Result<(), Error> {
    if links.is_empty() {
        return Ok(());
    }
    let (named, more) = capped(links);
    Err(Error::StillLinked {
        name,
        more,
        links: named.join(", "),
    })
}
