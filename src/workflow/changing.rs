//! What is there already and becomes otherwise: premises and groups. Beside [`super::places`],
//! which adds, and [`super::removing`], which takes away.

use super::rights::Place;
use super::{Error, Station};
use crate::model::{BlockingGroupId, KeyId, LockGroupId, Permission, Premises};
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
        self.require_at(Permission::EditPremises, Place::Premises(premises.id))?;
        let before = self.read(|reading| reading.premises(premises.id))?.value;
        self.require_over_premises(premises, Some(&before))?;
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
        self.require_at(Permission::EditPremises, Place::System)?;
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
        self.require_at(Permission::EditPremises, Place::System)?;
        let name = crate::model::name(name)?;
        self.change(|change| {
            change
                .rename_blocking_group(id, &name, expected)
                .map(|_| ())
        })
    }
}
