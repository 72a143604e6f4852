//! `key hand-over`, `return`, `replace`, `write-off`, `block` and `unblock`: who holds a key, and what becomes of it afterwards.

use serde_json::{Value, json};

use super::super::arguments::Global;
use super::super::groups::blocking_group;
use super::super::layout::Layout;
use super::super::output::{Answer, Output};
use super::super::view::{Names, conditions, name_user, put_holder};
use super::super::{Failure, Outcome, rehearsal, session};
use super::{BoxedEncoder, Hardware, hardware_with};
use crate::access::Conditions;
use crate::i18n::{Arguments, Language, Texts};
use crate::model::{BlockingGroupId, KeyId, KeyNumber, KeyState, LockId};
use crate::store::KeyRecord;
use crate::workflow::leaving::Emptied;
use crate::workflow::lost_numbers::LostNumber;
use crate::workflow::programming::Devices;
use crate::workflow::tasks::Replaced;
use crate::workflow::{Error, Station};

/// Notes that the holder has the key. The receipt is in the holder's language where one was chosen.
pub(super) fn hand_over(global: &Global, key: &str, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let done = station.hand_over_key(record.key.id)?;
    let names = Names::of(&station)?;
    let locks: Vec<LockId> = done.opens.iter().map(|(lock, _)| *lock).collect();
    let opens = names.locks(&locks);
    let language = done.language.as_deref().map(Language::of);
    let texts = Texts::new(language.unwrap_or_else(|| output.language()));
    let zone = station.info()?.zone;
    let layout = Layout::new(&texts, Some(zone));
    // Each with the name of its own: a lock that went in between has none.
    let doors = done.opens.iter().filter_map(|(lock, conditions)| {
        let lock = names.facts.locks.get(lock)?;
        Some(door(&layout, &lock.name, conditions))
    });
    let doors: Vec<String> = doors.collect();
    let view = names.key(&done.key);
    let stamp = done.key.key.stamp.map(|stamp| stamp.to_string());
    let receipt = texts.text(
        "receipt",
        &Arguments::from([
            ("system", done.system.into()),
            ("holder", done.holder.clone().into()),
            ("date", zone.shown(done.at).into()),
            ("key", done.key.key.number.to_string().into()),
            ("chip", view["uid"].as_str().unwrap_or_default().into()),
            ("stamp", stamp.unwrap_or_else(|| "-".to_owned()).into()),
            ("locks", doors.join(", ").into()),
            ("head", done.head.short().into()),
        ]),
    );
    let mut view = view;
    put_holder(&mut view, done.key.key.user, Some(&done.holder));
    view["opens"] = json!(opens);
    view["head"] = json!(done.head.short());
    view["receipt"] = json!(receipt);
    Ok(Answer::with_text(view, Some(receipt)))
}

/// A lock as the receipt names it: with when it opens, where that is not always.
fn door(layout: &Layout<'_>, lock: &str, within: &[Conditions]) -> String {
    if within.iter().any(Conditions::are_unrestricted) {
        return lock.to_owned();
    }
    let told = within.iter().map(|one| layout.conditions(&conditions(one)));
    let told: Vec<String> = told.collect();
    format!("{lock} ({})", told.join("; "))
}

/// Empties the medium on the encoder.
pub(super) fn give_back(global: &Global, key: Option<&str>, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let (record, encoder) = if let Some(key) = key {
        (station.key(key)?, None)
    } else {
        let mut encoder = session::encoder(global)?;
        match station.key_on_encoder(&mut *encoder) {
            Err(Error::FobUnknown | Error::FobBegunElsewhere) => {
                return give_back_stranger(global, &mut station, encoder, output);
            }
            found => (found?, Some(encoder)),
        }
    };
    let before = station.read(|reading| reading.groups_blocking(record.key.id))?;
    let mut spent = None;
    let outcome = match hardware_with(global, &station, encoder) {
        Ok(mut hardware) => {
            let outcome = empty(&mut hardware, &mut station, record.key.id, output);
            spent = Some(hardware.spent());
            outcome
        }
        Err(Failure::Station(error)) => Err(error),
        Err(other) => return Err(other),
    };
    let names = Names::of(&station)?;
    let holder = station.holder(record.key.user)?;
    let key = station.read(|reading| reading.key(record.key.id))?;
    let answer = |action: Value, lists: Vec<Value>| {
        let mut view = json!({
            "user": names.holder(record.key.user, holder.as_ref()),
            "keys": [names.key(&key)],
            "actions": [action],
            "difference": [],
            "blocklists": lists,
            "wire": spent,
        });
        let name = view["user"]["name"].as_str().map(str::to_owned);
        name_user(&mut view, Some(record.key.user), name.as_deref());
        Answer::of_keys(view)
    };
    match outcome {
        Ok(_done) => {
            let lists = lists(&station, &before)?;
            let action = output.action("return-key", Ok(()));
            let mut told = answer(action, lists);
            told.json["head"] = json!(station.info()?.head.short());
            Ok(told)
        }
        Err(error) => {
            let action = output.action("return-key", Err(&error));
            let answer = answer(action, Vec::new());
            Err(Failure::Partly(Box::new(answer), error))
        }
    }
}

