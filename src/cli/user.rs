//! `user`: adding people in one go, listing, showing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::arguments::{Global, User, UserAdd};
use super::output::{Answer, Output};
use super::view::Names;
use super::{Failure, Outcome, key, session};
use crate::model::user::UserDetails;
use crate::model::{Email, KeyKind, SourceId, SourceKind, Validity};
use crate::store::{Sort, UserQuery};
use crate::time::{Zone, parse_end, parse_start};
use crate::workflow::people::{AddedUser, NewKey, NewSource, NewUser};
use crate::workflow::programming::Request;
use crate::workflow::{Error, Station};

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
        actions.push(output.action("queue-invitation", Ok(())));
    }
    let sources = source_names(&names, &added);
    let difference = added
        .keys
        .first()
        .map(|(_, plan)| names.difference(&plan.difference, &sources))
        .unwrap_or_default();
    let mut wire = Value::Null;
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
                wire = key::wire(&done.wire);
                actions.push(output.action(&action, Ok(())));
            }
            Err(error) => {
                actions.push(output.action(&action, Err(&error)));
                failure = Some(error);
            }
        }
    }
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
        "wire": wire,
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

/// `ROLE[@START..END]`.
fn role_source(station: &Station, text: &str, zone: Zone) -> Result<NewSource, Failure> {
    let (name, validity) = split_validity(text, zone)?;
    Ok(NewSource {
        kind: SourceKind::Role {
            role: station.role(name)?.value.id,
        },
        validity,
    })
}

/// `PREMISES[:ROLE][@START..END]`. Without a role all linked roles come along.
fn premises_source(station: &Station, text: &str, zone: Zone) -> Result<NewSource, Failure> {
    let (name, validity) = split_validity(text, zone)?;
    let (name, role) = name
        .split_once(':')
        .map_or((name, None), |(name, role)| (name, Some(role)));
    let premises = station.premises(name)?.value;
    let roles = match role {
        Some(role) => vec![station.role(role)?.value.id],
        None => premises.linked_roles.iter().copied().collect(),
    };
    Ok(NewSource {
        kind: SourceKind::Premises {
            premises: premises.id,
            roles,
        },
        validity,
    })
}

fn split_validity(text: &str, zone: Zone) -> Result<(&str, Validity), Failure> {
    let Some((name, window)) = text.rsplit_once('@') else {
        return Ok((text, Validity::ALWAYS));
    };
    let malformed = || {
        Failure::Usage(format!(
            "{text}: the validity is START..END, START.. or ..END"
        ))
    };
    let (start, end) = window.split_once("..").ok_or_else(malformed)?;
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let start = some(start)
        .map(|text| parse_start(&text, zone))
        .transpose()?;
    let end = some(end).map(|text| parse_end(&text, zone)).transpose()?;
    Ok((name, Validity::new(start, end)?))
}

/// The places of the sources that `--without-source` takes off.
fn places_without(
    station: &Station,
    sources: &[NewSource],
    off: &[String],
) -> Result<BTreeSet<usize>, Failure> {
    let names = Names::of(station)?;
    let mut places = BTreeSet::new();
    for name in off {
        let known = sources
            .iter()
            .position(|source| names.source(&source.kind).eq_ignore_ascii_case(name));
        let place = known.ok_or_else(|| Error::SourceNotHeld { name: name.clone() })?;
        let _ = places.insert(place);
    }
    Ok(places)
}
