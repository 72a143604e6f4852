//! `user remove`: each medium is decided on first, then the user goes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::arguments::{Global, UserRemove};
use super::super::output::{Answer, Output};
use super::super::view::{Names, name_user};
use super::super::{Failure, Outcome, key, session};
use crate::model::{KeyId, UserId};
use crate::workflow::{Detail, Error, Station};

/// Empties and blocks what was named, and removes the user. Nothing happens while a medium is left undecided.
pub(in crate::cli) fn run(global: &Global, removal: &UserRemove, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let user = station.user(&removal.user)?;
    station.check_removal(user.id)?;
    let returned = removal.returned.as_deref();
    let returned = returned
        .map(|text| own_key(&station, user.id, text))
        .transpose()?;
    let blocked = removal
        .block
        .iter()
        .map(|text| own_key(&station, user.id, text));
    let blocked: Vec<KeyId> = blocked.collect::<Result<_, _>>()?;
    let mut undecided = station.undecided_media(user.id)?;
    undecided.retain(|record| {
        let id = record.key.id;
        returned != Some(id) && !blocked.contains(&id)
    });
    if !undecided.is_empty() {
        let count = undecided.len() as u64;
        let error = Error::from(crate::store::Error::UserHasMedia { count });
        return Err(error.with(Detail::Media(undecided)).into());
    }
    let mut actions = Vec::new();
    let mut wire = None;
    if let Some(id) = returned {
        let mut hardware = key::hardware(global, &station)?;
        let emptied = key::empty(&mut hardware, &mut station, id, output);
        wire = Some(hardware.spent());
        match emptied {
            Ok(_done) => actions.push(output.action("return-key", Ok(()))),
            Err(error) => {
                actions.push(output.action("return-key", Err(&error)));
                let told = json!({"wire": wire});
                return partly(&station, user.id, &actions, told, error);
            }
        }
    }
    let mut lists = BTreeSet::new();
    let mut stopped = None;
    for id in blocked {
        match station.block_key(id, "removed") {
            Ok(_) => actions.push(output.action("block-key", Ok(()))),
            Err(error) => {
                actions.push(output.action("block-key", Err(&error)));
                stopped = Some(error);
                break;
            }
        }
        lists.extend(station.read(|reading| reading.groups_blocking(id))?);
    }
    // What was blocked is told whatever becomes of the rest.
    let mut told = json!({"wire": wire});
    if !lists.is_empty() {
        let lists: Vec<_> = lists.into_iter().collect();
        key::tell_lists(global, &mut station, &mut told, &lists, output)?;
    }
    if let Some(error) = stopped {
        return partly(&station, user.id, &actions, told, error);
    }
    station.remove_user(user.id, user.version)?;
    actions.push(output.action("remove-user", Ok(())));
    let view = json!({
        "id": user.id,
        "name": user.full_name(),
        "email": user.email,
        "removed": true,
        "actions": actions,
    });
    Ok(with_told(view, told).into())
}

/// The user's key with this number, chip number or id.
fn own_key(station: &Station, user: UserId, text: &str) -> Result<KeyId, Error> {
    let record = station.key(text)?;
    if record.key.user == user {
        return Ok(record.key.id);
    }
    Err(Error::Unknown {
        kind: "key",
        name: text.to_owned(),
    })
}

/// An answer with what is told of the lists.
fn with_told(mut answer: Value, mut told: Value) -> Value {
    if let (Value::Object(answer), Value::Object(told)) = (&mut answer, &mut told) {
        answer.append(told);
    }
    answer
}

fn partly(
    station: &Station,
    user: UserId,
    actions: &[Value],
    told: Value,
    error: Error,
) -> Outcome {
    let names = Names::of(station)?;
    let person = station.person(user)?;
    let keys: Vec<Value> = person.keys.iter().map(|key| names.key(key)).collect();
    let answer = json!({"user": names.person(&person), "keys": keys, "actions": actions, "difference": [], "removed": false});
    let mut answer = with_told(answer, told);
    name_user(
        &mut answer,
        Some(user),
        Some(&person.user.value.full_name()),
    );
    Err(Failure::Partly(Box::new(Answer::of_keys(answer)), error))
}
