//! The password with which an operator opens the system file.

use std::path::Path;

use super::{Access, Error, Services, Station};
use crate::model::Email;
use crate::secrets::recovery::RecoveryCode;
use crate::secrets::slots::{self, Cost};
use crate::store::{self, Entity, Subject};

/// What opens the slots now.
#[derive(Debug)]
pub enum Opener<'a> {
    /// The present password, which no longer opens afterwards.
    Password(&'a str),
    /// The recovery code as it is printed; it opens afterwards too. A forgotten password still opens: what it is
    /// nobody can tell from the slots, so nobody can take it out.
    Recovery(&'a str),
}

/// Sets the operator's password. The slots are replaced whole, or stay as they are.
///
/// # Errors
/// [`Error::Secrets`] for a wrong password or code and a new password that is too short; [`Error::Store`] where
/// somebody writes to the system, [`Error::Unknown`] for an operator that the system does not have.
pub fn set_password(
    path: &Path,
    operator: &Email,
    opener: &Opener<'_>,
    fresh: &str,
    mut services: Services,
) -> Result<(), Error> {
    if !path.exists() {
        return Err(store::Error::FileMissing.into());
    }
    let place = slots::file::beside(path);
    let mut slots = slots::file::read(&place)?;
    let name = operator.as_str();
    let random = &mut *services.random;
    let key = match opener {
        Opener::Password(old) => {
            let _number = slots.change_password(name, old, fresh, Cost::STANDARD, random)?;
            slots.open_with_password(name, fresh)?
        }
        Opener::Recovery(code) => {
            let key = slots.open_with_recovery(&RecoveryCode::parse(code)?)?;
            let _number = slots.add_password(&key, name, fresh, Cost::STANDARD, random)?;
            key
        }
    };
    // Opened for writing first: two who change the slots at once would lose one change.
    let station = Station::with_key(path, operator, &key, Access::Write, services)?;
    slots::file::write(&place, &slots)?;
    let subject = Subject::of(Entity::User, station.operator);
    station.change(|change| change.record("password-set", subject, &[]))
}
