//! `key hand-over`, `return`, `replace`, `block` and `unblock`: who holds a key, and what becomes of it afterwards.

use serde_json::{Value, json};

use super::super::arguments::Global;
use super::super::groups::blocking_group;
use super::super::output::{Answer, Output};
use super::super::view::Names;
use super::super::{Failure, Outcome, session};
use super::{Hardware, hardware, wire};
use crate::i18n::{Arguments, Language, Texts};
use crate::model::{BlockingGroupId, KeyId};
use crate::workflow::leaving::Emptied;
use crate::workflow::programming::Devices;
use crate::workflow::tasks::Replaced;
use crate::workflow::{Error, Station};

/// Notes that the holder has the key. The receipt is in the holder's language where one was chosen.
pub(super) fn hand_over(global: &Global, key: &str, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let done = station.hand_over_key(record.key.id)?;
    let names = Names::of(&station)?;
    let opens = names.locks(&done.opens);
    let language = done.language.as_deref().map(Language::of);
    let texts = Texts::new(language.unwrap_or_else(|| output.language()));
    let view = names.key(&done.key);
    let stamp = done.key.key.stamp.map(|stamp| stamp.to_string());
    let receipt = texts.text(
        "receipt",
        &Arguments::from([
            ("system", done.system.into()),
            ("holder", done.holder.clone().into()),
            ("date", station.info()?.zone.shown(done.at).into()),
            ("key", done.key.key.number.to_string().into()),
            ("chip", view["uid"].as_str().unwrap_or_default().into()),
            ("stamp", stamp.unwrap_or_else(|| "-".to_owned()).into()),
            ("locks", opens.join(", ").into()),
        ]),
    );
    let mut view = view;
    view["user"] = json!({"id": done.key.key.user, "name": done.holder});
    view["opens"] = json!(opens);
    view["receipt"] = json!(receipt);
    Ok(Answer::with_text(view, Some(receipt)))
}

/// Empties the medium on the encoder.
pub(super) fn give_back(global: &Global, key: Option<&str>, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = match key {
        Some(key) => station.key(key)?,
        None => station.key_on_encoder(&mut *session::encoder(global)?)?,
    };
    let before = station.read(|reading| reading.groups_blocking(record.key.id))?;
    let outcome = match hardware(global, &station) {
        Ok(mut hardware) => empty(&mut hardware, &mut station, record.key.id, output),
        Err(Failure::Station(error)) => Err(error),
        Err(other) => return Err(other),
    };
    let names = Names::of(&station)?;
    let holder = station.holder(record.key.user)?;
    let key = station.read(|reading| reading.key(record.key.id))?;
    let answer = |action: Value, wire: Option<Value>, lists: Vec<Value>| {
        Answer::of_keys(json!({
            "user": names.holder(record.key.user, holder.as_ref()),
            "keys": [names.key(&key)],
            "actions": [action],
            "difference": [],
            "blocklists": lists,
            "wire": wire,
        }))
    };
    match outcome {
        Ok(done) => {
            let lists = lists(&station, &before)?;
            let action = output.action("return-key", Ok(()));
            Ok(answer(action, Some(wire(&done.wire)), lists))
        }
        Err(error) => {
            let action = output.action("return-key", Err(&error));
            let answer = answer(action, None, Vec::new());
            Err(Failure::Partly(Box::new(answer), error))
        }
    }
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
        return Ok(replaced_view(&station, &replaced)?.into());
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
    view["user"] = json!({"id": to.id, "name": to.full_name()});
    Ok(view.into())
}

/// A key that ends with its medium.
pub(super) fn write_off(global: &Global, key: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let ended = station.write_off_key(record.key.id)?;
    Ok(Names::of(&station)?.key(&ended).into())
}

fn replaced_view(station: &Station, replaced: &Replaced) -> Result<Value, Error> {
    let names = Names::of(station)?;
    let mut view = names.key(&replaced.draft);
    view["replaces"] = names.key(&replaced.before);
    Ok(view)
}

/// Blocks a key. The lists are signed at once where a programming key is at hand.
pub(super) fn block(global: &Global, key: &str, reason: &str, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let blocked = station.block_key(record.key.id, reason)?;
    let mut view = Names::of(&station)?.key(&blocked);
    let groups = station.read(|reading| reading.groups_blocking(record.key.id))?;
    tell_lists(global, &mut station, &mut view, &groups, output)?;
    Ok(view.into())
}

/// Lifts the block of a key.
pub(super) fn unblock(global: &Global, key: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.key(key)?;
    let mut token = session::token(global, &station)?;
    let done = station.unblock_key(record.key.id, &mut *token)?;
    let mut view = Names::of(&station)?.key(&done.key);
    view["blocklists"] = json!(lists(&station, &done.groups)?);
    Ok(view.into())
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
