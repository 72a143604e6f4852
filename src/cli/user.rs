//! `user`: adding people in one go, changing, listing, showing, removing.

mod edit;
mod remove;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::arguments::{Details, Global, User, UserAdd};
use super::output::{Answer, Output};
use super::sources::{places_without, premises_source, role_source};
use super::view::{Names, name_key, name_user};
use super::{Failure, Outcome, detail, key, session};
use crate::model::user::UserDetails;
use crate::model::{Email, KeyKind, Permission, Source, SourceId, SourceKind};
use crate::store::{Stored, UserQuery};
use crate::workflow::people::{AddedUser, NewKey, NewUser, Person};
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &User, output: &Output) -> Outcome {
    match verb {
        User::Add(add) => add_user(global, add, output),
        User::Edit(change) => edit::run(global, change, output),
        User::Remove(removal) => remove::run(global, removal, output),
        User::List { search } => {
            let station = session::reading(global)?;
            let query = UserQuery {
                text: search.clone().unwrap_or_default(),
                limit: u32::MAX,
                ..UserQuery::default()
            };
            let page = station.read(|reading| reading.users(&query))?;
            let names = Names::of(&station)?;
            let items = station.read(|reading| {
                let view = |user: &Stored<crate::model::User>| {
                    let sources = reading.sources(user.id)?;
                    let given = |role: bool| -> Vec<String> {
                        let kinds = sources.iter().map(|source| &source.value.kind);
                        let own =
                            kinds.filter(|kind| matches!(kind, SourceKind::Role { .. }) == role);
                        own.map(|kind| names.source(kind)).collect()
                    };
                    Ok(json!({
                        "id": user.id,
                        "name": user.full_name(),
                        "email": user.email,
                        "end_date": user.end_date,
                        "roles": given(true),
                        "premises": given(false),
                    }))
                };
                page.items
                    .iter()
                    .map(view)
                    .collect::<Result<Vec<Value>, _>>()
            })?;
            Ok(json!({"items": items}).into())
        }
        User::Show { user } => {
            let station = session::reading(global)?;
            let names = Names::of(&station)?;
            let person = station.person(station.user(user)?.value.id)?;
            Ok(names.person(&person).into())
        }
    }
}

