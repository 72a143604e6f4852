//! The way back for an operator who forgot the password: the recovery code opens the slots, and a new password takes
//! the place of the forgotten one. Who knows the present one changes it as an operator.

use std::path::Path;

use super::{Access, Error, Services, Station};
use crate::model::Email;
use crate::secrets::recovery::RecoveryCode;
use crate::secrets::slots;
use crate::store::{self, Entity, Subject};

/// Sets the operator's password with the recovery code as it is printed; the forgotten one opens no more.
///
/// # Errors
/// [`Error::Secrets`] for a wrong code and a new password that is too short; [`Error::Store`] where somebody writes
/// to the system, [`Error::NotOperator`]. With every error the old password stays.
pub fn recover_password(
    path: &Path,
    operator: &Email,
    code: &str,
    fresh: &str,
    services: Services,
) -> Result<(), Error> {
    if !path.exists() {
        return Err(store::Error::FileMissing.into());
    }
    let place = slots::file::beside(path);
    let key = slots::file::read(&place)?.open_with_recovery(&RecoveryCode::parse(code)?)?;
    // Opened for writing first: two who change the slots at once would lose one change.
    let opened = (None, &key);
    let (mut station, _) = Station::with_key(path, operator, opened, Access::Write, services)?;
    let slots = slots::file::read(&place)?;
    let record = station.operator_named(operator.as_str())?;
    let subject = Subject::of(Entity::Operator, record.operator.id);
    station.renew_slot(&record, (slots, key), operator, fresh, &mut |change| {
        change.record("password-recovered", subject, &[])
    })
}
