//! `user edit`: what was named changes, all in one change set; then the added key is programmed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::arguments::{Global, UserEdit as Change};
use super::super::output::{Answer, Output};
use super::super::sources::{places_without, premises_source, role_source};
use super::super::view::{Names, name_key, name_user};
use super::super::{Failure, Outcome, detail, key, session};
use super::{new_keys, write_details};
use crate::access::HomeGroup;
use crate::model::{Email, KeyKind, Source, SourceKind};
use crate::store::KeyRecord;
use crate::workflow::editing::{Deed, EditSummary, SourceChange, UserEdit, WantedSource};
use crate::workflow::naming::same_name;
use crate::workflow::people::NewSource;
use crate::workflow::{Error, Station};

/// Changes a user, or tells what would change.
pub(in crate::cli) fn run(global: &Global, change: &Change, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let user = station.user(&change.user)?.value.id;
    let mut edit = station.user_edit(user)?;
    basic(&mut edit, change)?;
    sources(&station, &mut edit, change)?;
    keys(&station, &mut edit, change)?;
    if change.program && !edit.new_keys.iter().any(|key| key.kind == KeyKind::Fob) {
        return Err(Failure::usage("program-without-fob", []));
    }
    let summary = station.summary_of_edit(&edit)?;
    let before = Names::of(&station)?;
    let mut told = told(&station, &before, &summary)?;
    if change.dry_run {
        return answer(&station, user, told, &[], None);
    }
    let mut hardware = if change.program {
        Some(key::hardware(global, &station)?)
    } else {
        None
    };
    let shown = change.shown.as_deref().map(str::parse).transpose()?;
    let shown = shown.unwrap_or_else(|| summary.shown());
    let done = match station.edit_user_as_shown(&edit, shown) {
        Err(error @ Error::SummaryChanged) => {
            return Err(outrun(&mut station, &edit, output, error));
        }
        done => done?,
    };
    let mut actions = vec![output.action("edit-user", Ok(()))];
    if done.invited {
        actions.push(output.action("queue-invitation", Ok(())));
    }
    let mut failure = None;
    let added = station.read(|reading| done.added.iter().map(|id| reading.key(*id)).collect())?;
    let added: Vec<KeyRecord> = added;
    told["difference"] = json!(difference(&before, &summary, &added));
    let home_group = edit.new_keys.first().and_then(|key| key.home_group);
    let fobs: Vec<&KeyRecord> = added
        .iter()
        .filter(|record| record.key.kind == KeyKind::Fob)
        .collect();
    let requests = fobs.iter().map(|fob| done.write_of(fob.key.id, home_group));
    let requests: Vec<_> = requests.collect();
    let written = hardware
        .as_mut()
        .map(|hardware| hardware.write_all(&mut station, &requests, output));
    for (fob, outcome) in fobs.into_iter().zip(written.unwrap_or_default()) {
        match outcome {
            Ok(_done) => {
                actions.push(output.action("program-fob-key", Ok(())));
            }
            Err(error) => {
                let record = station.read(|reading| reading.key(fob.key.id))?;
                let found = key::by_its_fob(&station, &record)?;
                let number = fob.key.number;
                actions.push(output.write_of("program-fob-key", number, Err(&error), "", found));
                failure = Some(error);
            }
        }
    }
    let wire = hardware.as_ref().map(key::Hardware::spent);
    let answer = answer(&station, user, told, &actions, wire.as_ref())?;
    match failure {
        None => Ok(answer),
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
    }
}

fn answer(
    station: &Station,
    user: crate::model::UserId,
    mut told: Value,
    actions: &[Value],
    wire: Option<&Value>,
) -> Outcome {
    let names = Names::of(station)?;
    let person = station.person(user)?;
    let keys: Vec<Value> = person.keys.iter().map(|key| names.key(key)).collect();
    told["user"] = names.person(&person);
    let user_of = &person.user.value;
    name_user(&mut told, Some(user_of.id), Some(&user_of.full_name()));
    told["keys"] = json!(keys);
    told["actions"] = json!(actions);
    told["wire"] = json!(wire);
    Ok(Answer::of_keys(told))
}

