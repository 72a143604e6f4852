//! What the operator may do: the permissions of the administrator roles, asked before anything is changed, so that
//! every face obeys them.

use std::collections::BTreeSet;

use super::{Error, Station};
use crate::model::Permission;

impl Station {
    /// Everything that the operator may do, by all administrator roles together.
    ///
    /// # Errors
    /// What the store says.
    pub fn permissions(&self) -> Result<BTreeSet<Permission>, Error> {
        let (operators, roles) =
            self.read(|reading| Ok((reading.operators()?, reading.administrator_roles()?)))?;
        let held: BTreeSet<_> = operators
            .iter()
            .filter(|operator| operator.user == self.operator)
            .flat_map(|operator| operator.roles.iter().copied())
            .collect();
        Ok(roles
            .iter()
            .filter(|role| held.contains(&role.id))
            .flat_map(|role| role.permissions.iter().copied())
            .collect())
    }

    /// Refuses what the operator may not do.
    ///
    /// # Errors
    /// [`Error::RightMissing`] with the permission that is missing.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.permissions()?.contains(&permission) {
            return Ok(());
        }
        Err(Error::RightMissing {
            right: permission.as_str(),
        })
    }
}
