//! Who works at the station: operators with their administrator roles and passwords.
//!
//! A password opens a slot with the store key, so only somebody who gives their own password can make one for
//! somebody else. The record of the operator comes first and the slot last: a slot without a record would open
//! the file for nobody's responsibility.

use std::collections::BTreeSet;

use super::removing::unlinked;
use super::rights::{Place, rights_of};
use super::{Error, Station};
use crate::model::{AdministratorRole, Email, OperatorId, Permission, RoleId, User, UserId};
use crate::secrets::slots::{self, Cost, SlotKind, Slots, StoreKey};
use crate::store::{self, Change, Operator, Reading, Stored};

/// An operator with what hangs on it.
#[derive(Debug, Clone)]
pub struct OperatorRecord {
    /// The operator.
    pub operator: Stored<Operator>,
    /// The user who is one.
    pub user: User,
    /// The administrator roles, by name.
    pub roles: Vec<AdministratorRole>,
}

impl Station {
    /// Every operator, by name.
    ///
    /// # Errors
    /// What the store says.
    pub fn operators(&self) -> Result<Vec<OperatorRecord>, Error> {
        let mut operators = self.read(|reading| {
            let roles = reading.administrator_roles()?;
            let of = |operator: Stored<Operator>| {
                let user = reading.user(operator.value.user)?.value;
                let held = roles
                    .iter()
                    .map(|role| &role.value)
                    .filter(|role| operator.value.roles.contains(&role.id));
                Ok(OperatorRecord {
                    roles: held.cloned().collect(),
                    user,
                    operator,
                })
            };
            reading
                .operators()?
                .into_iter()
                .map(of)
                .collect::<Result<Vec<_>, _>>()
        })?;
        operators.sort_by_cached_key(|one| (one.user.full_name(), one.operator.id));
        Ok(operators)
    }

    /// The operator with this id, e-mail address or name.
    ///
    /// # Errors
    /// [`Error::NotOperator`], [`Error::Unknown`], [`Error::Ambiguous`].
    pub fn operator_named(&self, text: &str) -> Result<OperatorRecord, Error> {
        let operators = self.operators()?;
        let by_id = operators
            .iter()
            .find(|one| one.operator.id.to_string() == text.trim());
        if let Some(found) = by_id {
            return Ok(found.clone());
        }
        let user = self.user(text).map_err(|error| match error {
            Error::Unknown { name, .. } => Error::Unknown {
                kind: "operator",
                name,
            },
            other => other,
        })?;
        let user = user.value;
        let found = operators.into_iter().find(|one| one.user.id == user.id);
        found.ok_or_else(|| Error::NotOperator {
            user: user.email.to_string(),
        })
    }