/// The refusal of a change that is not the one that was shown, with what it would be now.
fn outrun(station: &mut Station, edit: &UserEdit, output: &Output, error: Error) -> Failure {
    let actions = [output.action("edit-user", Err(&error))];
    let now = station.summary_of_edit(edit).map_err(Failure::from);
    let answer = now.and_then(|summary| {
        let told = told(station, &Names::of(station)?, &summary)?;
        answer(station, edit.user.id, told, &actions, None)
    });
    match answer {
        Ok(answer) => Failure::Partly(Box::new(answer), error),
        Err(failure) => failure,
    }
}

/// What the edit changes, in names.
fn told(station: &Station, names: &Names, summary: &EditSummary) -> Result<Value, Error> {
    let fields = summary.fields.iter();
    let field = |one: &crate::workflow::editing::FieldChange| json!({"field": one.field, "before": one.before, "after": one.after});
    let doors: BTreeSet<String> = summary
        .keys
        .iter()
        .flat_map(|key| names.locks(&key.plan.doors))
        .collect();
    let unreadable: BTreeSet<String> = summary
        .keys
        .iter()
        .flat_map(|key| names.locks(&key.plan.unreadable))
        .collect();
    Ok(json!({
        "fields": fields.map(field).collect::<Vec<_>>(),
        "sources": summary.sources.iter().filter_map(|one| source_change(names, one)).collect::<Vec<_>>(),
        "planned": summary.deeds().into_iter().map(|deed| planned(names, deed)).collect::<Vec<_>>(),
        "difference": difference(names, summary, &[]),
        "doors_to_visit": doors,
        "cannot_open": unreadable,
        "home_group_orphaned": orphaned(names, summary),
        "capacity": capacity(station, summary)?,
        "shown": summary.shown().to_string(),
    }))
}

/// One thing that Confirm does. Keys that are new have no number yet.
fn planned(names: &Names, deed: Deed<'_>) -> Value {
    let key = deed.key();
    let known = key.filter(|key| key.number.0 > 0);
    let mut view = json!({
        "action": deed.as_str(),
        "source": deed.source().map(|source| names.source(&source.kind)),
        "key": known.map(|key| key.number),
        "kind": key.map(|key| key.kind.as_str()),
    });
    let known = known.map(|key| (key.id, key.number));
    name_key(
        &mut view,
        known.map(|(id, _)| id),
        known.map(|(_, number)| number),
    );
    view
}

/// The keys that stay in a home group that holds none of their locks any more.
fn orphaned(names: &Names, summary: &EditSummary) -> Vec<Value> {
    let mut all = Vec::new();
    for change in &summary.keys {
        if let HomeGroup::Orphaned(group) = &change.plan.home_group {
            let group = names.facts.blocking_groups.get(group);
            let group = group.map(|group| group.name.as_str());
            let mut view = detail::orphaned(&change.key, group);
            view["opens_nothing"] = json!(change.plan.wanted.table.is_empty());
            all.push(view);
        }
    }
    all
}

/// What the access of each new fob takes.
fn capacity(station: &Station, summary: &EditSummary) -> Result<Value, Error> {
    let new = summary.keys.iter();
    let new = new.filter(|change| change.is_new && change.key.kind != KeyKind::Phone);
    new.map(|change| {
        let mut view = detail::capacity(&station.capacity(&change.plan)?);
        // A key that is new has no number yet.
        view["key"] = Value::Null;
        name_key(&mut view, None, None);
        Ok(view)
    })
    .collect()
}

/// What changes at which lock. Keys that are new have a number once they are `added`, in the order of the summary.
fn difference(names: &Names, summary: &EditSummary, added: &[KeyRecord]) -> Vec<Value> {
    let before = summary.sources.iter().filter_map(|one| one.before.as_ref());
    let known: Vec<&Source> = before.chain(&summary.wanted).collect();
    let mut added = added.iter();
    let mut all = Vec::new();
    for key in &summary.keys {
        let known_key = if key.is_new {
            added.next().map(|record| &record.key)
        } else {
            Some(&key.key)
        };
        let sources = names.sources(known.iter().copied(), &key.plan.gave);
        let shown = known_key.unwrap_or(&key.key);
        let of = (shown.id, shown.number);
        let mut changes = names.difference(of, &key.difference, &sources);
        if known_key.is_none() {
            for change in &mut changes {
                change["key"] = Value::Null;
                name_key(change, None, None);
            }
        }
        all.extend(changes);
    }
    all
}

