//! The log as a list, and everything on one entry of it. What an entry tells stands in it as words of the machine; each
//! has its text.

use std::collections::BTreeMap;

use super::cards::pairs;
use super::sheet::{Body, Card, Cell, Line, Part, Thing};
use super::sheets::line;
use crate::model::UserId;
use crate::store::AuditEntry;
use crate::workflow::{Error, Station};

/// The newest entries, so many at most.
pub(super) fn lines(station: &Station, limit: u32) -> Result<Vec<Line>, Error> {
    let names = Names::new(station)?;
    let zone = station.info()?.zone;
    let entries = station.newest_entries(limit)?;
    Ok(entries
        .iter()
        .map(|entry| {
            let told = facts_of(entry).map(|(name, value)| (name.clone(), value.clone()));
            let mut shown = line(
                "",
                Thing::Entry(entry.sequence),
                vec![
                    Cell::At(zone, entry.at),
                    Cell::Text(names.actor(&entry.actor)),
                    Cell::told("log-action", "action", entry.action.clone()),
                    names.subject(entry),
                    Cell::Facts(told.collect()),
                ],
            );
            shown.row = entry.sequence;
            shown.group = subject_word(&entry.subject_kind);
            shown
        })
        .collect())
}

/// What an entry tells, without what only machines read.
fn facts_of(entry: &AuditEntry) -> impl Iterator<Item = (&String, &String)> {
    entry
        .facts
        .iter()
        .filter(|(_, value)| !value.is_empty() && value.len() < 36)
        .map(|(name, value)| (name, value))
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

/// Names for the ids in the log.
struct Names {
    users: BTreeMap<UserId, String>,
    others: BTreeMap<[u8; 16], String>,
}

impl Names {
    fn new(station: &Station) -> Result<Self, Error> {
        let facts = station.facts()?;
        let mut others = BTreeMap::new();
        let mut know = |id: &[u8; 16], name: String| {
            let _before = others.insert(*id, name);
        };
        for role in facts.roles.values() {
            know(role.id.as_bytes(), role.name.clone());
        }
        for one in facts.premises.values() {
            know(one.id.as_bytes(), one.name.clone());
        }
        for lock in facts.locks.values() {
            know(lock.id.as_bytes(), lock.name.clone());
        }
        for group in facts.lock_groups.values() {
            know(group.id.as_bytes(), group.name.clone());
        }
        for group in facts.blocking_groups.values() {
            know(group.id.as_bytes(), group.name.clone());
        }
        for record in station.all_keys()? {
            know(record.key.id.as_bytes(), record.key.number.to_string());
        }
        let users = station.names_of_users()?;
        for (id, name) in &users {
            know(id.as_bytes(), name.clone());
        }
        Ok(Self { users, others })
    }

    fn actor(&self, actor: &str) -> String {
        let known = actor.parse().ok().and_then(|id| self.users.get(&id));
        known.cloned().unwrap_or_else(|| actor.to_owned())
    }

    fn subject(&self, entry: &AuditEntry) -> Cell {
        let name = entry.subject.and_then(|id| self.others.get(&id));
        name.map_or_else(
            || Cell::told("log-kind", "kind", entry.subject_kind.clone()),
            |name| Cell::Text(name.clone()),
        )
    }
}

/// Everything that one entry tells.
pub(super) fn card(station: &Station, number: u64) -> Result<Card, Error> {
    let zone = station.info()?.zone;
    let all = Names::new(station)?;
    let found = station.read(|reading| reading.audit_page(Some(number + 1), 1))?;
    let entry = found.into_iter().find(|entry| entry.sequence == number);
    let entry = entry.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::System,
    })?;
    let label = |name: &String| Cell::told("log-fact", "name", name.clone());
    let facts = facts_of(&entry).map(|(name, value)| {
        let value = Cell::Fact(name.clone(), value.clone());
        (label(name), value)
    });
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
