//! `key` and `task`: listing, showing, programming, reading.

mod holding;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::arguments::{Global, Key, Task};
use super::output::{Answer, Output};
use super::view::{Names, entries, holder as holder_view, task};
use super::{Failure, Outcome, detail, session};
use crate::access::HomeGroup;
use crate::device::encoder::WriteReport;
use crate::i18n::Arguments;
use crate::model::KeyKind;
use crate::store::KeyRecord;
use crate::workflow::hardware::{BoxedEncoder, BoxedProgrammingKey};
use crate::workflow::programming::{Devices, Programmed, Request};
use crate::workflow::reading::ReadMedium;
use crate::workflow::{Class, Error, Station};

pub(super) use holding::{empty, tell_lists};

pub(super) fn run(global: &Global, verb: &Key, output: &Output) -> Outcome {
    match verb {
        Key::List {
            user,
            pending,
            orphaned,
            stamp,
        } => {
            let wanted = Wanted {
                user: user.as_deref(),
                pending: *pending,
                orphaned: *orphaned,
                stamp: stamp.as_deref(),
            };
            list(global, wanted)
        }
        Key::Show { key } => show(global, key, output),
        Key::Program {
            key,
            home_group,
            stamp,
            again,
        } => {
            let choice = Choice {
                home_group: home_group.as_deref(),
                stamp: stamp.as_deref(),
                again: *again,
            };
            program(global, key.as_deref(), choice, output)
        }
        Key::Read { adopt: false } => read(global),
        Key::Read { adopt: true } => adopt(global),
        Key::HandOver { key } => holding::hand_over(global, key, output),
        Key::Return { key } => holding::give_back(global, key.as_deref(), output),
        Key::PassOn { key, to } => holding::pass_on(global, key, to),
        Key::WriteOff { key } => holding::write_off(global, key),
        Key::Replace { key, lost, .. } => holding::replace(global, key, *lost, output),
        Key::Block { key, reason } => holding::block(global, key, reason, output),
        Key::Unblock { key } => holding::unblock(global, key),
    }
}

/// Which keys are listed.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    user: Option<&'a str>,
    pending: bool,
    orphaned: bool,
    stamp: Option<&'a str>,
}

fn list(global: &Global, wanted: Wanted<'_>) -> Outcome {
    let station = session::reading(global)?;
    let names = Names::of(&station)?;
    let user = wanted.user.map(|user| station.user(user)).transpose()?;
    let user = user.map(|user| user.value.id);
    let records: Vec<KeyRecord> = match (wanted.stamp, user) {
        (Some(stamp), user) => {
            let stamp = stamp.parse()?;
            let mut found = station.read(|reading| reading.keys_by_stamp(stamp))?;
            found.retain(|record| user.is_none_or(|user| record.key.user == user));
            found
        }
        (None, Some(user)) => station.read(|reading| reading.keys(user))?,
        (None, None) => all_keys(&station)?,
    };
    let orphans = if wanted.orphaned {
        station.orphans()?
    } else {
        Vec::new()
    };
    let lost = |record: &KeyRecord| orphans.iter().any(|one| one.key.key.id == record.key.id);
    let shown = records
        .iter()
        .filter(|record| !wanted.pending || record.is_pending())
        .filter(|record| !wanted.orphaned || lost(record));
    let holders = station.names_of_users()?;
    let view = |record: &KeyRecord| {
        let mut view = names.key(record);
        let holder = record.key.user;
        view["user"] = holder_view(holder, holders.get(&holder));
        view
    };
    Ok(json!({"items": shown.map(view).collect::<Vec<_>>()}).into())
}

fn all_keys(station: &Station) -> Result<Vec<KeyRecord>, Error> {
    let mut records = Vec::new();
    station.read(|reading| {
        records.clear();
        reading.for_each_key_with_sources(crate::store::KeyFilter::All, &mut |key| {
            records.push(key.record);
            Ok(())
        })
    })?;
    records.sort_by_key(|record| record.key.number);
    Ok(records)
}