/// The add wizard in one go: the user with sources and keys in one change set, then each key that is to be
/// programmed.
pub(super) fn add_user(global: &Global, add: &UserAdd, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let new = new_user(&station, add)?;
    if add.program && !new.keys.iter().any(|key| key.kind == KeyKind::Fob) {
        return Err(Failure::usage("program-without-fob", []));
    }
    if add.only_told.dry_run {
        return planned(&mut station, &new);
    }
    // What the write needs is asked for before anything is stored: a missing PIN must not leave half the work.
    let mut hardware = if add.program {
        Some(key::hardware(global, &station)?)
    } else {
        None
    };
    let added = station.add_user(&new)?;
    let names = Names::of(&station)?;
    let mut actions = vec![output.action("add-user", Ok(()))];
    if added.invited {
        let mut queued = output.action("queue-invitation", Ok(()));
        if station.mail_settings()?.is_none() {
            output.add_notice(&mut queued, "mail-not-set");
        }
        actions.push(queued);
    }
    let sources = source_names(&names, &added);
    let difference: Vec<Value> = added
        .keys
        .iter()
        .flat_map(|(key, plan)| names.difference((key.id, key.number), &plan.difference, &sources))
        .collect();
    let mut failure = None;
    let fobs = added.keys.iter().zip(&new.keys);
    let fobs = fobs.filter(|((key, _), _)| hardware.is_some() && key.kind == KeyKind::Fob);
    let (fobs, requests): (Vec<_>, Vec<_>) = fobs
        .map(|((key, _), wanted)| (key, added.write_of(key.id, wanted.home_group)))
        .unzip();
    let written = hardware.as_mut().map(|hardware| {
        // All in one session of the programming key: they were confirmed together.
        hardware.write_all(&mut station, &requests, output)
    });
    for (key, outcome) in fobs.into_iter().zip(written.unwrap_or_default()) {
        let action = format!("program-{}-key", key.kind.as_str());
        match outcome {
            Ok(_done) => {
                actions.push(output.action(&action, Ok(())));
            }
            Err(error) => {
                let record = station.read(|reading| reading.key(key.id))?;
                let found = key::by_its_fob(&station, &record)?;
                actions.push(output.write_of(&action, key.number, Err(&error), "", found));
                failure = Some(error);
            }
        }
    }
    let fobs = added.keys.iter();
    let fobs = fobs.filter(|(key, _)| key.kind != KeyKind::Phone);
    let capacity: Result<Vec<Value>, Error> = fobs
        .map(|(key, plan)| {
            let mut view = detail::capacity(&station.capacity(plan)?);
            view["key"] = json!(key.number);
            name_key(&mut view, Some(key.id), Some(key.number));
            Ok(view)
        })
        .collect();
    let capacity = capacity?;
    let similar: Vec<Value> = added
        .similar
        .iter()
        .map(|user| json!({"id": user.id, "name": user.full_name(), "email": user.email}))
        .collect();
    let person = station.person(added.user.id)?;
    let keys: Vec<Value> = person.keys.iter().map(|key| names.key(key)).collect();
    let doors: BTreeSet<String> = added
        .keys
        .iter()
        .flat_map(|(_, plan)| names.locks(&plan.doors))
        .collect();
    let unreadable: BTreeSet<String> = added
        .keys
        .iter()
        .flat_map(|(_, plan)| names.locks(&plan.unreadable))
        .collect();
    let mut view = json!({
        "user": names.person(&person),
        "keys": keys,
        "actions": actions,
        "difference": difference,
        "capacity": capacity,
        "doors_to_visit": doors,
        "cannot_open": unreadable,
        "similar": similar,
        "wire": hardware.as_ref().map(key::Hardware::spent),
    });
    let user = &person.user.value;
    name_user(&mut view, Some(user.id), Some(&user.full_name()));
    let answer = Answer::of_keys(view);
    match failure {
        None => Ok(answer),
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
    }
}

/// What the add wizard would do, refused where it would be. Nobody and nothing has an id or a number yet.
fn planned(station: &mut Station, new: &NewUser) -> Outcome {
    station.require(Permission::EditUsers)?;
    let summary = station.summary_of_new_user(new)?;
    let names = Names::of(station)?;
    let sources = names.sources(&summary.sources, &[]);
    let deed = |action: &str, source: Option<&Source>, kind: Option<KeyKind>| {
        let source = source.map(|source| names.source(&source.kind));
        json!({"action": action, "source": source, "kind": kind.map(KeyKind::as_str), "key": null})
    };
    let mut deeds = vec![deed("add-user", None, None)];
    let given = summary.sources.iter();
    deeds.extend(given.map(|source| deed("give-source", Some(source), None)));
    let (mut difference, mut capacity) = (Vec::new(), Vec::new());
    let (mut doors, mut unreadable) = (BTreeSet::new(), BTreeSet::new());
    for (key, plan) in &summary.keys {
        let now = new.program && key.kind == KeyKind::Fob;
        let action = if now { "program-now" } else { "save-draft" };
        deeds.push(deed(action, None, Some(key.kind)));
        for mut change in names.difference((key.id, key.number), &plan.difference, &sources) {
            change["key"] = Value::Null;
            name_key(&mut change, None, None);
            difference.push(change);
        }
        doors.extend(names.locks(&plan.doors));
        unreadable.extend(names.locks(&plan.unreadable));
        if key.kind != KeyKind::Phone {
            let mut view = detail::capacity(&station.capacity(plan)?);
            view["key"] = Value::Null;
            name_key(&mut view, None, None);
            capacity.push(view);
        }
    }
    if new.invite {
        deeds.push(deed("queue-invitation", None, None));
    }
    let similar = summary.similar.iter();
    let similar = similar
        .map(|user| json!({"id": user.id, "name": user.full_name(), "email": user.email}))
        .collect::<Vec<_>>();
    let stored = |source: Source| Stored {
        value: source,
        version: 0,
    };
    let person = Person {
        sources: summary.sources.into_iter().map(stored).collect(),
        keys: Vec::new(),
        user: Stored {
            value: summary.user,
            version: 0,
        },
    };
    let mut user = names.person(&person);
    user["id"] = Value::Null;
    for source in user["sources"].as_array_mut().into_iter().flatten() {
        source["id"] = Value::Null;
    }
    let mut view = json!({
        "user": user,
        "keys": [],
        "actions": [],
        "planned": deeds,
        "difference": difference,
        "capacity": capacity,
        "doors_to_visit": doors,
        "cannot_open": unreadable,
        "similar": similar,
        "wire": null,
    });
    name_user(&mut view, None, Some(&person.user.value.full_name()));
    Ok(Answer::of_keys(view))
}

