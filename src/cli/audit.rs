//! `audit`: the log.

use serde_json::{Value, json};

use super::arguments::{Audit, Global};
use super::view::{name_key, name_lock, name_user};
use super::{Outcome, session, system};
use crate::model::{KeyId, LockId, TaskId, UserId};
use crate::store::{self, AuditEntry, NotedHead};
use crate::workflow::{Error, Station};

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
                let subject = entry.subject.map(|id| TaskId::from_bytes(id).to_string());
                let name = entry.subject.and_then(|id| subjects.get(&id));
                let name = name.map(ToString::to_string);
                let mut view = json!({
                    "id": entry.sequence,
                    "name": entry.action,
                    "sequence": entry.sequence,
                    "at": entry.at,
                    "actor": entry.actor,
                    "subject": entry.subject_kind,
                    "subject_kind": entry.subject_kind,
                    "subject_id": subject,
                    "subject_name": name,
                    "actor_name": actors.get(&entry.actor),
                    "facts": facts.chain(personal).collect::<Vec<_>>(),
                });
                name_subject(&mut view, &station, entry, name.as_deref())?;
                Ok(view)
            };
            let items: Result<Vec<Value>, Error> = entries.iter().map(view).collect();
            Ok(json!({"items": items?}).into())
        }
        Audit::Verify { noted } => {
            let heads: Result<Vec<NotedHead>, _> = noted.iter().map(|head| head.parse()).collect();
            let verified = station.verify_trail(&heads?)?;
            let mut told = system::report(&station, &verified)?;
            told["noted"] = json!(noted.len());
            Ok(told.into())
        }
    }
}

/// Names what an entry is about as every other answer names it: a user, a key (that of a task too), a lock. One that is
/// gone is named by its id alone.
fn name_subject(
    view: &mut Value,
    station: &Station,
    entry: &AuditEntry,
    name: Option<&str>,
) -> Result<(), Error> {
    let Some(id) = entry.subject else {
        return Ok(());
    };
    let key = |id: KeyId| there(station.read(|reading| reading.key(id)));
    match entry.subject_kind.as_str() {
        "user" => name_user(view, Some(UserId::from_bytes(id)), name),
        "key" => {
            let id = KeyId::from_bytes(id);
            name_key(view, Some(id), key(id)?.map(|record| record.key.number));
        }
        "task" => {
            let id = TaskId::from_bytes(id);
            let task = there(station.read(|reading| reading.task(id)))?;
            if let Some(task) = task {
                let number = key(task.key)?.map(|record| record.key.number);
                name_key(view, Some(task.key), number);
            }
        }
        "lock" => {
            let id = LockId::from_bytes(id);
            let record = there(station.read(|reading| reading.lock(id)))?;
            if let Some(record) = record {
                name_lock(view, record.lock.number, Some(&record.lock));
            } else {
                view["lock_id"] = json!(id);
                view["lock_number"] = Value::Null;
                view["lock_name"] = Value::Null;
            }
        }
        _ => {}
    }
    Ok(())
}

/// A record that may be gone.
fn there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Store(store::Error::NotFound { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}
