//! One user, for the panel at the side: what is known, the newest of the log, and why which lock opens.

use super::data::{Fault, InvitedView, LogLine, PersonView, Reason, WayView};
use super::post;
use super::sheet::Cell;
use super::sheets::resend;
use super::views::{key_view, source_name, source_view};
use crate::access::{Facts, Way};
use crate::model::{KeyState, Source, SourceKind, User, UserId};
use crate::store::{KeyRecord, Stored};
use crate::workflow::{Error, Station};

/// How many entries of the log are shown.
const ENTRIES: u32 = 12;

/// Everything on a user.
pub(super) fn person(station: &Station, id: UserId) -> Result<PersonView, Error> {
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let person = station.person(id)?;
    let user = &person.user.value;
    let sources = person
        .sources
        .iter()
        .map(|source| source_view(&facts, zone, &source.value))
        .collect();
    Ok(PersonView {
        id,
        name: user.full_name(),
        email: user.email.to_string(),
        details: details(user),
        sources,
        keys: person
            .keys
            .iter()
            .filter(|key| key.key.state != KeyState::Deleted)
            .map(|key| key_view(&facts, key))
            .collect(),
        invitation: invitation(station, id)?,
        log: log_lines(station, id, &person.keys).map_err(Fault::from),
    })
}

/// Where the newest invitation stands.
fn invitation(station: &Station, id: UserId) -> Result<Option<InvitedView>, Error> {
    let Some(known) = station.invitation_of(id)? else {
        return Ok(None);
    };
    let view = post::view(station, &known)?;
    let act = resend(&view);
    Ok(Some(InvitedView {
        state: Cell::invitation(view.standing),
        fault: view.fault,
        act,
    }))
}

fn details(user: &User) -> Vec<(&'static str, Cell)> {
    let more = &user.details;
    let telephones: Vec<&str> = more
        .telephones
        .iter()
        .map(String::as_str)
        .filter(|number| !number.is_empty())
        .collect();
    let place = format!("{} {}", more.postal_code, more.post_office);
    let all = [
        ("field-company", more.company.clone()),
        ("field-title", more.title.clone()),
        ("field-person-code", more.person_code.clone()),
        ("field-telephone", telephones.join(", ")),
        ("field-street", more.street.clone()),
        ("field-post-office", place.trim().to_owned()),
        ("field-country", more.country.clone()),
        (
            "field-external-id",
            more.external_id.clone().unwrap_or_default(),
        ),
    ];
    let text = |(label, value): (&'static str, String)| {
        (!value.is_empty()).then_some((label, Cell::Text(value)))
    };
    let end = user.end_date;
    let end = end.map(|date| ("field-end-date", Cell::Day(date)));
    all.into_iter()
        .filter_map(text)
        .chain(end)
        .chain(text(("field-description", more.description.clone())))
        .collect()
}

fn log_lines(station: &Station, id: UserId, keys: &[KeyRecord]) -> Result<Vec<LogLine>, Error> {
    let zone = station.info()?.zone;
    let entries = station.entries_of_user(id, ENTRIES)?;
    let names = station.names_of_actors(&entries)?;
    let line = |entry: &crate::store::AuditEntry| {
        let of = |key: &&KeyRecord| entry.subject == Some(*key.key.id.as_bytes());
        LogLine {
            at: (zone, entry.at),
            action: entry.action.clone(),
            key: keys.iter().find(of).map(|key| key.key.number.0),
            operator: names.get(&entry.actor).unwrap_or(&entry.actor).clone(),
        }
    };
    Ok(entries.iter().map(line).collect())
}

/// Why a user may open what the user may open, by the names of the locks.
pub(super) fn reasons(station: &Station, id: UserId) -> Result<Vec<Reason>, Error> {
    let facts = station.facts()?;
    let sources = station.read(|reading| reading.sources(id))?;
    let found = station.reasons_of_user(id)?;
    let mut all: Vec<Reason> = found
        .into_iter()
        .filter_map(|(lock, ways)| {
            let lock = facts.locks.get(&lock)?.name.clone();
            let ways = ways.iter().map(|way| way_view(&facts, &sources, way));
            let mut ways: Vec<WayView> = ways.collect();
            ways.sort();
            Some(Reason { lock, ways })
        })
        .collect();
    all.sort_by(|one, other| one.lock.cmp(&other.lock));
    Ok(all)
}

fn way_view(facts: &Facts, sources: &[Stored<Source>], way: &Way) -> WayView {
    let source = sources.iter().find(|source| source.id == way.source);
    let kind = source.map(|source| &source.kind);
    let premises = matches!(kind, Some(SourceKind::Premises { .. }));
    let role = way.role.filter(|_| premises);
    let group = way.group.and_then(|id| facts.lock_groups.get(&id));
    WayView {
        source: kind.map_or_else(String::new, |kind| source_name(facts, kind)),
        premises,
        role: role
            .and_then(|id| facts.roles.get(&id))
            .map(|role| role.name.clone()),
        group: group.map(|group| group.name.clone()),
    }
}
