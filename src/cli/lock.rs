//! `lock`: adding, changing, deploying, reading.

use serde_json::{Value, json};

use super::arguments::{Global, Lock};
use super::groups::blocking_group;
use super::output::{Answer, Output};
use super::view::Names;
use super::{Failure, Outcome, detail, rehearsal, role, session};
use crate::i18n::Arguments;
use crate::model::{BlockingGroupId, LockId, LockKind, Permission};
use crate::workflow::deploying::Install;
use crate::workflow::places::NewLock;
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Lock, output: &Output) -> Outcome {
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
                kind: kind_of(kind)?,
                clock: *clock,
                groups: role::lock_groups(&station, groups)?,
                blocking_group: station.blocking_group(blocking_group)?.value.id,
            };
            let group = new.blocking_group;
            let listed = blocked_in(&station, group)?;
            let (id, _) = station.add_lock(new)?;
            let mut view = view_of(&station, id)?;
            tell_carried(&station, &mut view, (group, listed), output)?;
            Ok(view.into())
        }
        Lock::Edit {
            lock,
            name,
            add_lock_group,
            remove_lock_group,
            blocking_group,
            kind,
            clock,
            dry_run,
        } => {
            let mut station = session::changing(global, *dry_run)?;
            let mut record = station.lock(lock)?;
            if let Some(kind) = kind {
                record.lock.kind = kind_of(kind)?;
            }
            record.lock.clock = clock.unwrap_or(record.lock.clock);
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
            let before = station.orphans()?;
            let group = record.lock.blocking_group;
            let listed = blocked_in(&station, group)?;
            let keys = station.update_lock(&record.lock, record.version)?;
            let mut view = edited(&station, record.lock.id)?;
            tell_carried(&station, &mut view, (group, listed), output)?;
            detail::add_orphans(&mut view, &station, &before, output)?;
            rehearsal::tell_keys(&mut view, &station, &keys, *dry_run, output)?;
            Ok(view.into())
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
            let mut station = session::writing(global)?;
            let record = station.lock(lock)?;
            station.remove_lock(record.lock.id, record.version)?;
            let lock = &record.lock;
            Ok(
                json!({"id": lock.id, "name": lock.name, "number": lock.number, "removed": true})
                    .into(),
            )
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
            deploy(global, locks, *all, which, output)
        }
        Lock::Read { lock } => read(global, lock),
        Lock::Stolen { lock } => super::programming_key::stolen(global, lock),
    }
}

fn shown(station: &Station, id: LockId) -> Outcome {
    Ok(view_of(station, id)?.into())
}

fn view_of(station: &Station, id: LockId) -> Result<Value, Error> {
    let record = station.read(|reading| reading.lock(id))?;
    Ok(Names::of(station)?.lock(&record))
}

/// How many numbers a group's blocklist has.
fn blocked_in(station: &Station, group: BlockingGroupId) -> Result<usize, Error> {
    let list = station.read(|reading| reading.blocklist(group))?;
    Ok(list.numbers().count())
}

/// Tells of blocked keys that went with a lock on the list of a group, which had so many before.
fn tell_carried(
    station: &Station,
    view: &mut Value,
    (group, before): (BlockingGroupId, usize),
    output: &Output,
) -> Result<(), Error> {
    let count = blocked_in(station, group)?.saturating_sub(before);
    if count == 0 {
        return Ok(());
    }
    let group = station.read(|reading| reading.blocking_group(group))?;
    let values = Arguments::from([
        ("count", count.into()),
        ("group", group.value.name.clone().into()),
    ]);
    view["blocklists"] = json!([blocking_group(station, &group)?]);
    view["notice"] = json!(output.text("notice-blocked-carried", &values));
    Ok(())
}

/// The lock after a change, and the doors that must be visited before it works.
fn edited(station: &Station, id: LockId) -> Result<Value, Error> {
    let names = Names::of(station)?;
    let mut view = names.lock(&station.read(|reading| reading.lock(id))?);
    view["doors_to_visit"] = json!(names.locks(&station.doors_to_visit(&[id])?));
    Ok(view)
}

fn kind_of(word: &str) -> Result<LockKind, Failure> {
    let kind = word.parse();
    kind.map_err(|_| Failure::usage("lock-kind", [("text", word)]))
}

/// Delivers configurations; a door that refuses does not stop the others, and the command then ends with its
/// error.
fn deploy(
    global: &Global,
    locks: &[String],
    all: bool,
    which: Install,
    output: &Output,
) -> Outcome {
    let mut station = session::writing(global)?;
    let chosen: Vec<LockId> = if all {
        // Who may not deploy is not told that there is nothing to do.
        station.require(Permission::DeployLocks)?;
        station.locks_to_deploy()?
    } else if locks.is_empty() {
        return Err(Failure::usage("no-locks", []));
    } else {
        role::locks(&station, locks)?.into_iter().collect()
    };
    if chosen.is_empty() {
        // Nothing to sign, so nobody is asked for a PIN.
        let text = output.text("told-nothing-to-deploy", &Arguments::new());
        return Ok(Answer::with_text(json!({"items": []}), Some(text)));
    }
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
                output.tell(&mut view, &error);
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

/// What a lock holds, read over its cable. Reading changes nothing, with one exception that opens the system for
/// writing: a lock that holds a newer blocklist than the records knows of keys that must not open. That knowledge is
/// kept at once, because nobody may come to this door again; where another program has the system open for writing, the
/// command ends with that refusal, and is run again.
fn read(global: &Global, lock: &str) -> Outcome {
    let station = session::reading(global)?;
    let record = station.lock(lock)?;
    let holds = station.read_lock(&record, &mut *session::locks(global, &station)?)?;
    let facts = station.facts()?;
    drop(station);
    if let Some(list) = &holds.newer_blocklist {
        session::writing(global)?.note_list_of_lock(&record, list)?;
    }
    let configuration = holds.configuration.as_ref();
    let group = |number| {
        let mut known = facts.lock_groups.values();
        let known = known.find(|group| group.number == number);
        known.map_or_else(|| json!(number), |group| json!(group.name))
    };
    let blocking = configuration.and_then(|held| {
        let mut known = facts.blocking_groups.values();
        known.find(|group| group.number == held.blocking_group)
    });
    let view: Value = json!({
        "id": record.lock.id,
        "name": record.lock.name,
        "number": record.lock.number,
        "revision": configuration.map(|held| held.revision),
        "lock_groups": configuration.map(|held| held.groups.clone()),
        "lock_group_names": configuration.map(|held| held.groups.iter().map(|number| group(*number)).collect::<Vec<_>>()),
        "blocking_group": configuration.map(|held| held.blocking_group),
        "blocking_group_name": blocking.map(|group| group.name.as_str()),
        "clock": configuration.map(|held| held.clock),
        "generations": configuration.map(|held| held.trusted.iter().map(|key| key.generation).collect::<Vec<_>>()),
        "blocklist_version": holds.blocklist.as_ref().map(|list| list.front().version),
        "recorded_blocklist_version": holds.recorded_blocklist,
        "as_recorded": holds.as_recorded,
    });
    Ok(view.into())
}
