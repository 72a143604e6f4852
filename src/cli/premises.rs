//! `premises`: areas, in a tree.

use serde_json::{Value, json};

use super::arguments::{Global, Premises};
use super::{Outcome, role, session};
use crate::model::{self, PremisesId};
use crate::store::Stored;
use crate::workflow::naming::path_of;
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Premises) -> Outcome {
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
            let linked = roles.iter().map(|role| Ok(station.role(role)?.value.id));
            let premises = model::Premises {
                id: PremisesId::from_bytes([0; 16]),
                name: name.clone(),
                parent: parent.map(|parent| parent.value.id),
                private: *private,
                locks: role::locks(&station, locks)?,
                linked_roles: linked.collect::<Result<_, Error>>()?,
            };
            let id = station.add_premises(premises)?;
            let added = station.read(|reading| reading.premises(id))?;
            Ok(view(&station, &added.value)?.into())
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
