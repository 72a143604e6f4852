//! `system`: making, looking, checking, copying.

use std::path::Path;

use serde_json::{Value, json};

use super::arguments::{Global, System};
use super::output::Output;
use super::told::Told;
use super::{Outcome, mail, programming_key, session, told};
use crate::i18n::Arguments;
use crate::store::AuditReport;
use crate::workflow::copies::restore;
use crate::workflow::passwords::recover_password;
use crate::workflow::{Error, NewStation, Station};

pub(super) fn run(global: &Global, verb: &System, output: &Output) -> Outcome {
    match verb {
        System::Init {
            file,
            name,
            zone,
            demo,
            puk_file,
        } => {
            let operator = session::operator(global)?;
            let password = told::first_password(global)?;
            let services = session::services_for(global, *demo)?;
            let mut token = session::token_for(global, *demo)?;
            session::prove_puk(&mut *token, puk_file.as_deref())?;
            let new = NewStation {
                name,
                zone: zone.parse()?,
                demo: *demo,
                operator,
                password: &password,
            };
            let opened = Station::init(file, &new, &mut *token, services)?;
            let info = opened.station.info()?;
            let notice = output.text("told-recovery", &Arguments::new());
            Ok(json!({
                "id": info.id,
                "name": info.name,
                "zone": info.zone,
                "demo": info.demo,
                "recovery_code": *opened.recovery_code,
                "notice": notice,
            })
            .into())
        }
        System::Info => {
            let station = session::reading(global)?;
            let info = station.info()?;
            let (users, keys, locks) = station.read(|reading| {
                Ok((
                    reading.user_count()?,
                    reading.key_count()?,
                    reading.locks()?.len(),
                ))
            })?;
            Ok(json!({
                "id": info.id,
                "name": info.name,
                "zone": info.zone,
                "created": info.created,
                "demo": info.demo,
                "live": info.live,
                "generation": info.generation,
                "recovery_rehearsed": info.recovery_rehearsed,
                "users": users,
                "keys": keys,
                "locks": locks,
                "audit": info.head.short(),
            })
            .into())
        }
        System::Verify { repair } => verify(global, *repair),
        System::Backup { file } => {
            let station = session::reading(global)?;
            let head = station.backup(file)?;
            let info = station.info()?;
            Ok(json!({"id": info.id, "name": info.name, "backup": file, "verified": true, "head": head.short()}).into())
        }
        System::RehearseRecovery { recovery_file } => {
            programming_key::rehearse(global, recovery_file.as_deref())
        }
        System::RecoverySheet {
            renew,
            recovery_file,
        } => programming_key::sheet(global, *renew, recovery_file.as_deref(), output),
        System::Password {
            new_password_file,
            recovery_file,
        } => password(
            global,
            new_password_file.as_deref(),
            recovery_file.as_deref(),
        ),
        System::Mail(asked) => mail::run(global, asked),
        System::Restore { file } => put_back(global, file, output),
    }
}

/// Puts a copy in the place of the system and says what may be newer than it.
fn put_back(global: &Global, file: &Path, output: &Output) -> Outcome {
    let to = session::system_path(global)?;
    let clock = session::services(global).clock;
    let (operator, password) = (session::operator(global)?, told::password(global)?);
    let when = (&clock, session::instant(global)?);
    let restored = restore(file, &to, &operator, &password, when)?;
    let _zone = global.zone.set(restored.zone);
    let time = restored.as_of.map(|at| restored.zone.shown(at));
    let values = Arguments::from([("time", time.unwrap_or_default().into())]);
    Ok(json!({
        "id": restored.system,
        "name": restored.name,
        "restored": to,
        "from": file,
        "previous": restored.previous,
        "as_of": restored.as_of,
        "notice": output.text("notice-restored", &values),
    })
    .into())
}

/// Checks everything; with `repair`, counts the lists anew before.
fn verify(global: &Global, repair: bool) -> Outcome {
    if !repair {
        let station = session::reading(global)?;
        return Ok(report(&station, &station.verify()?)?.into());
    }
    let station = session::writing(global)?;
    let repaired = station.recount()?;
    let mut told = report(&station, &station.verify()?)?;
    told["repaired"] = repaired.into();
    Ok(told.into())
}

/// What a check of the log found.
pub(super) fn report(station: &Station, report: &AuditReport) -> Result<Value, Error> {
    let info = station.info()?;
    Ok(
        json!({"id": info.id, "name": info.name, "entries": report.head.count, "signed": report.signed, "erased": report.erased, "head": report.head.short(), "verified": true}),
    )
}

/// A new password of the operator, by the present one or, where that is forgotten, by the recovery code.
fn password(global: &Global, new_file: Option<&Path>, recovery_file: Option<&Path>) -> Outcome {
    let path = session::system_path(global)?;
    let operator = session::operator(global)?;
    if let Some(code) = Told::recovery_code(recovery_file).read_if_told()? {
        let fresh = told::new_password(global, new_file)?;
        recover_password(&path, &operator, &code, &fresh, session::services(global))?;
    } else {
        let mut station = session::writing(global)?;
        let record = station.operator_named(operator.as_str())?;
        let own = told::password(global)?;
        let fresh = told::new_password(global, new_file)?;
        station.set_operator_password(&record, &own, &fresh)?;
    }
    Ok(json!({"operator": operator.as_str(), "changed": true}).into())
}
