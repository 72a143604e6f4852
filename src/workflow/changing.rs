//! What is there already and becomes otherwise: premises, groups, administrator roles. Beside [`super::places`],
//! which adds, and [`super::removing`], which takes away.

use std::collections::BTreeSet;

use super::{Error, Station};
use crate::model::{
    AdministratorRole, BlockingGroupId, KeyId, LockGroupId, Permission, Premises, RoleId,
};
use crate::store::KeyFilter;

impl Station {
    /// Changes premises. Answers with the keys that became pending.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Model`] for a bad name, [`Error::Store`].
    pub fn update_premises(
        &mut self,
        premises: &Premises,
        expected: u64,
    ) -> Result<Vec<KeyId>, Error> {
        self.require(Permission::EditPremises)?;
        let premises = Premises {
            name: crate::model::name(&premises.name)?,
            ..premises.clone()
        };
        self.change_rights(KeyFilter::All, |change| {
            change.update_premises(&premises, expected).map(|_| ())
        })
    }

    /// Renames a lock group.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Model`] for a bad name, [`Error::Store`].
    pub fn rename_lock_group(
        &mut self,
        id: LockGroupId,
        expected: u64,
        name: &str,
    ) -> Result<(), Error> {
        self.require(Permission::EditPremises)?;
        let name = crate::model::name(name)?;
        self.change(|change| change.rename_lock_group(id, &name, expected).map(|_| ()))
    }

    /// Renames a key blocking group.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Model`] for a bad name, [`Error::Store`].
    pub fn rename_blocking_group(
        &mut self,
        id: BlockingGroupId,
        expected: u64,
        name: &str,
    ) -> Result<(), Error> {
        self.require(Permission::EditPremises)?;
        let name = crate::model::name(name)?;
        self.change(|change| {
            change
                .rename_blocking_group(id, &name, expected)
                .map(|_| ())
        })
    }

    /// Adds an administrator role.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Model`] for a bad name, [`Error::Store`].
    pub fn add_administrator_role(&mut self, mut role: AdministratorRole) -> Result<RoleId, Error> {
        self.require(Permission::Administer)?;
        role.id = self.services.id()?;
        role.name = crate::model::name(&role.name)?;
        self.change(|change| change.insert_administrator_role(&role))?;
        Ok(role.id)
    }

    /// Changes an administrator role. Nobody takes the right to administer from the last role of their own.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::OwnAccount`], [`Error::Model`] for a bad name, [`Error::Store`].
    pub fn update_administrator_role(
        &mut self,
        role: &AdministratorRole,
        expected: u64,
    ) -> Result<(), Error> {
        self.require(Permission::Administer)?;
        let role = AdministratorRole {
            name: crate::model::name(&role.name)?,
            ..role.clone()
        };
        if !role.permissions.contains(&Permission::Administer)
            && !self.administers_without(role.id)?
        {
            return Err(Error::OwnAccount);
        }
        self.change(|change| {
            change
                .update_administrator_role(&role, expected)
                .map(|_| ())
        })
    }

    /// Whether the operator may administer by another role than this.
    fn administers_without(&self, id: RoleId) -> Result<bool, Error> {
        let (operators, roles) =
            self.read(|reading| Ok((reading.operators()?, reading.administrator_roles()?)))?;
        let held: BTreeSet<RoleId> = operators
            .iter()
            .filter(|operator| operator.user == self.operator)
            .flat_map(|operator| operator.roles.iter().copied())
            .collect();
        Ok(roles.iter().any(|role| {
            role.id != id
                && held.contains(&role.id)
                && role.permissions.contains(&Permission::Administer)
        }))
    }
}
