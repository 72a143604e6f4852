//! Keys that change hands without the encoder: the definition of a returned one goes on to its next holder, and one whose
//! medium is lost, destroyed or dead is written off or gives way to another.

use std::collections::BTreeSet;

use super::forms::Entered;
use super::operators::users;
use super::sheet::{Cell, Choosable, Field, Form, Kind, LOST, Thing, Value};
use crate::model::{KeyId, UserId};
use crate::store::KeyRecord;
use crate::workflow::{Error, ShownKey, Station};

/// What becomes of a key whose medium does not come back: the word in a form, and the id of its text.
const ENDS: [(&str, &str); 3] = [
    (LOST, "replace-lost"),
    ("written-off", "replace-written-off"),
    ("nothing", "write-off-only"),
];

/// Who shall have the definition of a returned key.
pub(super) fn pass_on_form(
    station: &Station,
    thing: Option<Thing>,
) -> Result<(u64, Vec<Field>), Error> {
    let record = key(station, thing)?;
    let to = Field {
        label: "pass-on-to",
        hint: None,
        value: Value::Sought(users(station, &BTreeSet::new())?, None),
    };
    let meant = Field {
        label: "pass-on-means",
        hint: Some("pass-on-hint"),
        value: Value::Shown(record.key.number.to_string()),
    };
    Ok((record.version, vec![meant, to]))
}

/// What became of the medium, and what comes in its place. A key of nobody gives way to none.
pub(super) fn replace_form(
    station: &Station,
    thing: Option<Thing>,
) -> Result<(u64, Vec<Field>), Error> {
    let record = key(station, thing)?;
    let holder = station.read(|reading| reading.holder(record.key.user))?;
    let ends = ENDS
        .iter()
        .filter(|(word, _)| holder.is_some() || *word == "nothing");
    let ends: Vec<Choosable> = ends
        .map(|(word, text)| Choosable {
            id: (*word).to_owned(),
            label: Cell::Word(text),
        })
        .collect();
    let number = Field {
        label: "pass-on-means",
        hint: Some("write-off-hint"),
        value: Value::Shown(record.key.number.to_string()),
    };
    let end = Field {
        label: "replace-end",
        hint: None,
        value: Value::One(ends, None),
    };
    Ok((record.version, vec![number, end]))
}

fn key(station: &Station, thing: Option<Thing>) -> Result<KeyRecord, Error> {
    let id = id_of(thing)?;
    station.read(|reading| reading.key(id))
}

fn id_of(thing: Option<Thing>) -> Result<KeyId, Error> {
    match thing {
        Some(Thing::Key(id)) => Ok(id),
        _ => Err(Error::NotChosen { what: "key" }),
    }
}

/// Passes a key on, replaces it or writes it off, and answers with what is there now.
pub(super) fn save(
    station: &mut Station,
    form: &Form,
    entered: &mut Entered<'_>,
) -> Result<Thing, Error> {
    let key = ShownKey {
        id: id_of(form.thing)?,
        version: Some(form.version),
    };
    entered.skip();
    if form.kind == Kind::PassOn {
        let to: UserId = entered.one().ok_or(Error::NotChosen { what: "user" })?;
        return Ok(Thing::Key(station.pass_on_key(key, to)?.draft.key.id));
    }
    let end: String = entered.one().ok_or(Error::NotChosen { what: "end" })?;
    let now = match end.as_str() {
        LOST => station.replace_lost(key)?.draft,
        "written-off" => station.replace_written_off(key)?.draft,
        _ => station.write_off_key(key)?,
    };
    Ok(Thing::Key(now.key.id))
}
