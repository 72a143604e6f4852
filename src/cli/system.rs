//! `system` and `programming-key`: making, looking, checking, copying.

use serde_json::json;

use super::arguments::{Global, System};
use super::output::Output;
use super::{Outcome, session};
use crate::store::AuditReport;
use crate::workflow::copies::restore;
use crate::workflow::passwords::{Opener, set_password};
use crate::workflow::{NewStation, Station};

pub(super) fn run(global: &Global, verb: &System, output: &Output) -> Outcome {
    match verb {
        System::Init {
            file,
            name,
            zone,
            demo,
        } => {
            let (operator, password) = (session::operator(global)?, session::password(global)?);
            let services = session::services_for(global, *demo)?;
            let mut token = session::token_for(global, *demo)?;
            let new = NewStation {
                name,
                zone: zone.parse()?,
                demo: *demo,
                operator,
                password: &password,
            };
            let opened = Station::init(file, &new, &mut *token, services)?;
            let info = opened.station.info()?;
            Ok(json!({
                "id": info.id,
                "name": info.name,
                "zone": info.zone,
                "demo": info.demo,
                "recovery_code": *opened.recovery_code,
                "notice": output.text("told-recovery", &crate::i18n::Arguments::new()),
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
                "users": users,
                "keys": keys,
                "locks": locks,
                "audit": info.head.short(),
            })
            .into())
        }
        System::Verify => {
            let station = session::reading(global)?;
            Ok(report(&station.verify()?).into())
        }
        System::Backup { file } => {
            session::reading(global)?.backup(file)?;
            Ok(json!({"backup": file, "verified": true}).into())
        }
        System::Password {
            new_password_file,
            recovery_file,
        } => {
            let path = session::system_path(global)?;
            let operator = session::operator(global)?;
            let fresh = session::secret(
                new_password_file.as_deref(),
                "KEYWRIGHT_NEW_PASSWORD",
                "new password",
                "--new-password-file",
            )?;
            let code = session::recovery_code(recovery_file.as_deref())?;
            let old = match &code {
                Some(code) => Opener::Recovery(code),
                None => Opener::Password(&session::password(global)?),
            };
            set_password(&path, &operator, &old, &fresh, session::services())?;
            Ok(json!({"operator": operator.as_str(), "changed": true}).into())
        }
        System::Restore { file } => {
            let to = session::system_path(global)?;
            let now = session::services().now();
            let (operator, password) = (session::operator(global)?, session::password(global)?);
            let restored = restore(file, &to, &operator, &password, now)?;
            Ok(json!({"restored": to, "from": file, "previous": restored.previous}).into())
        }
    }
}

/// What a check of the log found.
pub(super) fn report(report: &AuditReport) -> serde_json::Value {
    json!({"entries": report.head.count, "signed": report.signed, "erased": report.erased, "head": report.head.short(), "verified": true})
}

pub(super) fn programming_keys(global: &Global) -> Outcome {
    let station = session::reading(global)?;
    let keys = station.read(|reading| reading.programming_keys())?;
    let view = |key: &crate::store::Stored<crate::store::ProgrammingKey>| json!({"id": key.id, "name": key.label, "serial": key.serial, "operators": key.operators.len()});
    Ok(json!({"items": keys.iter().map(view).collect::<Vec<_>>()}).into())
}
