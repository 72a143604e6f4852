//! `lock`: adding, changing, deploying, reading.

use serde_json::{Value, json};

use super::arguments::{Global, Lock};
use super::output::Answer;
use super::view::Names;
use super::{Failure, Outcome, role, session};
use crate::medium::{Blocklist, SignedConfiguration};
use crate::model::{LockId, LockState};
use crate::workflow::Station;
use crate::workflow::deploying::Install;
use crate::workflow::places::NewLock;

pub(super) fn run(global: &Global, verb: &Lock) -> Outcome {
    match verb {
        Lock::Add {
            name,
            kind,
            clock,
            groups,
            blocking_group,
        } => {
            let mut station = session::writing(global)?;
            let new = NewLock {
                name: name.clone(),
                kind: kind
                    .parse()
                    .map_err(|_| Failure::Usage(format!("--kind {kind}: fob, hybrid or pin")))?,
                clock: *clock,
                groups: role::lock_groups(&station, groups)?,
                blocking_group: station.blocking_group(blocking_group)?.value.id,
            };
            let (id, _) = station.add_lock(new)?;
            shown(&station, id)
        }
        Lock::Edit {
            lock,
            name,
            add_lock_group,
            remove_lock_group,
            blocking_group,
        } => {
            let mut station = session::writing(global)?;
            let mut record = station.lock(lock)?;
            if let Some(name) = name {
                record.lock.name = crate::model::name(name)?;
            }
            record
                .lock
                .groups
                .extend(role::lock_groups(&station, add_lock_group)?);
            let gone = role::lock_groups(&station, remove_lock_group)?;
            record.lock.groups.retain(|group| !gone.contains(group));
            if let Some(group) = blocking_group {
                record.lock.blocking_group = station.blocking_group(group)?.value.id;
            }
            let _changed = station.update_lock(&record.lock, record.version)?;
            shown(&station, record.lock.id)
        }
        Lock::List => {
            let station = session::reading(global)?;
            let names = Names::of(&station)?;
            let locks = station.read(|reading| reading.locks())?;
            Ok(
                json!({"items": locks.iter().map(|lock| names.lock(lock)).collect::<Vec<_>>()})
                    .into(),
            )
        }
        Lock::Show { lock } => {
            let station = session::reading(global)?;
            let id = station.lock(lock)?.lock.id;
            shown(&station, id)
        }
        Lock::Remove { lock } => {
            let station = session::writing(global)?;
            let record = station.lock(lock)?;
            station.change(|change| change.remove_lock(record.lock.id, record.version))?;
            Ok(json!({"id": record.lock.id, "name": record.lock.name, "removed": true}).into())
        }
        Lock::Deploy {
            locks,
            all,
            install,
        } => {
            let which = if *install {
                Install::Anew
            } else {
                Install::First
            };
            deploy(global, locks, *all, which)
        }
        Lock::Read { lock } => read(global, lock),
    }
}

fn shown(station: &Station, id: LockId) -> Outcome {
    let record = station.read(|reading| reading.lock(id))?;
    Ok(Names::of(station)?.lock(&record).into())
}

/// Delivers configurations; a door that refuses does not stop the others, and the command then ends with its
/// error.
fn deploy(global: &Global, locks: &[String], all: bool, which: Install) -> Outcome {
    let mut station = session::writing(global)?;
    let chosen: Vec<LockId> = if all {
        let records = station.read(|reading| reading.locks())?;
        records
            .iter()
            .filter(|record| record.lock.state != LockState::Deployed)
            .map(|record| record.lock.id)
            .collect()
    } else if locks.is_empty() {
        return Err(Failure::Usage("name locks, or give --all".to_owned()));
    } else {
        role::locks(&station, locks)?.into_iter().collect()
    };
    let mut service = session::locks(global, &station)?;
    let mut token = session::token(global, &station)?;
    let done = station.deploy(&chosen, which, &mut *service, &mut *token)?;
    let names = Names::of(&station)?;
    let mut items = Vec::new();
    let mut failure = None;
    for deployment in done {
        let mut view = names.lock(&deployment.lock);
        match deployment.outcome {
            Ok(revision) => view["revision"] = json!(revision),
            Err(error) => {
                view["code"] = json!(error.code());
                failure = Some(error);
            }
        }
        items.push(view);
    }
    let answer = Answer::from(json!({"items": items}));
    match failure {
        None => Ok(answer),
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
    }
}

/// What a lock holds, read over its cable.
fn read(global: &Global, lock: &str) -> Outcome {
    let station = session::reading(global)?;
    let record = station.lock(lock)?;
    let holds = session::locks(global, &station)?.read(record.lock.number)?;
    let signed = holds
        .configuration
        .as_deref()
        .map(SignedConfiguration::parse)
        .transpose()?;
    let list = holds
        .blocklist
        .as_deref()
        .map(Blocklist::parse)
        .transpose()?;
    let expected = station.read(|reading| reading.deployed_configuration(record.lock.id))?;
    let configuration = signed.as_ref().map(SignedConfiguration::configuration);
    let view: Value = json!({
        "id": record.lock.id,
        "name": record.lock.name,
        "number": record.lock.number,
        "revision": configuration.map(|held| held.revision),
        "lock_groups": configuration.map(|held| held.groups.clone()),
        "blocking_group": configuration.map(|held| held.blocking_group),
        "clock": configuration.map(|held| held.clock),
        "generations": configuration.map(|held| held.trusted.iter().map(|key| key.generation).collect::<Vec<_>>()),
        "blocklist_version": list.as_ref().map(|list| list.front().version),
        "as_recorded": holds.configuration == expected,
    });
    Ok(view.into())
}