/// Empties the fob on the encoder, whose key the records do not have.
fn give_back_stranger(
    global: &Global,
    station: &mut Station,
    encoder: BoxedEncoder,
    output: &Output,
) -> Outcome {
    let mut hardware = hardware_with(global, station, Some(encoder))?;
    let mut devices = Devices {
        encoder: &mut *hardware.encoder,
        token: &mut *hardware.token,
        progress: &mut |progress| output.progress(progress),
        cancel: &hardware.cancel,
    };
    let done = station.empty_stranger(&mut devices)?;
    Ok(json!({
        "id": null,
        "name": done.uid,
        "uid": done.uid,
        "key": done.number,
        "notice": output.text("notice-unknown-fob-emptied", &Arguments::new()),
        "wire": hardware.spent(),
    })
    .into())
}

/// Empties the medium of a key.
pub(in crate::cli) fn empty(
    hardware: &mut Hardware,
    station: &mut Station,
    key: KeyId,
    output: &Output,
) -> Result<Emptied, Error> {
    let mut devices = Devices {
        encoder: &mut *hardware.encoder,
        token: &mut *hardware.token,
        progress: &mut |progress| output.progress(progress),
        cancel: &hardware.cancel,
    };
    station.empty_key(key, &mut devices)
}

/// A draft in the place of a key whose medium is no more, or lost.
pub(super) fn replace(global: &Global, key: &str, lost: bool, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    if !lost {
        let replaced = station.replace_written_off(record.key.id)?;
        let mut view = replaced_view(&station, &replaced)?;
        tell_written_off(&station, &mut view, &replaced.before, output)?;
        return Ok(view.into());
    }
    let replaced = station.replace_lost(record.key.id)?;
    let mut view = replaced_view(&station, &replaced)?;
    let groups = station.read(|reading| reading.groups_blocking(record.key.id))?;
    tell_lists(global, &mut station, &mut view, &groups, output)?;
    Ok(view.into())
}

/// A draft for somebody else with the definition of a returned key.
pub(super) fn pass_on(global: &Global, key: &str, to: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let to = station.user(to)?.value;
    let passed_on = station.pass_on_key(record.key.id, to.id)?;
    let mut view = replaced_view(&station, &passed_on)?;
    put_holder(&mut view, to.id, Some(&to.full_name()));
    Ok(view.into())
}

/// Notes the stamp of a medium.
pub(super) fn stamp(global: &Global, key: &str, stamp: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let stamp = Some(stamp.trim()).filter(|stamp| !stamp.is_empty());
    let stamped = station.set_stamp(record.key.id, stamp.map(str::parse).transpose()?)?;
    Ok(Names::of(&station)?.key(&stamped).into())
}

/// Deletes a draft.
pub(super) fn remove(global: &Global, key: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let removed = station.remove_key(record.key.id)?;
    Ok(Names::of(&station)?.key(&removed).into())
}

/// A key that ends with its medium.
pub(super) fn write_off(global: &Global, key: &str, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let ended = station.write_off_key(record.key.id)?;
    let mut view = Names::of(&station)?.key(&ended);
    tell_written_off(&station, &mut view, &ended, output)?;
    Ok(view.into())
}

/// Says that writing off shuts nothing out, and what to do should the fob turn up.
fn tell_written_off(
    station: &Station,
    view: &mut Value,
    ended: &KeyRecord,
    output: &Output,
) -> Result<(), Error> {
    let groups = station.read(|reading| reading.groups_blocking(ended.key.id))?;
    let listed = if groups.is_empty() { "no" } else { "yes" };
    let values = Arguments::from([
        ("number", ended.key.number.to_string().into()),
        ("listed", listed.into()),
    ]);
    view["blocklists"] = json!(lists(station, &groups)?);
    view["notice"] = json!(output.text("notice-written-off", &values));
    Ok(())
}

fn replaced_view(station: &Station, replaced: &Replaced) -> Result<Value, Error> {
    let names = Names::of(station)?;
    let mut view = names.key(&replaced.draft);
    view["replaces"] = names.key(&replaced.before);
    Ok(view)
}

/// Blocks a key. The lists are signed at once where a programming key is at hand.
pub(super) fn block(
    global: &Global,
    key: &str,
    (reason, dry_run): (&str, bool),
    output: &Output,
) -> Outcome {
    let mut station = session::changing(global, dry_run)?;
    let record = station.key(key)?;
    let blocked = station.block_key(record.key.id, reason)?;
    let mut view = Names::of(&station)?.key(&blocked);
    let groups = station.read(|reading| reading.groups_blocking(record.key.id))?;
    if dry_run {
        tell_unsigned_lists(&station, &mut view, &groups, output)?;
    } else {
        tell_lists(global, &mut station, &mut view, &groups, output)?;
    }
    Ok(view.into())
}

