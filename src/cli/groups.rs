//! `lock-group`, `blocking-group` and `blocklist`.

use serde_json::{Value, json};

use super::arguments::{Blocklist, Global, Group};
use super::output::Output;
use super::view::{Names, name_key, name_user};
use super::{Outcome, detail, session};
use crate::i18n::Arguments;
use crate::model::{BLOCKLIST_CAPACITY, BlockingGroup, KeyNumber, LockGroup};
use crate::store::Stored;
use crate::workflow::pruning::NEARLY_FULL;
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
            Ok(json!({"id": group.id, "name": group.name, "number": group.number, "removed": true}).into())
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
            Ok(json!({"id": group.id, "name": group.name, "number": group.number, "removed": true}).into())
        }
    }
}

/// A group with its list: what is on it, and how far it has spread.
pub(super) fn blocking_group(
    station: &Station,
    group: &Stored<BlockingGroup>,
) -> Result<Value, Error> {
    let (status, unsigned) = station.read(|reading| {
        let status = reading.blocklist_status(group.id)?;
        Ok((status, reading.unsigned_blocklists()?))
    })?;
    Ok(json!({
        "id": group.id,
        "name": group.name,
        "number": group.number,
        "blocklist_version": status.version,
        "distributable": !unsigned.contains(&group.id),
        "blocked": status.entries,
        "capacity": BLOCKLIST_CAPACITY,
        "nearly_full": status.entries >= NEARLY_FULL,
        "locks": status.locks,
        "locks_behind": status.locks_behind,
        "carriers": status.carriers,
        "carriers_current": status.carriers_current,
    }))
}

pub(super) fn blocklists(global: &Global, verb: &Blocklist, output: &Output) -> Outcome {
    match verb {
        Blocklist::Show { group: Some(group) } => {
            let station = session::reading(global)?;
            let group = station.blocking_group(group)?;
            let mut view = blocking_group(&station, &group)?;
            view["entries"] = json!(entries(&station, &group)?);
            let behind = station.locks_behind(&[group.id])?;
            view["doors_to_visit"] = json!(Names::of(&station)?.locks(&behind));
            let notice = match (&view["distributable"], &view["nearly_full"]) {
                (Value::Bool(false), _) => Some("notice-blocklist-waits"),
                (_, Value::Bool(true)) => Some("notice-blocklist-nearly-full"),
                _ => None,
            };
            if let Some(notice) = notice {
                view["notice"] = json!(output.text(notice, &Arguments::new()));
            }
            Ok(view.into())
        }
        Blocklist::Show { group: None } => {
            let station = session::reading(global)?;
            let groups = station.read(|reading| reading.blocking_groups())?;
            Ok(json!({"items": views(&station, &groups)?}).into())
        }
        Blocklist::Prune { group } => {
            let mut station = session::writing(global)?;
            let group = station.blocking_group(group)?;
            let removed = station.prune_blocklist(group.id)?;
            let mut view = blocking_group(&station, &group)?;
            view["removed"] = detail::removable(&removed)["entries"].clone();
            if !removed.entries.is_empty() {
                view["notice"] = json!(output.text("notice-blocklist-pruned", &Arguments::new()));
            }
            Ok(view.into())
        }
        Blocklist::Unblock { group, number } => {
            let mut station = session::writing(global)?;
            let group = station.blocking_group(group)?;
            let mut token = session::token(global, &station)?;
            station.unblock_number(group.id, KeyNumber(*number), &mut *token)?;
            let mut view = blocking_group(&station, &group)?;
            view["entries"] = json!(entries(&station, &group)?);
            Ok(view.into())
        }
        Blocklist::Sign => {
            let mut station = session::writing(global)?;
            let mut token = session::token(global, &station)?;
            let signed = station.sign_blocklists(&mut *token)?;
            let mut groups = station.read(|reading| reading.blocking_groups())?;
            groups.retain(|group| signed.contains(&group.id));
            Ok(json!({"items": views(&station, &groups)?}).into())
        }
    }
}

fn views(station: &Station, groups: &[Stored<BlockingGroup>]) -> Result<Vec<Value>, Error> {
    groups
        .iter()
        .map(|group| blocking_group(station, group))
        .collect()
}

/// The keys on the list, with their holders, and the numbers of which the records have no key.
fn entries(station: &Station, group: &Stored<BlockingGroup>) -> Result<Vec<Value>, Error> {
    let holders = station.names_of_users()?;
    let removable = station.removable_entries(group.id)?.entries;
    station.read(|reading| {
        let entry = |entry: crate::store::BlocklistEntry| {
            let user = reading.key(entry.key)?.key.user;
            let mut view = json!({
                "id": entry.key,
                "name": entry.number.to_string(),
                "key": entry.number,
                "user_name": null,
                "since_version": entry.since_version,
                "reason": entry.reason,
                "at": entry.added_at,
                "state": entry.state,
                "removable": removable.contains(&entry),
                "known": true,
            });
            name_key(&mut view, Some(entry.key), Some(entry.number));
            name_user(
                &mut view,
                Some(user),
                holders.get(&user).map(String::as_str),
            );
            Ok(view)
        };
        let stranger = |one: crate::store::Stranger| {
            let mut view = json!({
                "id": null,
                "name": one.number.to_string(),
                "key": one.number,
                "user_name": null,
                "since_version": one.since_version,
                "reason": one.reason,
                "at": one.added_at,
                "state": null,
                "removable": false,
                "known": false,
            });
            name_key(&mut view, None, Some(one.number));
            name_user(&mut view, None, None);
            view
        };
        let list = reading.blocklist(group.id)?;
        let known = list.entries.into_iter().map(entry);
        let unknown = list.strangers.into_iter().map(|one| Ok(stranger(one)));
        known.chain(unknown).collect()
    })
}
