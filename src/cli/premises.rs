//! `premises`: areas, in a tree.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::arguments::{Global, Premises};
use super::output::Output;
use super::{Outcome, detail, rehearsal, role, session};
use crate::model::{self, PremisesId, RoleId};
use crate::store::Stored;
use crate::workflow::naming::path_of;
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Premises, output: &Output) -> Outcome {
    match verb {
        Premises::Add {
            name,
            parent,
            private,
            locks,
            roles,
        } => {
            let mut station = session::writing(global)?;
            let parent = parent
                .as_deref()
                .map(|parent| station.premises(parent))
                .transpose()?;
            let premises = model::Premises {
                id: PremisesId::from_bytes([0; 16]),
                name: name.clone(),
                parent: parent.map(|parent| parent.value.id),
                private: *private,
                locks: role::locks(&station, locks)?,
                linked_roles: roles_of(&station, roles)?,
            };
            let id = station.add_premises(premises)?;
            let added = station.read(|reading| reading.premises(id))?;
            Ok(view(&station, &added.value)?.into())
        }
        Premises::Edit {
            premises,
            name,
            parent,
            private,
            add_lock,
            remove_lock,
            add_role,
            remove_role,
            dry_run,
        } => {
            let mut station = session::changing(global, *dry_run)?;
            let mut premises = station.premises(premises)?;
            let value = &mut premises.value;
            if let Some(name) = name {
                value.name.clone_from(name);
            }
            if let Some(parent) = parent {
                let parent = Some(parent).filter(|parent| !parent.is_empty());
                let parent = parent.map(|parent| station.premises(parent)).transpose()?;
                value.parent = parent.map(|parent| parent.value.id);
            }
            value.private = private.unwrap_or(value.private);
            value.locks.extend(role::locks(&station, add_lock)?);
            let gone = role::locks(&station, remove_lock)?;
            value.locks.retain(|lock| !gone.contains(lock));
            value.linked_roles.extend(roles_of(&station, add_role)?);
            let gone = roles_of(&station, remove_role)?;
            value.linked_roles.retain(|role| !gone.contains(role));
            let before = station.orphans()?;
            let keys = station.update_premises(&premises.value, premises.version)?;
            let after = station.read(|reading| reading.premises(premises.id))?;
            let mut view = view(&station, &after.value)?;
            detail::add_orphans(&mut view, &station, &before, output)?;
            rehearsal::tell_keys(&mut view, &station, &keys, *dry_run, output)?;
            Ok(view.into())
        }
        Premises::List => {
            let station = session::reading(global)?;
            let all = station.read(|reading| reading.all_premises())?;
            let items: Result<Vec<Value>, Error> =
                all.iter().map(|one| view(&station, &one.value)).collect();
            Ok(json!({"items": items?}).into())
        }
        Premises::Show { premises } => {
            let station = session::reading(global)?;
            Ok(view(&station, &station.premises(premises)?.value)?.into())
        }
        Premises::Remove { premises } => {
            let mut station = session::writing(global)?;
            let premises: Stored<model::Premises> = station.premises(premises)?;
            station.remove_premises(premises.id, premises.version)?;
            Ok(json!({"id": premises.id, "name": premises.name, "removed": true}).into())
        }
    }
}

fn roles_of(station: &Station, names: &[String]) -> Result<BTreeSet<RoleId>, Error> {
    let role = |name: &String| Ok(station.role(name)?.value.id);
    names.iter().map(role).collect()
}

fn view(station: &Station, premises: &model::Premises) -> Result<Value, Error> {
    let facts = station.facts()?;
    let all = station.read(|reading| reading.all_premises())?;
    let locks: Vec<&str> = premises
        .locks
        .iter()
        .filter_map(|id| facts.locks.get(id))
        .map(|lock| lock.name.as_str())
        .collect();
    let roles: Vec<&str> = premises
        .linked_roles
        .iter()
        .filter_map(|id| facts.roles.get(id))
        .map(|role| role.name.as_str())
        .collect();
    Ok(json!({
        "id": premises.id,
        "name": premises.name,
        "path": path_of(&all, premises),
        "private": premises.private,
        "locks": locks,
        "roles": roles,
    }))
}