/// The wanted view, the written view, and the difference per lock.
fn show(global: &Global, key: &str, output: &Output) -> Outcome {
    let station = session::reading(global)?;
    let names = Names::of(&station)?;
    let record = station.key(key)?;
    let plan = station.key_plan(record.key.id)?;
    let written = station.read(|reading| reading.written_view(record.key.id))?;
    let holder = station.holder(record.key.user)?;
    let held = holder.iter().flat_map(|person| &person.sources);
    let sources = names.sources(held.map(|source| &source.value), &plan.gave);
    let name = holder.as_ref().map(|person| person.user.value.full_name());
    let mut view = names.key(&record);
    if let Value::Object(fields) = &mut view {
        let wanted = entries(&names, &plan.wanted.table);
        let _ = fields.insert(
            "user".to_owned(),
            holder_view(record.key.user, name.as_ref()),
        );
        let _ = fields.insert("wanted".to_owned(), json!(wanted));
        let _ = fields.insert(
            "written".to_owned(),
            json!(written.map(|view| entries(&names, &view.table))),
        );
        let _ = fields.insert(
            "difference".to_owned(),
            json!(names.difference(record.key.number, &plan.difference, &sources)),
        );
        let _ = fields.insert("doors_to_visit".to_owned(), json!(names.locks(&plan.doors)));
        let _ = fields.insert(
            "cannot_open".to_owned(),
            json!(names.locks(&plan.unreadable)),
        );
    }
    let successor = station.read(|reading| match reading.replacement_of(record.key.id)? {
        Some(id) => Ok(Some(reading.key(id)?.key.number)),
        None => Ok(None),
    })?;
    view["replaced_by"] = json!(successor);
    if record.key.kind != KeyKind::Phone {
        view["capacity"] = detail::capacity(&station.capacity(&plan)?);
    }
    let orphaned = matches!(plan.home_group, HomeGroup::Orphaned(_));
    view["home_group_orphaned"] = json!(orphaned);
    if orphaned {
        view["notice"] = json!(output.text("notice-home-group-orphaned", &Arguments::new()));
    }
    Ok(view.into())
}

/// What may be said to a write.
#[derive(Clone, Copy, Default)]
struct Choice<'a> {
    home_group: Option<&'a str>,
    stamp: Option<&'a str>,
    again: bool,
}

fn program(global: &Global, key: Option<&str>, choice: Choice<'_>, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = match key {
        Some(key) => station.key(key)?,
        None => station.key_on_encoder(&mut *session::encoder(global)?)?,
    };
    let home_group = choice
        .home_group
        .map(|group| station.blocking_group(group))
        .transpose()?
        .map(|group| group.value.id);
    let request = Request {
        home_group,
        stamp: choice.stamp.map(str::parse).transpose()?,
        again: choice.again,
        ..Request::of(record.key.id)
    };
    // A device that cannot be had is the outcome of the one action there is, told like any other.
    let outcome = match hardware(global, &station) {
        Ok(mut hardware) => write(&mut hardware, &mut station, request, output),
        Err(Failure::Station(error)) => Err(error),
        Err(other) => return Err(other),
    };
    let names = Names::of(&station)?;
    let holder = station.holder(record.key.user)?;
    let key = station.read(|reading| reading.key(record.key.id))?;
    let gave = outcome.as_ref().map_or(&[][..], |done| &done.gave);
    let held = holder.iter().flat_map(|person| &person.sources);
    let sources = names.sources(held.map(|source| &source.value), gave);
    let answer = |actions: Vec<Value>, done: Option<&Programmed>| {
        Answer::of_keys(json!({
            "user": names.holder(record.key.user, holder.as_ref()),
            "keys": [names.key(&key)],
            "actions": actions,
            "difference": done.map(|done| names.difference(record.key.number, &done.difference, &sources)).unwrap_or_default(),
            "resumed": done.is_some_and(|done| done.resumed),
            "nothing_to_do": done.is_some_and(|done| done.nothing_to_do),
            "wire": done.map(|done| wire(&done.wire)),
        }))
    };
    match outcome {
        Ok(done) => {
            let mut action = output.action("program-key", Ok(()));
            if done.nothing_to_do {
                output.add_notice(&mut action, "nothing-to-do");
            }
            if matches!(done.home_group, HomeGroup::Orphaned(_)) {
                output.add_notice(&mut action, "home-group-orphaned");
            }
            Ok(answer(vec![action], Some(&done)))
        }
        Err(error) => {
            let number = record.key.number;
            let action = match error.class() {
                Class::Device => output.write_of("program-key", number, Err(&error)),
                _ => output.action("program-key", Err(&error)),
            };
            Err(Failure::Partly(Box::new(answer(vec![action], None)), error))
        }
    }
}

