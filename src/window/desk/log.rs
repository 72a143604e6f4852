//! The log as a list, and everything on one entry of it. What an entry tells stands in it as words of the machine; each
//! has its text.

use std::collections::BTreeMap;

use super::cards::pairs;
use super::sheet::{Body, Card, Cell, Line, LogAsked, Part, Sheet, Stretch, Thing};
use super::sheets::line;
use crate::model::KeyState;
use crate::store::{AuditEntry, fold};
use crate::time::{UtcMillis, Zone};
use crate::workflow::trail::SubjectName;
use crate::workflow::{Error, Station};

/// So many entries are looked at for a stretch: a rare word must not hold up what else waits.
const LOOKED_AT: u32 = 250;

/// The entries that have the words and that the filter keeps, among the next that are looked at.
pub(super) fn stretch(station: &Station, asked: &LogAsked) -> Result<Sheet, Error> {
    let zone = station.info()?.zone;
    let entries = station.entries_before(asked.before, LOOKED_AT)?;
    let words: Vec<String> = asked.text.split_whitespace().map(fold).collect();
    let keeps = |line: &Line| {
        asked.group.is_none_or(|group| line.group == group)
            && words.iter().all(|word| line.found_by.contains(word))
    };
    let mut lines = lines(station, zone, &entries)?;
    lines.retain(keeps);
    Ok(Sheet {
        lines,
        more: u32::try_from(entries.len()) == Ok(LOOKED_AT),
        holding: None,
        stretch: Some(Stretch {
            offset: asked.offset,
            all: None,
            before: entries.last().map(|entry| entry.sequence),
        }),
    })
}

fn lines(station: &Station, zone: Zone, entries: &[AuditEntry]) -> Result<Vec<Line>, Error> {
    let names = Names::of(station, entries)?;
    Ok(entries
        .iter()
        .map(|entry| {
            let mut shown = line(
                "",
                Thing::Entry(entry.sequence),
                vec![
                    Cell::At(zone, entry.at),
                    Cell::Text(names.actor(&entry.actor)),
                    Cell::told("log-action", "action", entry.action.clone()),
                    names.subject(entry),
                    Cell::Facts(facts_of(entry, zone).collect()),
                ],
            );
            shown.row = entry.sequence;
            shown.group = subject_word(&entry.subject_kind);
            shown
        })
        .collect())
}

/// What an entry tells, without what only machines read.
fn facts_of(entry: &AuditEntry, zone: Zone) -> impl Iterator<Item = (String, Cell)> {
    entry
        .facts
        .iter()
        .filter(|(_, value)| !value.is_empty() && value.len() < 36)
        .map(move |(name, value)| {
            // A validity begins; what a key was before it got another state ends.
            let was = name == "from" && value.parse::<KeyState>().is_ok();
            let name = if was { "state-before" } else { name }.to_owned();
            let told = match value.parse::<UtcMillis>() {
                Ok(at) => Cell::At(zone, at),
                Err(_) => Cell::Fact(name.clone(), value.clone()),
            };
            (name, told)
        })
}

fn subject_word(kind: &str) -> &'static str {
    match kind {
        "user" | "source" => "log-users",
        "key" | "task" | "programming-key" => "log-keys",
        "lock" | "lock-group" | "blocking-group" => "log-locks",
        "role" | "administrator-role" | "premises" => "log-places",
        _ => "log-system",
    }
}

/// Names for the ids in entries.
struct Names {
    actors: BTreeMap<String, String>,
    subjects: BTreeMap<[u8; 16], SubjectName>,
}

impl Names {
    fn of(station: &Station, entries: &[AuditEntry]) -> Result<Self, Error> {
        Ok(Self {
            actors: station.names_of_actors(entries)?,
            subjects: station.names_of_subjects(entries)?,
        })
    }

    fn actor(&self, actor: &str) -> String {
        let known = self.actors.get(actor);
        known.cloned().unwrap_or_else(|| actor.to_owned())
    }

    fn subject(&self, entry: &AuditEntry) -> Cell {
        match entry.subject.and_then(|id| self.subjects.get(&id)) {
            Some(SubjectName::Own(name)) => Cell::Text(name.clone()),
            Some(SubjectName::Key(_, number)) => Cell::Text(number.to_string()),
            None => Cell::told("log-kind", "kind", entry.subject_kind.clone()),
        }
    }
}

/// Everything that one entry tells.
pub(super) fn card(station: &Station, number: u64) -> Result<Card, Error> {
    let zone = station.info()?.zone;
    let found = station.entries_before(Some(number + 1), 1)?;
    let all = Names::of(station, &found)?;
    let entry = found.into_iter().find(|entry| entry.sequence == number);
    let entry = entry.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::System,
    })?;
    let label = |name: &str| Cell::told("log-fact", "name", name.to_owned());
    let facts = facts_of(&entry, zone).map(|(name, value)| (label(&name), value));
    let told = entry.personal.iter().map(|(name, value)| {
        let value = value.clone().map_or(Cell::Word("erased"), Cell::Text);
        (label(name), value)
    });
    let details: Vec<(Cell, Cell)> = facts.chain(told).collect();
    Ok(Card {
        thing: Thing::Entry(number),
        version: 0,
        title: Cell::told("log-action", "action", entry.action.clone()),
        subtitle: Cell::Text(format!("{number}")),
        parts: vec![
            pairs(
                "step-basic",
                vec![
                    ("log-time", Cell::At(zone, entry.at)),
                    ("log-operator", Cell::Text(all.actor(&entry.actor))),
                    ("log-subject", all.subject(&entry)),
                ],
            ),
            Part {
                title: "log-details",
                body: Body::Pairs(details),
            },
        ],
        acts: Vec::new(),
        editable: false,
        removable: false,
    })
}