fn source_names(names: &Names, added: &AddedUser) -> BTreeMap<SourceId, String> {
    added
        .sources
        .iter()
        .map(|source| (source.id, names.source(&source.kind)))
        .collect()
}

fn new_user(station: &Station, add: &UserAdd) -> Result<NewUser, Failure> {
    let zone = station.info()?.zone;
    let mut sources = Vec::new();
    for text in &add.roles {
        sources.push(role_source(station, text, zone)?);
    }
    for text in &add.premises {
        sources.push(premises_source(station, text, zone)?);
    }
    // Said twice, it is given once.
    let said = std::mem::take(&mut sources);
    for source in said {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let without = places_without(station, &sources, &add.without_source)?;
    let home_group = add.home_group.as_deref();
    let keys = new_keys(station, &add.keys, &without, home_group)?;
    let mut details = UserDetails::default();
    write_details(&add.details, &mut details)?;
    Ok(NewUser {
        first_name: add.first.clone(),
        last_name: add.last.clone(),
        email: Email::new(&add.email)?,
        details,
        end_date: add
            .details
            .end_date
            .as_deref()
            .map(str::parse)
            .transpose()?,
        sources,
        keys,
        program: add.program,
        invite: add.invite,
    })
}

/// The keys of `--key`, none of which carries the sources at `without`; all of them with the same home group.
fn new_keys(
    station: &Station,
    kinds: &[String],
    without: &BTreeSet<usize>,
    home_group: Option<&str>,
) -> Result<Vec<NewKey>, Failure> {
    let group = home_group.map(|group| station.blocking_group(group));
    let home_group = group.transpose()?.map(|group| group.value.id);
    let key = |kind: &String| {
        let known = kind.parse();
        let kind = known.map_err(|_| Failure::usage("key-kind", [("text", kind)]))?;
        Ok(NewKey {
            kind,
            without: without.clone(),
            home_group,
        })
    };
    kinds.iter().map(key).collect()
}

/// Writes the additional options that were given; an empty text clears a field.
fn write_details(given: &Details, details: &mut UserDetails) -> Result<(), Failure> {
    if given.telephone.len() > details.telephones.len() {
        return Err(Failure::usage("telephones", []));
    }
    if !given.telephone.is_empty() {
        for (place, telephone) in details.telephones.iter_mut().enumerate() {
            *telephone = given.telephone.get(place).cloned().unwrap_or_default();
        }
    }
    let texts = [
        (&given.company, &mut details.company),
        (&given.title, &mut details.title),
        (&given.person_code, &mut details.person_code),
        (&given.street, &mut details.street),
        (&given.postal_code, &mut details.postal_code),
        (&given.post_office, &mut details.post_office),
        (&given.country, &mut details.country),
        (&given.description, &mut details.description),
    ];
    for (given, field) in texts {
        if let Some(text) = given {
            field.clone_from(text);
        }
    }
    let words = [
        (&given.language, &mut details.language),
        (&given.external_id, &mut details.external_id),
    ];
    for (given, field) in words {
        if let Some(text) = given {
            *field = Some(text.clone()).filter(|text| !text.is_empty());
        }
    }
    Ok(())
}
