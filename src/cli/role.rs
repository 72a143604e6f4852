//! `role`: bundles of locks, lock groups and access times.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::arguments::{Global, Role, RoleEdit, RoleFields};
use super::output::Output;
use super::view::Names;
use super::{Failure, Outcome, detail, rehearsal, session};
use crate::i18n::{Arguments, plain_times};
use crate::model::{AccessTimes, ExpiryInterval, LockGroupId, LockId, RoleId, UserRole};
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Role, output: &Output) -> Outcome {
    match verb {
        Role::Add(fields) => add(global, fields, output),
        Role::Edit { role, fields } => edit(global, role, fields, output),
        Role::List => {
            let station = session::reading(global)?;
            let names = Names::of(&station)?;
            let roles = station.read(|reading| reading.roles())?;
            Ok(json!({"items": roles.iter().map(|role| names.role(&role.value)).collect::<Vec<_>>()}).into())
        }
        Role::Show { role } => {
            let station = session::reading(global)?;
            let names = Names::of(&station)?;
            let role = station.role(role)?.value;
            let mut view = names.role(&role);
            tell_empty(&mut view, &names, &role, output);
            Ok(view.into())
        }
        Role::Remove { role } => {
            let mut station = session::writing(global)?;
            let role = station.role(role)?;
            station.remove_role(role.id, role.version)?;
            Ok(json!({"id": role.id, "name": role.name, "removed": true}).into())
        }
    }
}

fn add(global: &Global, fields: &RoleFields, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let premises = fields
        .premises
        .as_deref()
        .map(|text| station.premises(text));
    let premises = premises.transpose()?;
    let role = UserRole {
        id: RoleId::from_bytes([0; 16]),
        name: fields.name.clone(),
        locks: locks(&station, &fields.locks)?,
        lock_groups: lock_groups(&station, &fields.lock_groups)?,
        access_times: times(fields.times.as_deref())?,
        expiry: fields.expiry.map(ExpiryInterval::hours).transpose()?,
        features: BTreeSet::new(),
        premises: premises.map(|premises| premises.value.id),
    };
    let id = station.add_role(role)?;
    let role = station.read(|reading| reading.role(id))?;
    let names = Names::of(&station)?;
    let mut view = names.role(&role.value);
    tell_night(&mut view, fields.times.as_deref(), output);
    tell_empty(&mut view, &names, &role.value, output);
    Ok(view.into())
}

/// Access times with the days in any language of the program.
fn times(text: Option<&str>) -> Result<Option<AccessTimes>, Error> {
    Ok(text.map(|text| plain_times(text).parse()).transpose()?)
}

/// Says what was made of a night.
fn tell_night(view: &mut Value, text: Option<&str>, output: &Output) {
    if text.is_some_and(|text| AccessTimes::has_night(&plain_times(text))) {
        let times = view["access_times"].as_str().unwrap_or_default();
        let times = Arguments::from([("times", output.times(times).into())]);
        view["notice"] = json!(output.text("notice-night-split", &times));
    }
}

/// Says of a role without locks that it opens nothing.
fn tell_empty(view: &mut Value, names: &Names, role: &UserRole, output: &Output) {
    let groups = role.lock_groups.iter();
    let mut groups = groups.filter_map(|id| names.facts.lock_groups.get(id));
    let filled = groups.any(|group| names.facts.members(group.number).next().is_some());
    if role.locks.is_empty() && !filled {
        let told = output.text("notice-role-opens-nothing", &Arguments::new());
        let before = view["notice"].as_str().unwrap_or_default();
        view["notice"] = json!([before, &told].join(" ").trim());
    }
}

fn edit(global: &Global, role: &str, fields: &RoleEdit, output: &Output) -> Outcome {
    let mut station = session::changing(global, fields.dry_run)?;
    let mut role = station.role(role)?;
    if let Some(name) = &fields.name {
        role.value.name = crate::model::name(name)?;
    }
    role.value.locks.extend(locks(&station, &fields.add_lock)?);
    let gone = locks(&station, &fields.remove_lock)?;
    role.value.locks.retain(|lock| !gone.contains(lock));
    role.value
        .lock_groups
        .extend(lock_groups(&station, &fields.add_lock_group)?);
    let gone = lock_groups(&station, &fields.remove_lock_group)?;
    role.value.lock_groups.retain(|group| !gone.contains(group));
    if let Some(times) = &fields.times {
        role.value.access_times = self::times(Some(times))?.filter(|times| !times.is_always());
    }
    if let Some(hours) = fields.expiry {
        let hours = Some(hours).filter(|hours| *hours > 0);
        role.value.expiry = hours.map(ExpiryInterval::hours).transpose()?;
    }
    if let Some(premises) = &fields.premises {
        let premises = Some(premises).filter(|premises| !premises.is_empty());
        let premises = premises.map(|text| station.premises(text)).transpose()?;
        role.value.premises = premises.map(|premises| premises.value.id);
    }
    let before = station.orphans()?;
    let changed = station.update_role(&role.value, role.version)?;
    let mut view = Names::of(&station)?.role(&role.value);
    tell_night(&mut view, fields.times.as_deref(), output);
    detail::add_orphans(&mut view, &station, &before, output)?;
    rehearsal::tell_keys(&mut view, &station, &changed, fields.dry_run, output)?;
    Ok(view.into())
}

/// The locks with these numbers, names or ids.
pub(super) fn locks(station: &Station, texts: &[String]) -> Result<BTreeSet<LockId>, Failure> {
    texts
        .iter()
        .map(|text| Ok(station.lock(text)?.lock.id))
        .collect()
}

/// The lock groups with these names or ids.
pub(super) fn lock_groups(
    station: &Station,
    texts: &[String],
) -> Result<BTreeSet<LockGroupId>, Failure> {
    texts
        .iter()
        .map(|text| Ok(station.lock_group(text)?.value.id))
        .collect()
}
