//! `user`: adding people in one go, listing, showing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::arguments::{Global, User, UserAdd};
use super::output::{Answer, Output};
use super::sources::{places_without, premises_source, role_source};
use super::view::Names;
use super::{Failure, Outcome, key, session};
use crate::device::encoder::WriteReport;
use crate::model::user::UserDetails;
use crate::model::{Email, KeyKind, SourceId};
use crate::store::{Sort, UserQuery};
use crate::workflow::Station;
use crate::workflow::people::{AddedUser, NewKey, NewUser};
use crate::workflow::programming::Request;

pub(super) fn run(global: &Global, verb: &User, output: &Output) -> Outcome {
    match verb {
        User::Add(add) => add_user(global, add, output),
        User::List { search } => {
            let station = session::reading(global)?;
            let query = UserQuery {
                text: search.clone().unwrap_or_default(),
                sort: Sort::Name,
                offset: 0,
                limit: u32::MAX,
            };
            let page = station.read(|reading| reading.users(&query))?;
            let view = |user: &crate::store::Stored<crate::model::User>| json!({"id": user.id, "name": user.full_name(), "email": user.email, "end_date": user.end_date});
            Ok(json!({"items": page.items.iter().map(view).collect::<Vec<_>>()}).into())
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
        return Err(Failure::Usage("--program needs --key fob".to_owned()));
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
        .flat_map(|(key, plan)| names.difference(key.number, &plan.difference, &sources))
        .collect();
    let mut wire: Option<WriteReport> = None;
    let mut failure = None;
    for (key, _) in &added.keys {
        let action = format!("program-{}-key", key.kind.as_str());
        let Some(hardware) = hardware.as_mut().filter(|_| key.kind == KeyKind::Fob) else {
            continue;
        };
        let request = Request {
            home_group: new.home_group,
            ..Request::of(key.id)
        };
        match key::write(hardware, &mut station, request, output) {
            Ok(done) => {
                wire.get_or_insert_default().add(&done.wire);
                actions.push(output.action(&action, Ok(())));
            }
            Err(error) => {
                actions.push(output.action(&action, Err(&error)));
                failure = Some(error);
            }
        }
    }
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
    let answer = Answer::of_keys(json!({
        "user": names.person(&person),
        "keys": keys,
        "actions": actions,
        "difference": difference,
        "doors_to_visit": doors,
        "cannot_open": unreadable,
        "similar": similar,
        "wire": wire.as_ref().map(key::wire),
    }));
    match failure {
        None => Ok(answer),
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
    }
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
    let without = places_without(station, &sources, &add.without_source)?;
    let mut keys = Vec::new();
    for kind in &add.keys {
        let kind = kind
            .parse()
            .map_err(|_| Failure::Usage(format!("--key {kind}: phone, fob or k5")))?;
        keys.push(NewKey {
            kind,
            without: without.clone(),
        });
    }
    let home_group = add
        .home_group
        .as_deref()
        .map(|group| station.blocking_group(group))
        .transpose()?;
    let mut details = UserDetails {
        company: add.company.clone().unwrap_or_default(),
        external_id: add.external_id.clone(),
        language: add.language.clone(),
        ..UserDetails::default()
    };
    if add.telephone.len() > details.telephones.len() {
        return Err(Failure::Usage("--telephone: three at most".to_owned()));
    }
    for (place, telephone) in add.telephone.iter().enumerate() {
        details.telephones[place].clone_from(telephone);
    }
    Ok(NewUser {
        first_name: add.first.clone(),
        last_name: add.last.clone(),
        email: Email::new(&add.email)?,
        details,
        end_date: add.end_date.as_deref().map(str::parse).transpose()?,
        sources,
        keys,
        home_group: home_group.map(|group| group.value.id),
        program: add.program,
        invite: add.invite,
    })
}