    /// The administrator role with this id or name.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn administrator_role(&self, text: &str) -> Result<Stored<AdministratorRole>, Error> {
        let text = text.trim();
        let folded = crate::store::fold(text);
        let roles = self.read(|reading| reading.administrator_roles())?;
        let named = |role: &Stored<AdministratorRole>| {
            role.id.to_string() == text || crate::store::fold(&role.name) == folded
        };
        roles.into_iter().find(named).ok_or_else(|| Error::Unknown {
            kind: "administrator role",
            name: text.to_owned(),
        })
    }

    /// Makes a user an operator who signs in with `password`.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::OperatorAlready`]; [`Error::Secrets`] for a wrong `own_password` or a
    /// `password` that is too short. With every error nothing has changed.
    pub fn add_operator(
        &mut self,
        user: UserId,
        roles: BTreeSet<RoleId>,
        own_password: &str,
        password: &str,
    ) -> Result<OperatorId, Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let person = self.read(|reading| reading.user(user))?.value;
        let known = self.operators()?;
        if known.iter().any(|one| one.user.id == user) {
            return Err(Error::OperatorAlready {
                user: person.email.to_string(),
            });
        }
        let (mut slots, key) = self.slots(own_password)?;
        let random = &mut *self.services.random;
        let slot = slots.add_password(
            &key,
            person.email.as_str(),
            password,
            Cost::STANDARD,
            random,
        )?;
        let operator = Operator {
            id: self.services.id()?,
            user,
            slot,
            roles,
        };
        self.keep_slots(&slots)?;
        let added = self.change(|change| change.insert_operator(&operator));
        self.prune_slots(slots, &key)?;
        added.map(|()| operator.id)
    }

    /// Gives an operator other administrator roles.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::LastAdministrator`]; [`Error::Store`] where it was changed meanwhile.
    pub fn set_operator_roles(
        &mut self,
        record: &OperatorRecord,
        roles: BTreeSet<RoleId>,
    ) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let mut operator = record.operator.value.clone();
        operator.roles = roles;
        self.change_set(|change| {
            let _version = change.update_operator(&operator, record.operator.version)?;
            administrators_remain(change)
        })
    }

    /// Gives an operator a new password; their own they may change without further rights.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Secrets`] for a wrong `own_password` or a `password` that is too short.
    pub fn set_operator_password(
        &mut self,
        record: &OperatorRecord,
        own_password: &str,
        password: &str,
    ) -> Result<(), Error> {
        if record.user.id != self.operator {
            self.require_at(Permission::Administer, Place::System)?;
        }
        let opened = self.slots(own_password)?;
        let email = &record.user.email;
        self.renew_slot(record, opened, email, password, &mut |_| Ok(()))
    }

    /// Gives an operator another address to sign in with. The slot goes by the address, so it is made anew, for
    /// `password`: the one that opened the old slot, or a new one.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Secrets`] for a wrong `own_password` or a `password` that is too short;
    /// [`Error::Store`] for an address that is taken.
    pub fn set_operator_address(
        &mut self,
        record: &OperatorRecord,
        own_password: &str,
        email: &Email,
        password: &str,
    ) -> Result<(), Error> {
        if record.user.id != self.operator {
            self.require_at(Permission::Administer, Place::System)?;
        }
        if self
            .read(|reading| reading.user_by_email(email.as_str()))?
            .is_some_and(|other| other.id != record.user.id)
        {
            return Err(crate::store::Error::EmailTaken.into());
        }
        let opened = self.slots(own_password)?;
        self.renew_slot(record, opened, email, password, &mut |change| {
            let mut user = change.user(record.user.id)?;
            user.value.email = email.clone();
            change.update_user(&user.value, user.version).map(|_| ())
        })
    }

    /// A new slot for an operator in place of the old one, with what else changes in the same change set. Both open
    /// until the record names the new one, so no moment leaves the operator without.
    pub(super) fn renew_slot(
        &mut self,
        record: &OperatorRecord,
        (mut slots, key): (Slots, StoreKey),
        email: &Email,
        password: &str,
        besides: &mut dyn FnMut(&mut Change<'_>) -> Result<(), crate::store::Error>,
    ) -> Result<(), Error> {
        let random = &mut *self.services.random;
        let mut operator = record.operator.value.clone();
        operator.slot =
            slots.add_password(&key, email.as_str(), password, Cost::STANDARD, random)?;
        self.keep_slots(&slots)?;
        let mut work = |change: &mut Change<'_>| {
            besides(change)?;
            change.update_operator(&operator, record.operator.version)
        };
        let changed = self.change_of_own(record.user.id, &mut work);
        self.prune_slots(slots, &key)?;
        changed.map(|_| ())
    }

    /// Takes the right to sign in from an operator; the user stays.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::LastAdministrator`]; [`Error::Secrets`] for a wrong `own_password`;
    /// [`Error::StillLinked`] while a programming key names the operator.
    pub fn remove_operator(
        &mut self,
        record: &OperatorRecord,
        own_password: &str,
    ) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let (slots, key) = self.slots(own_password)?;
        // First, so that the last administrator is not sent away to take their programming keys from them.
        let others = self.read(|reading| administered_without(reading, Some(record.user.id)))?;
        if !others {
            return Err(Error::LastAdministrator);
        }
        let labels = self.read(|reading| {
            let keys = reading.programming_keys()?.into_iter();
            let theirs = keys.filter(|key| key.operators.contains(&record.operator.id));
            let label = |key: Stored<store::ProgrammingKey>| key.value.label;
            Ok(theirs.map(label).collect::<Vec<_>>())
        })?;
        unlinked(record.user.full_name(), &labels)?;
        self.change_set(|change| {
            change.remove_operator(record.operator.id, record.operator.version)?;
            administrators_remain(change)
        })?;
        self.prune_slots(slots, &key)
    }

    /// Adds an administrator role.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Model`] for a bad name, [`Error::Store`] for a taken one.
    pub fn add_administrator_role(&mut self, mut role: AdministratorRole) -> Result<RoleId, Error> {
        self.require_at(Permission::Administer, Place::System)?;
        role.id = self.services.id()?;
        role.name = crate::model::name(&role.name)?;
        self.change(|change| change.insert_administrator_role(&role))?;
        Ok(role.id)
    }

    /// Changes an administrator role.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::LastAdministrator`], [`Error::Store`].
    pub fn update_administrator_role(
        &mut self,
        role: &AdministratorRole,
        expected: u64,
    ) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let role = AdministratorRole {
            name: crate::model::name(&role.name)?,
            ..role.clone()
        };
        self.change_set(|change| {
            let _version = change.update_administrator_role(&role, expected)?;
            administrators_remain(change)
        })
    }

    /// The slots of the system, with the store key that the operator's own password gives.
    fn slots(&self, own_password: &str) -> Result<(Slots, StoreKey), Error> {
        let email = self
            .read(|reading| reading.user(self.operator))?
            .value
            .email;
        let slots = slots::file::read(&slots::file::beside(self.path()))?;
        let key = slots.open_with_password(email.as_str(), own_password)?;
        Ok((slots, key))
    }

    /// Takes out every password that no operator's record names: what a change left that was interrupted, and the
    /// one it replaced.
    fn prune_slots(&self, slots: Slots, key: &StoreKey) -> Result<(), Error> {
        let operators = self.read(|reading| reading.operators())?;
        self.prune_slots_but(&operators, slots, key)
    }

    /// As [`Station::prune_slots`], for operators who were just read.
    pub(super) fn prune_slots_but(
        &self,
        operators: &[Stored<Operator>],
        mut slots: Slots,
        key: &StoreKey,
    ) -> Result<(), Error> {
        let orphans: Vec<u32> = slots
            .list()
            .into_iter()
            .filter(|slot| slot.kind == SlotKind::Password)
            .map(|slot| slot.number)
            .filter(|number| !operators.iter().any(|one| one.slot == *number))
            .collect();
        if orphans.is_empty() {
            return Ok(());
        }
        for number in orphans {
            slots.remove(key, number)?;
        }
        self.keep_slots(&slots)
    }

    fn keep_slots(&self, slots: &Slots) -> Result<(), Error> {
        Ok(slots::file::write(
            &slots::file::beside(self.path()),
            slots,
        )?)
    }

    /// A change of somebody's own record, which needs no right.
    fn change_of_own<T>(
        &self,
        whose: UserId,
        work: &mut dyn FnMut(&mut Change<'_>) -> Result<T, crate::store::Error>,
    ) -> Result<T, Error> {
        if whose == self.operator {
            let actor = crate::store::Actor::Operator(self.operator);
            Ok(self.store().change(actor, self.services.now(), work)?)
        } else {
            self.change(work)
        }
    }
}

/// Refuses a change after which nobody could administer the whole system.
fn administrators_remain(change: &Change<'_>) -> Result<(), Error> {
    if administered_without(change, None)? {
        return Ok(());
    }
    Err(Error::LastAdministrator)
}

/// Whether somebody but this user may administer the whole system.
fn administered_without(
    reading: &Reading<'_>,
    without: Option<UserId>,
) -> Result<bool, crate::store::Error> {
    for operator in reading.operators()? {
        let user = operator.value.user;
        if Some(user) != without && rights_of(reading, user)?.may_everywhere(Permission::Administer)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