/// The encoder and the programming key, its PIN given.
pub(super) struct Hardware {
    encoder: BoxedEncoder,
    token: BoxedProgrammingKey,
    cancel: Arc<AtomicBool>,
}

/// Opens what a write needs.
pub(super) fn hardware(global: &Global, station: &Station) -> Result<Hardware, Failure> {
    Ok(Hardware {
        encoder: session::encoder(global)?,
        token: session::token(global, station)?,
        cancel: session::cancelled_by_keyboard(),
    })
}

/// Writes a key.
pub(super) fn write(
    hardware: &mut Hardware,
    station: &mut Station,
    request: Request,
    output: &Output,
) -> Result<Programmed, Error> {
    let mut devices = Devices {
        encoder: &mut *hardware.encoder,
        token: &mut *hardware.token,
        progress: &mut |progress| output.progress(progress),
        cancel: &hardware.cancel,
    };
    station.program_key(request, &mut devices)
}

/// What a write cost.
pub(super) fn wire(report: &WriteReport) -> Value {
    json!({"exchanges": report.exchanges, "bytes_out": report.bytes_out, "bytes_in": report.bytes_in})
}

pub(super) fn read(global: &Global) -> Outcome {
    let mut station = session::writing(global)?;
    let mut encoder = session::encoder(global)?;
    let mut token = session::token(global, &station)?;
    let medium = station.read_medium(&mut *encoder, &mut *token)?;
    Ok(read_view(&station, &Names::of(&station)?, &medium)?.into())
}

/// What lies on the encoder, in the names of the contract.
fn read_view(station: &Station, names: &Names, medium: &ReadMedium) -> Result<Value, Error> {
    let header = medium.image.as_ref().map(crate::medium::Image::header);
    let home = header
        .and_then(|header| header.home_group)
        .and_then(|number| {
            names
                .facts
                .blocking_groups
                .values()
                .find(|group| group.number == number)
                .map(|group| group.name.clone())
        });
    let record = medium.key.as_ref();
    let user = match record {
        Some(record) => {
            let held = station.holder(record.key.user)?;
            let name = held.map(|person| person.user.value.full_name());
            holder_view(record.key.user, name.as_ref())
        }
        None => Value::Null,
    };
    Ok(json!({
        "uid": medium.uid,
        "key_number": record.map(|record| record.key.number),
        "user": user,
        "chip": medium.chip,
        "system": header.map(|header| header.system),
        "key": header.map(|header| header.key),
        "generation": medium.generation,
        "revision": header.map(|header| header.revision),
        "home_group": home,
        "blocklist_version": medium.blocklist.as_ref().map(|list| list.front().version),
        "entries": medium.image.as_ref().map(|image| entries(names, image.table())),
        "events": medium.events,
        "signature": if medium.signature_valid { "valid" } else { "invalid" },
    }))
}

/// Reads the fob and takes over what it holds as the key's written view.
fn adopt(global: &Global) -> Outcome {
    let mut station = session::writing(global)?;
    let mut encoder = session::encoder(global)?;
    let mut token = session::token(global, &station)?;
    let adopted = station.adopt_medium(&mut *encoder, &mut *token)?;
    let names = Names::of(&station)?;
    let mut view = read_view(&station, &names, &adopted.medium)?;
    view["adopted"] = json!(adopted.changed);
    view["state"] = json!(adopted.key.key.state);
    view["pending"] = json!(adopted.key.is_pending());
    view["blocked_again"] = json!(adopted.blocked);
    view["blocked_unknown"] = json!(adopted.unknown);
    Ok(view.into())
}

pub(super) fn tasks(global: &Global, verb: &Task, output: &Output) -> Outcome {
    match verb {
        Task::List => {
            let station = session::reading(global)?;
            let open = station.read(|reading| reading.open_tasks())?;
            let items: Result<Vec<Value>, Error> =
                open.iter().map(|record| task(&station, record)).collect();
            Ok(json!({"items": items?}).into())
        }
        Task::Run { task: None } => program(global, None, Choice::default(), output),
        Task::Run { task: Some(text) } => {
            let key = session::reading(global)?.task(text)?.key;
            program(global, Some(&key.to_string()), Choice::default(), output)
        }
        Task::Cancel { task: text } => {
            let mut station = session::writing(global)?;
            let id = station.task(text)?.id;
            let cancelled = station.cancel_task(id)?;
            Ok(task(&station, &cancelled)?.into())
        }
    }
}
