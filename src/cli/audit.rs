//! `audit`: the log.

use serde_json::json;

use super::arguments::{Audit, Global};
use super::{Outcome, session, system};
use crate::store::AuditEntry;

pub(super) fn run(global: &Global, verb: &Audit) -> Outcome {
    let station = session::reading(global)?;
    match verb {
        Audit::List { count } => {
            let entries = station.newest_entries(*count)?;
            let actors = station.names_of_actors(&entries)?;
            let subjects = station.names_of_subjects(&entries)?;
            let view = |entry: &AuditEntry| {
                let said = entry.facts.iter().filter(|(_, value)| !value.is_empty());
                let facts = said.map(|(name, value)| format!("{name}={value}"));
                let personal = entry.personal.iter().map(|(name, value)| {
                    format!("{name}={}", value.as_deref().unwrap_or("(erased)"))
                });
                let subject = entry.subject.map(|id| data_encoding::HEXLOWER.encode(&id));
                let name = entry.subject.and_then(|id| subjects.get(&id));
                json!({
                    "id": entry.sequence,
                    "name": entry.action,
                    "sequence": entry.sequence,
                    "at": entry.at,
                    "actor": entry.actor,
                    "subject": entry.subject_kind,
                    "subject_kind": entry.subject_kind,
                    "subject_id": subject,
                    "subject_name": name.or(subject.as_ref()),
                    "actor_name": actors.get(&entry.actor),
                    "facts": facts.chain(personal).collect::<Vec<_>>(),
                })
            };
            Ok(json!({"items": entries.iter().map(view).collect::<Vec<_>>()}).into())
        }
        Audit::Verify => Ok(system::report(&station.verify_trail()?).into()),
    }
}