/// How the lists would stand that a dry run put a number on: nobody signs them.
fn tell_unsigned_lists(
    station: &Station,
    view: &mut Value,
    groups: &[BlockingGroupId],
    output: &Output,
) -> Result<(), Error> {
    view["blocklists"] = json!(lists(station, groups)?);
    let _any = tell_doors(station, view, groups)?;
    rehearsal::tell_dry_run(view, output);
    Ok(())
}

/// Blocks a number of which the records have no key that could be blocked as it stands, in every group.
pub(super) fn block_number(
    global: &Global,
    number: u32,
    (reason, dry_run): (&str, bool),
    output: &Output,
) -> Outcome {
    let mut station = session::changing(global, dry_run)?;
    let blocked = station.block_lost_number(KeyNumber(number), reason)?;
    let (mut view, notice) = match blocked {
        LostNumber::Key(key) => {
            let record = station.read(|reading| reading.key(key))?;
            let mut view = Names::of(&station)?.key(&record);
            view["known"] = json!(true);
            (view, "notice-lost-draft-blocked")
        }
        LostNumber::Stranger => {
            let view = json!({
                "id": null,
                "name": number.to_string(),
                "number": number,
                "state": KeyState::Blocked,
                "known": false,
            });
            (view, "notice-lost-number-blocked")
        }
    };
    let groups = station.read(|reading| reading.blocking_groups())?;
    let groups: Vec<BlockingGroupId> = groups.iter().map(|group| group.id).collect();
    if dry_run {
        tell_unsigned_lists(&station, &mut view, &groups, output)?;
    } else {
        tell_lists(global, &mut station, &mut view, &groups, output)?;
    }
    let values = Arguments::from([("number", number.to_string().into())]);
    let told = output.text(notice, &values);
    let more = view["notice"].as_str().map(|notice| [" ", notice].concat());
    view["notice"] = json!([told, more.unwrap_or_default()].concat());
    Ok(view.into())
}

/// Lifts the block of a key.
pub(super) fn unblock(global: &Global, key: &str, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let mut token = session::token(global, &station)?;
    let done = station.unblock_key(record.key.id, &mut *token)?;
    let mut view = Names::of(&station)?.key(&done.key);
    view["blocklists"] = json!(lists(&station, &done.groups)?);
    if tell_doors(&station, &mut view, &done.groups)? {
        view["notice"] = json!(output.text("notice-unblocked-behind", &Arguments::new()));
    }
    Ok(view.into())
}

/// Names the locks that hold an older blocklist of one of these groups. Says whether there are any.
fn tell_doors(
    station: &Station,
    view: &mut Value,
    groups: &[BlockingGroupId],
) -> Result<bool, Error> {
    let behind = station.locks_behind(groups)?;
    view["doors_to_visit"] = json!(Names::of(station)?.locks(&behind));
    Ok(!behind.is_empty())
}

/// Signs the lists of keys that were just blocked where a programming key is at hand, and tells how they stand. That it
/// is not at hand, or fails, takes nothing back: the keys are blocked. What it cost to fail is told.
pub(in crate::cli) fn tell_lists(
    global: &Global,
    station: &mut Station,
    view: &mut Value,
    groups: &[BlockingGroupId],
    output: &Output,
) -> Result<(), Error> {
    let unsigned = station.read(|reading| reading.unsigned_blocklists())?;
    let failed = if unsigned.is_empty() {
        None
    } else {
        sign(global, station).err()
    };
    let lists = lists(station, groups)?;
    let any = |field: &str, wanted: bool| lists.iter().any(|list| list[field] == wanted);
    let mut told = Vec::new();
    if let Some(Failure::Station(error)) = failed.filter(is_worth_telling) {
        let (cause, remedy) = output.describe(&error);
        let values = Arguments::from([("cause", cause.into()), ("remedy", remedy.into())]);
        told.push(output.text("notice-blocklist-not-signed", &values));
        if output.is_for_scripts() {
            output.tell(&mut view["signing"], &error);
        }
    } else if any("distributable", false) {
        told.push(output.text("notice-blocklist-unsigned", &Arguments::new()));
    }
    if any("nearly_full", true) {
        told.push(output.text("notice-blocklist-nearly-full", &Arguments::new()));
    }
    if !told.is_empty() {
        view["notice"] = json!(told.join(" "));
    }
    view["blocklists"] = json!(lists);
    let _any = tell_doors(station, view, groups)?;
    Ok(())
}

fn sign(global: &Global, station: &mut Station) -> Result<(), Failure> {
    let mut token = session::token(global, station)?;
    let _groups = station.sign_blocklists(&mut *token)?;
    Ok(())
}

/// Whether a programming key, or its PIN, was named and failed.
fn is_worth_telling(failure: &Failure) -> bool {
    !matches!(
        failure,
        Failure::Usage(_) | Failure::Station(Error::NoProgrammingKey)
    )
}

fn lists(station: &Station, groups: &[BlockingGroupId]) -> Result<Vec<Value>, Error> {
    let all = station.read(|reading| reading.blocking_groups())?;
    let own = all.iter().filter(|group| groups.contains(&group.id));
    own.map(|group| blocking_group(station, group)).collect()
}
