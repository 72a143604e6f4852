//! `key` and `task`: listing, showing, programming, reading.

mod holding;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::arguments::{Global, Key, Task};
use super::output::{Answer, Output};
use super::view::{Names, entries, name_key, name_user, put_holder, task};
use super::{Failure, Outcome, detail, session};
use crate::access::HomeGroup;
use crate::device::encoder::Progress;
use crate::i18n::Arguments;
use crate::model::{BlockingGroupId, KeyId, KeyKind, SourceId};
use crate::store::{KeyFilter, KeyRecord};
use crate::workflow::hardware::{BoxedEncoder, BoxedProgrammingKey};
use crate::workflow::plan::KeyPlan;
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
            to_collect,
            stamp,
        } => {
            let wanted = Wanted {
                user: user.as_deref(),
                pending: *pending,
                orphaned: *orphaned,
                to_collect: *to_collect,
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
            dry_run,
            shown,
        } => {
            let choice = Choice {
                home_group: home_group.as_deref(),
                stamp: stamp.as_deref(),
                again: *again,
                shown: shown.as_deref(),
            };
            if *dry_run {
                return dry_run_of(global, key.as_deref(), choice);
            }
            program(global, key.as_deref(), choice, output)
        }
        Key::Read { adopt: false } => read(global, output),
        Key::Read { adopt: true } => adopt(global, output),
        Key::HandOver { key } => holding::hand_over(global, key, output),
        Key::Return { key } => holding::give_back(global, key.as_deref(), output),
        Key::PassOn { key, to } => holding::pass_on(global, key, to),
        Key::Edit { key, stamp } => holding::stamp(global, key, stamp),
        Key::Remove { key } => holding::remove(global, key),
        Key::WriteOff { key } => holding::write_off(global, key, output),
        Key::Replace { key, lost, .. } => holding::replace(global, key, *lost, output),
        Key::Block {
            key: Some(key),
            reason,
            dry_run,
            ..
        } => holding::block(global, key, (reason, *dry_run), output),
        Key::Block {
            key: None,
            lost_number,
            reason,
            dry_run,
        } => {
            let number = lost_number.unwrap_or_default();
            holding::block_number(global, number, (reason, *dry_run), output)
        }
        Key::Unblock { key } => holding::unblock(global, key, output),
    }
}

/// Which keys are listed.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    user: Option<&'a str>,
    pending: bool,
    orphaned: bool,
    to_collect: bool,
    stamp: Option<&'a str>,
}

fn list(global: &Global, wanted: Wanted<'_>) -> Outcome {
    let station = session::reading(global)?;
    let names = Names::of(&station)?;
    let user = wanted.user.map(|user| station.user(user)).transpose()?;
    let user = user.map(|user| user.value.id);
    let records: Vec<(KeyRecord, bool)> = match (wanted.stamp, user) {
        (Some(stamp), user) => {
            let stamp = stamp.parse()?;
            let mut found = station.read(|reading| reading.keys_by_stamp(stamp))?;
            found.retain(|record| user.is_none_or(|user| record.key.user == user));
            let mut all = Vec::new();
            for record in found {
                let of_user = station.keys_with_ends(KeyFilter::User(record.key.user))?;
                let same = |(one, ended): &(KeyRecord, bool)| *ended && one.key.id == record.key.id;
                let ended = of_user.iter().any(same);
                all.push((record, ended));
            }
            all
        }
        (None, Some(user)) => station.keys_with_ends(KeyFilter::User(user))?,
        (None, None) => station.keys_with_ends(KeyFilter::All)?,
    };
    let orphans = if wanted.orphaned {
        station.orphans()?
    } else {
        Vec::new()
    };
    let lost = |record: &KeyRecord| orphans.iter().any(|one| one.key.key.id == record.key.id);
    let shown = records
        .iter()
        .filter(|(record, _)| !wanted.pending || record.is_pending())
        .filter(|(record, _)| !wanted.orphaned || lost(record))
        .filter(|(record, ended)| !wanted.to_collect || (*ended && is_out(record)));
    let holders = station.names_of_users()?;
    let view = |(record, ended): &(KeyRecord, bool)| {
        let mut view = names.key(record);
        view["ended"] = json!(ended);
        let holder = record.key.user;
        put_holder(&mut view, holder, holders.get(&holder).map(String::as_str));
        view
    };
    Ok(json!({"items": shown.map(view).collect::<Vec<_>>()}).into())
}