fn source_change(names: &Names, change: &SourceChange) -> Option<Value> {
    let sign = match (&change.before, &change.after) {
        (None, _) => "+",
        (Some(_), None) => "-",
        (Some(_), Some(_)) => "~",
    };
    let source = change.after.as_ref().or(change.before.as_ref())?;
    Some(json!({
        "change": sign,
        "name": names.source(&source.kind),
        "start": source.validity.start,
        "end": source.validity.end,
    }))
}

fn basic(edit: &mut UserEdit, change: &Change) -> Result<(), Failure> {
    let user = &mut edit.user;
    for (given, field) in [
        (&change.first, &mut user.first_name),
        (&change.last, &mut user.last_name),
    ] {
        if let Some(name) = given {
            field.clone_from(name);
        }
    }
    if let Some(email) = &change.email {
        user.email = Email::new(email)?;
    }
    write_details(&change.details, &mut user.details)?;
    if let Some(date) = &change.details.end_date {
        let date = Some(date).filter(|date| !date.is_empty());
        user.end_date = date.map(|date| date.parse()).transpose()?;
    }
    edit.invite = change.invite;
    Ok(())
}

fn sources(station: &Station, edit: &mut UserEdit, change: &Change) -> Result<(), Failure> {
    let names = Names::of(station)?;
    let is_role = |kind: &SourceKind| matches!(kind, SourceKind::Role { .. });
    let roles = change.remove_role.iter().map(|name| (name, true));
    let premises = change.remove_premises.iter().map(|name| (name, false));
    for (name, role) in roles.chain(premises) {
        let meant = |source: &WantedSource| {
            is_role(&source.kind) == role && same_name(&names.source(&source.kind), name)
        };
        let place = edit.sources.iter().position(meant);
        let place = place.ok_or_else(|| Error::SourceNotHeld { name: name.clone() })?;
        take_away(edit, place);
    }
    let zone = station.info()?.zone;
    for text in &change.add_role {
        give(edit, role_source(station, text, zone)?);
    }
    for text in &change.add_premises {
        give(edit, premises_source(station, text, zone)?);
    }
    Ok(())
}

/// Takes a source away. The places of those behind it move up by one.
fn take_away(edit: &mut UserEdit, place: usize) {
    let _gone = edit.sources.remove(place);
    for key in &mut edit.keys {
        let kept = key.without.iter().filter(|other| **other != place);
        key.without = kept
            .map(|other| other - usize::from(*other > place))
            .collect();
    }
}

/// Gives a source. The same role or the same premises that the user has takes over what was written of it.
fn give(edit: &mut UserEdit, new: NewSource) {
    let same = |known: &&mut WantedSource| match (&known.kind, &new.kind) {
        (SourceKind::Role { role: known }, SourceKind::Role { role: new }) => known == new,
        (
            SourceKind::Premises {
                premises: known, ..
            },
            SourceKind::Premises { premises: new, .. },
        ) => known == new,
        _ => false,
    };
    match edit.sources.iter_mut().find(same) {
        Some(known) => {
            known.kind = new.kind;
            known.validity = new.validity;
        }
        None => edit.sources.push(new.into()),
    }
}

fn keys(station: &Station, edit: &mut UserEdit, change: &Change) -> Result<(), Failure> {
    let as_new = |source: &WantedSource| NewSource {
        kind: source.kind.clone(),
        validity: source.validity,
    };
    let sources: Vec<NewSource> = edit.sources.iter().map(as_new).collect();
    let without = places_without(station, &sources, &change.without_source)?;
    let home_group = change.home_group.as_deref();
    edit.new_keys = new_keys(station, &change.keys, &without, home_group)?;
    edit.program = change.program;
    let off = change.take_off.iter().map(|text| (text, true));
    let on = change.put_on.iter().map(|text| (text, false));
    for (text, off) in off.chain(on) {
        let (key, name) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage("key-and-source", [("text", text)]))?;
        let id = station.key(key)?.key.id;
        let name = name.to_owned();
        let places = places_without(station, &sources, &[name])?;
        let known = edit.keys.iter_mut().find(|known| known.key == id);
        let known = known.ok_or_else(|| Error::Unknown {
            kind: "key",
            name: key.to_owned(),
        })?;
        if off {
            known.without.extend(places);
        } else {
            known.without.retain(|place| !places.contains(place));
        }
    }
    Ok(())
}
