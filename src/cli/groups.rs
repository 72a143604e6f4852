//! `lock-group` and `blocking-group`.

use serde_json::{Value, json};

use super::arguments::{Global, Group};
use super::{Outcome, session};
use crate::model::{BLOCKLIST_CAPACITY, BlockingGroup, LockGroup};
use crate::store::Stored;
use crate::workflow::{Error, Station};

pub(super) fn lock_groups(global: &Global, verb: &Group) -> Outcome {
    match verb {
        Group::Add { name } => {
            let mut station = session::writing(global)?;
            let id = station.add_lock_group(name)?;
            let group = station.lock_group(&id.to_string())?;
            Ok(lock_group(&station, &group)?.into())
        }
        Group::Edit { group, name } => {
            let mut station = session::writing(global)?;
            let group = station.lock_group(group)?;
            station.rename_lock_group(group.id, group.version, name)?;
            Ok(lock_group(&station, &station.lock_group(&group.id.to_string())?)?.into())
        }
        Group::List => {
            let station = session::reading(global)?;
            let groups = station.read(|reading| reading.lock_groups())?;
            let items: Result<Vec<Value>, Error> = groups
                .iter()
                .map(|group| lock_group(&station, group))
                .collect();
            Ok(json!({"items": items?}).into())
        }
        Group::Show { group } => {
            let station = session::reading(global)?;
            Ok(lock_group(&station, &station.lock_group(group)?)?.into())
        }
        Group::Remove { group } => {
            let mut station = session::writing(global)?;
            let group = station.lock_group(group)?;
            station.remove_lock_group(group.id, group.version)?;
            Ok(json!({"id": group.id, "name": group.name, "removed": true}).into())
        }
    }
}

fn lock_group(station: &Station, group: &Stored<LockGroup>) -> Result<Value, Error> {
    let facts = station.facts()?;
    let members: Vec<&str> = facts
        .members(group.number)
        .filter_map(|number| facts.lock(number))
        .map(|lock| lock.name.as_str())
        .collect();
    Ok(json!({"id": group.id, "name": group.name, "number": group.number, "locks": members}))
}

pub(super) fn blocking_groups(global: &Global, verb: &Group) -> Outcome {
    match verb {
        Group::Add { name } => {
            let mut station = session::writing(global)?;
            let id = station.add_blocking_group(name)?;
            Ok(blocking_group(&station, &station.blocking_group(&id.to_string())?)?.into())
        }
        Group::Edit { group, name } => {
            let mut station = session::writing(global)?;
            let group = station.blocking_group(group)?;
            station.rename_blocking_group(group.id, group.version, name)?;
            Ok(blocking_group(&station, &station.blocking_group(&group.id.to_string())?)?.into())
        }
        Group::List => {
            let station = session::reading(global)?;
            let groups = station.read(|reading| reading.blocking_groups())?;
            let items: Result<Vec<Value>, Error> = groups
                .iter()
                .map(|group| blocking_group(&station, group))
                .collect();
            Ok(json!({"items": items?}).into())
        }
        Group::Show { group } => {
            let station = session::reading(global)?;
            Ok(blocking_group(&station, &station.blocking_group(group)?)?.into())
        }
        Group::Remove { group } => {
            let mut station = session::writing(global)?;
            let group = station.blocking_group(group)?;
            station.remove_blocking_group(group.id, group.version)?;
            Ok(json!({"id": group.id, "name": group.name, "removed": true}).into())
        }
    }
}

fn blocking_group(station: &Station, group: &Stored<BlockingGroup>) -> Result<Value, Error> {
    let status = station.read(|reading| reading.blocklist_status(group.id))?;
    Ok(json!({
        "id": group.id,
        "name": group.name,
        "number": group.number,
        "blocklist_version": status.version,
        "blocked": status.entries,
        "capacity": BLOCKLIST_CAPACITY,
        "locks": status.locks,
        "locks_behind": status.locks_behind,
        "carriers": status.carriers,
        "carriers_current": status.carriers_current,
    }))
}