/// Whether somebody has its medium and shall not be left with it once its time is over.
fn is_out(record: &KeyRecord) -> bool {
    let key = &record.key;
    let over = key.state.is_over() || !key.state.is_on_a_medium();
    key.kind != KeyKind::Phone && key.uid.is_some() && !over
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
    put_holder(&mut view, record.key.user, name.as_deref());
    view["wanted"] = json!(entries(&names, &plan.wanted.table));
    view["written"] = json!(written.map(|view| entries(&names, &view.table)));
    let key = (record.key.id, record.key.number);
    view["difference"] = json!(names.difference(key, &plan.difference, &sources));
    view["doors_to_visit"] = json!(names.locks(&plan.doors));
    view["cannot_open"] = json!(names.locks(&plan.unreadable));
    let successor = station.read(|reading| match reading.replacement_of(record.key.id)? {
        Some(id) => Ok(Some((id, reading.key(id)?.key.number))),
        None => Ok(None),
    })?;
    view["replaced_by"] = json!(successor.map(|(_, number)| number));
    view["replaced_by_id"] = json!(successor.map(|(id, _)| id));
    if record.key.kind != KeyKind::Phone {
        view["capacity"] = detail::capacity(&station.capacity(&plan)?);
    }
    let orphaned = matches!(plan.home_group, HomeGroup::Orphaned(_));
    view["home_group_orphaned"] = json!(orphaned);
    if orphaned {
        let id = if plan.wanted.table.is_empty() {
            "notice-key-opens-nothing"
        } else {
            "notice-home-group-orphaned"
        };
        let number = Arguments::from([("number", record.key.number.to_string().into())]);
        view["notice"] = json!(output.text(id, &number));
    }
    Ok(view.into())
}

/// What may be said to a write.
#[derive(Clone, Copy, Default)]
struct Choice<'a> {
    home_group: Option<&'a str>,
    stamp: Option<&'a str>,
    again: bool,
    shown: Option<&'a str>,
}

impl Choice<'_> {
    /// What the write is asked to do.
    fn request(self, station: &Station, key: KeyId) -> Result<Request, Error> {
        let home_group = self
            .home_group
            .map(|group| station.blocking_group(group))
            .transpose()?
            .map(|group| group.value.id);
        Ok(Request {
            home_group,
            stamp: self.stamp.map(str::parse).transpose()?,
            again: self.again,
            shown: self.shown.map(str::parse).transpose()?,
            ..Request::of(key)
        })
    }

    /// As it was written behind the command.
    fn words(&self) -> String {
        let mut words = String::new();
        let options = [
            ("home-group", self.home_group),
            ("stamp", self.stamp),
            ("shown", self.shown),
        ];
        for (option, value) in options {
            if let Some(value) = value {
                words += &[" --", option, " ", &quoted(value)].concat();
            }
        }
        if self.again {
            words += " --again";
        }
        words
    }
}

/// The key that was named, or that of the medium on the encoder, which stays open then.
fn named(
    global: &Global,
    station: &Station,
    key: Option<&str>,
) -> Result<(KeyRecord, Option<BoxedEncoder>), Failure> {
    if let Some(key) = key {
        return Ok((station.key(key)?, None));
    }
    let mut encoder = session::encoder(global)?;
    let record = key_on_encoder(global, station, &mut encoder)?;
    Ok((record, Some(encoder)))
}

/// What the write would do; refused where it would be.
fn dry_run_of(global: &Global, key: Option<&str>, choice: Choice<'_>) -> Outcome {
    let station = session::reading(global)?;
    let (record, _) = named(global, &station, key)?;
    let request = choice.request(&station, record.key.id)?;
    let (plan, home) = station.dry_run(request)?;
    let names = Names::of(&station)?;
    let mut told = told(&station, &names, &record, &[])?;
    tell_plan(&mut told, &names, (&record, request, home), &plan);
    Ok(Answer::of_keys(told))
}

/// What writing the key would do: the difference and, in short, all that is confirmed with it.
fn tell_plan(
    told: &mut Value,
    names: &Names,
    (record, request, home): (&KeyRecord, Request, Option<BlockingGroupId>),
    plan: &KeyPlan,
) {
    let sources: BTreeMap<SourceId, String> = plan
        .gave
        .iter()
        .chain(&plan.gives)
        .map(|given| (given.source, given.name.clone()))
        .collect();
    let group = home.and_then(|id| names.facts.blocking_groups.get(&id));
    told["difference"] = json!(names.difference(
        (record.key.id, record.key.number),
        &plan.difference,
        &sources
    ));
    told["home_group"] = json!(group.map(|group| &group.name));
    told["doors_to_visit"] = json!(names.locks(&plan.doors));
    told["cannot_open"] = json!(names.locks(&plan.unreadable));
    told["shown"] = json!(
        plan.to_program(request.key)
            .shown(request.home_group)
            .to_string()
    );
}

/// The answer to a write in which nothing was written yet.
fn told(
    station: &Station,
    names: &Names,
    record: &KeyRecord,
    actions: &[Value],
) -> Result<Value, Error> {
    let holder = station.holder(record.key.user)?;
    let mut view = json!({
        "user": names.holder(record.key.user, holder.as_ref()),
        "keys": [names.key(record)],
        "actions": actions,
        "difference": [],
        "resumed": false,
        "nothing_to_do": false,
        "wire": null,
    });
    let name = view["user"]["name"].as_str().map(str::to_owned);
    name_user(&mut view, Some(record.key.user), name.as_deref());
    Ok(view)
}

/// A value as a shell takes it for one word.
fn quoted(value: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_.@".contains(letter);
    if value.chars().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// The key of the fob on the encoder. Where the records have none, the fob is read to tell whose it is, if a
/// programming key was named.
fn key_on_encoder(
    global: &Global,
    station: &Station,
    encoder: &mut BoxedEncoder,
) -> Result<KeyRecord, Failure> {
    match station.key_on_encoder(&mut **encoder) {
        Err(Error::FobUnknown) if global.token.is_some() => {
            let mut token = session::token(global, station)?;
            Err(station.read_unknown(&mut **encoder, &mut *token)?.into())
        }
        found => Ok(found?),
    }
}

fn program(global: &Global, key: Option<&str>, choice: Choice<'_>, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let (record, encoder) = named(global, &station, key)?;
    let request = choice.request(&station, record.key.id)?;
    let mut spent = None;
    // A device that cannot be had is the outcome of the one action there is, told like any other.
    let outcome = match hardware_with(global, &station, encoder) {
        Ok(mut hardware) => {
            let outcome = hardware.write(&mut station, request, output);
            spent = Some(hardware.spent());
            outcome
        }
        Err(Failure::Station(error)) => Err(error),
        Err(other) => return Err(other),
    };
    let names = Names::of(&station)?;
    let key = station.read(|reading| reading.key(record.key.id))?;
    match outcome {
        Ok(done) => {
            let mut action = output.action("program-key", Ok(()));
            if done.nothing_to_do {
                output.add_notice(&mut action, "nothing-to-do");
            }
            if matches!(done.home_group, HomeGroup::Orphaned(_)) {
                output.add_notice(&mut action, "home-group-orphaned");
            }
            let holder = station.holder(record.key.user)?;
            let held = holder.iter().flat_map(|person| &person.sources);
            let sources = names.sources(held.map(|source| &source.value), &done.gave);
            let mut told = told(&station, &names, &key, &[action])?;
            told["difference"] = json!(names.difference(
                (record.key.id, record.key.number),
                &done.difference,
                &sources
            ));
            told["resumed"] = json!(done.resumed);
            told["nothing_to_do"] = json!(done.nothing_to_do);
            told["wire"] = json!(spent);
            Ok(Answer::of_keys(told))
        }
        Err(error) => {
            let number = record.key.number;
            let action = match error.class() {
                Class::Device => {
                    let found = by_its_fob(&station, &key)?;
                    output.write_of("program-key", number, Err(&error), &choice.words(), found)
                }
                _ => output.action("program-key", Err(&error)),
            };
            let mut told = told(&station, &names, &key, &[action])?;
            told["wire"] = json!(spent);
            if matches!(error, Error::SummaryChanged) {
                // What it would be now, to be looked at and confirmed; where that is refused, only why.
                let unconfirmed = Request {
                    shown: None,
                    ..request
                };
                if let Ok((plan, home)) = station.dry_run(unconfirmed) {
                    tell_plan(&mut told, &names, (&key, request, home), &plan);
                }
            }
            Err(Failure::Partly(Box::new(Answer::of_keys(told)), error))
        }
    }
}

/// Whether the key is found by the fob on the encoder: it has one, or a write to one stands open.
pub(super) fn by_its_fob(station: &Station, record: &KeyRecord) -> Result<bool, Error> {
    let tasks = station.read(|reading| reading.tasks_of_key(record.key.id))?;
    let open = |task: &crate::store::TaskRecord| !task.state.is_over() && task.intent.is_some();
    Ok(record.key.uid.is_some() || tasks.iter().any(open))
}

/// The encoder and the programming key, its PIN given.
pub(super) struct Hardware {
    encoder: BoxedEncoder,
    token: BoxedProgrammingKey,
    cancel: Arc<AtomicBool>,
}

impl Hardware {
    /// Writes a key.
    fn write(
        &mut self,
        station: &mut Station,
        request: Request,
        output: &Output,
    ) -> Result<Programmed, Error> {
        station.program_key(
            request,
            &mut self.devices(&mut |progress| output.progress(progress)),
        )
    }

    /// Writes keys that were confirmed together.
    pub(super) fn write_all(
        &mut self,
        station: &mut Station,
        requests: &[Request],
        output: &Output,
    ) -> Vec<Result<Programmed, Error>> {
        let mut shown = |progress| output.progress(progress);
        station.program_keys(requests, &mut self.devices(&mut shown))
    }

    fn devices<'a>(&'a mut self, progress: &'a mut dyn FnMut(Progress)) -> Devices<'a> {
        Devices {
            encoder: &mut *self.encoder,
            token: &mut *self.token,
            progress,
            cancel: &self.cancel,
        }
    }

    /// What all cost on the wire since the encoder was opened, whatever came of it.
    pub(super) fn spent(&self) -> Value {
        let spent = self.encoder.traffic();
        json!({"exchanges": spent.exchanges, "bytes_out": spent.bytes_out, "bytes_in": spent.bytes_in})
    }
}

/// Opens what a write needs.
pub(super) fn hardware(global: &Global, station: &Station) -> Result<Hardware, Failure> {
    hardware_with(global, station, None)
}

/// The same with an encoder that is open already.
fn hardware_with(
    global: &Global,
    station: &Station,
    encoder: Option<BoxedEncoder>,
) -> Result<Hardware, Failure> {
    Ok(Hardware {
        encoder: match encoder {
            Some(encoder) => encoder,
            None => session::encoder(global)?,
        },
        token: session::token(global, station)?,
        cancel: session::cancelled_by_keyboard(),
    })
}

pub(super) fn read(global: &Global, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let mut encoder = session::encoder(global)?;
    let mut token = session::token(global, &station)?;
    let medium = station.read_medium(&mut *encoder, &mut *token)?;
    Ok(read_view(&station, &Names::of(&station)?, &medium, output)?.into())
}

/// What lies on the encoder, in the names of the contract.
fn read_view(
    station: &Station,
    names: &Names,
    medium: &ReadMedium,
    output: &Output,
) -> Result<Value, Error> {
    let header = medium.image.as_ref().map(crate::medium::Image::header);
    let home = header
        .and_then(|header| header.home_group)
        .and_then(|number| {
            names
                .facts
                .blocking_groups
                .values()
                .find(|group| group.number == number)
        });
    let record = medium.key.as_ref();
    let key = record.map(|record| &record.key);
    let mut view = json!({
        "id": key.map(|key| key.id),
        "name": key.map(|key| format!("{} {}", key.kind.as_str(), key.number)),
        "uid": medium.uid,
        "key_number": null,
        "user": null,
        "chip": medium.chip,
        "chip_name": medium.chip,
        "system": header.map(|header| header.system),
        "key": header.map(|header| header.key),
        "generation": medium.generation,
        "revision": header.map(|header| header.revision),
        "home_group": home.map(|group| group.name.as_str()),
        "home_group_id": home.map(|group| group.id),
        "blocklist_version": medium.blocklist.as_ref().map(|list| list.front().version),
        "entries": medium.image.as_ref().map(|image| entries(names, image.table())),
        "events": medium.events,
        "signature": if medium.signature_valid { "valid" } else { "invalid" },
        "state": record.map(|record| record.key.state),
    });
    name_key(&mut view, key.map(|key| key.id), key.map(|key| key.number));
    name_user(&mut view, None, None);
    if let Some(key) = key {
        let held = station.holder(key.user)?;
        let name = held.map(|person| person.user.value.full_name());
        put_holder(&mut view, key.user, name.as_deref());
    }
    if let Some(finding) = station.finding(medium) {
        let (cause, remedy) = output.describe(&finding);
        view["code"] = json!(finding.code());
        view["notice"] = json!([cause, remedy].join(" "));
    }
    Ok(view)
}

/// Reads the fob and takes over what it holds as the key's written view.
fn adopt(global: &Global, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let mut encoder = session::encoder(global)?;
    let mut token = session::token(global, &station)?;
    let adopted = station.adopt_medium(&mut *encoder, &mut *token)?;
    let names = Names::of(&station)?;
    // What was newer is known now.
    let medium = ReadMedium {
        key: Some(adopted.key.clone()),
        ..adopted.medium
    };
    let mut view = read_view(&station, &names, &medium, output)?;
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
