//! Records as JSON, in the names of the contract.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::access::{Change, Conditions, Facts, GivenBy, LockChange, Target};
use crate::model::{
    KeyId, KeyNumber, Lock, LockNumber, Source, SourceId, SourceKind, Uid, UserId, UserRole,
};
use crate::store::{KeyRecord, LockRecord, TaskRecord};
use crate::workflow::people::Person;
use crate::workflow::{Error, Station};

/// Names a key in an object about something else: by `key_id` and `key_number`, wherever that is.
pub(super) fn name_key(view: &mut Value, id: Option<KeyId>, number: Option<KeyNumber>) {
    view["key_id"] = json!(id);
    view["key_number"] = json!(number);
}

/// Names a user in an object about something else: by `user_id` and `user_name`, wherever that is. One who was removed
/// has no name any more.
pub(super) fn name_user(view: &mut Value, id: Option<UserId>, name: Option<&str>) {
    view["user_id"] = json!(id);
    view["user_name"] = json!(name);
}

/// Names a lock in an object about something else: by `lock_id`, `lock_number` and `lock_name`, wherever that is.
pub(super) fn name_lock(view: &mut Value, number: LockNumber, lock: Option<&Lock>) {
    view["lock_id"] = json!(lock.map(|lock| lock.id));
    view["lock_number"] = json!(number);
    view["lock_name"] = json!(lock.map(|lock| lock.name.as_str()));
}

/// Puts the holder of a key into an object.
pub(super) fn put_holder(view: &mut Value, id: UserId, name: Option<&str>) {
    view["user"] = holder(id, name);
    name_user(view, Some(id), name);
}

/// Names of everything that records refer to by id.
pub(super) struct Names {
    /// Roles, premises, locks and groups.
    pub(super) facts: Facts,
}

impl Names {
    pub(super) fn of(station: &Station) -> Result<Self, Error> {
        Ok(Self {
            facts: station.facts()?,
        })
    }

    /// The name of what a source assigns.
    pub(super) fn source(&self, kind: &SourceKind) -> String {
        match kind {
            SourceKind::Role { role } => self
                .facts
                .roles
                .get(role)
                .map_or_else(|| role.to_string(), |role| role.name.clone()),
            SourceKind::Premises { premises, .. } => self
                .facts
                .premises
                .get(premises)
                .map_or_else(|| premises.to_string(), |one| one.name.clone()),
        }
    }

    fn home_group(&self, record: &KeyRecord) -> Value {
        let group = record
            .key
            .home_group
            .and_then(|id| self.facts.blocking_groups.get(&id));
        group.map_or(Value::Null, |group| json!(group.name))
    }

    /// A key.
    pub(super) fn key(&self, record: &KeyRecord) -> Value {
        let key = &record.key;
        json!({
            "id": key.id,
            "name": format!("{} {}", key.kind.as_str(), key.number),
            "number": key.number,
            "kind": key.kind,
            "state": key.state,
            "pending": record.is_pending(),
            "uid": key.uid.as_ref().map(Uid::to_string),
            "stamp": key.stamp,
            "home_group": self.home_group(record),
            "home_group_id": record.key.home_group,
            "generation": key.generation,
            "revision": key.revision,
            "blocklist_version": record.written_blocklist_version,
            "written_at": record.written_at,
        })
    }

    /// The holder of a key, with sources and keys unless they were removed.
    pub(super) fn holder(&self, id: UserId, person: Option<&Person>) -> Value {
        person.map_or_else(|| holder(id, None), |person| self.person(person))
    }

    /// A user with sources and keys.
    pub(super) fn person(&self, person: &Person) -> Value {
        let user = &person.user.value;
        let sources: Vec<Value> = person
            .sources
            .iter()
            .map(|source| self.source_view(&source.value))
            .collect();
        let keys: Vec<Value> = person.keys.iter().map(|key| self.key(key)).collect();
        let telephones = user.details.telephones.iter();
        let telephones: Vec<&String> = telephones.filter(|one| !one.is_empty()).collect();
        json!({
            "id": user.id,
            "name": user.full_name(),
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "end_date": user.end_date,
            "company": user.details.company,
            "title": user.details.title,
            "person_code": user.details.person_code,
            "telephones": telephones,
            "street": user.details.street,
            "postal_code": user.details.postal_code,
            "post_office": user.details.post_office,
            "country": user.details.country,
            "external_id": user.details.external_id,
            "description": user.details.description,
            "language": user.details.language,
            "sources": sources,
            "keys": keys,
        })
    }

    fn source_view(&self, source: &crate::model::Source) -> Value {
        let roles: Vec<String> = match &source.kind {
            SourceKind::Role { .. } => Vec::new(),
            SourceKind::Premises { roles, .. } => roles
                .iter()
                .filter_map(|id| self.facts.roles.get(id))
                .map(|role| role.name.clone())
                .collect(),
        };
        let kind = if matches!(source.kind, SourceKind::Role { .. }) {
            "role"
        } else {
            "premises"
        };
        json!({
            "id": source.id,
            "name": self.source(&source.kind),
            "kind": kind,
            "roles": roles,
            "start": source.validity.start,
            "end": source.validity.end,
        })
    }

    /// A role.
    pub(super) fn role(&self, role: &UserRole) -> Value {
        let locks: Vec<&str> = role
            .locks
            .iter()
            .filter_map(|id| self.facts.locks.get(id))
            .map(|lock| lock.name.as_str())
            .collect();
        let groups: Vec<&str> = role
            .lock_groups
            .iter()
            .filter_map(|id| self.facts.lock_groups.get(id))
            .map(|group| group.name.as_str())
            .collect();
        json!({
            "id": role.id,
            "name": role.name,
            "locks": locks,
            "lock_groups": groups,
            "access_times": role.access_times,
            "premises": role.premises.and_then(|id| self.facts.premises.get(&id)).map(|one| one.name.as_str()),
            "expiry_hours": role.expiry.map(crate::model::ExpiryInterval::as_hours),
        })
    }

    /// A lock.
    pub(super) fn lock(&self, record: &LockRecord) -> Value {
        let lock = &record.lock;
        let groups: Vec<&str> = lock
            .groups
            .iter()
            .filter_map(|id| self.facts.lock_groups.get(id))
            .map(|group| group.name.as_str())
            .collect();
        let group = self
            .facts
            .blocking_groups
            .get(&lock.blocking_group)
            .map(|group| group.name.as_str());
        json!({
            "id": lock.id,
            "name": lock.name,
            "number": lock.number,
            "kind": lock.kind,
            "clock": lock.clock,
            "state": lock.state,
            "stolen": record.lost,
            "lock_groups": groups,
            "blocking_group": group,
            "blocklist_version": record.deployed.as_ref().map(|deployed| deployed.blocklist_version),
            "deployed_at": record.deployed.as_ref().map(|deployed| deployed.at),
        })
    }

    /// The names of sources, with those that a medium knows and that are gone.
    pub(super) fn sources<'a>(
        &self,
        held: impl IntoIterator<Item = &'a Source>,
        gave: &[GivenBy],
    ) -> BTreeMap<SourceId, String> {
        let gone = gave.iter().map(|given| (given.source, given.name.clone()));
        let mut all: BTreeMap<SourceId, String> = gone.collect();
        let held = held.into_iter();
        all.extend(held.map(|source| (source.id, self.source(&source.kind))));
        all
    }

    /// What changes, lock by lock.
    pub(super) fn difference(
        &self,
        (id, key): (KeyId, KeyNumber),
        changes: &[LockChange],
        sources: &BTreeMap<SourceId, String>,
    ) -> Vec<Value> {
        let lock = |change: &LockChange| {
            self.facts
                .lock(change.lock)
                .map_or_else(|| change.lock.to_string(), |lock| lock.name.clone())
        };
        let source = |change: &LockChange| {
            change
                .sources
                .iter()
                .filter_map(|id| sources.get(id).cloned())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let view = |change: &LockChange| {
            let mut view = json!({"lock": lock(change), "change": change.change, "source": source(change), "key": key});
            name_key(&mut view, Some(id), Some(key));
            name_lock(&mut view, change.lock, self.facts.lock(change.lock));
            if change.change == Change::Changed {
                view["before"] = change.before.iter().map(conditions).collect();
                view["after"] = change.after.iter().map(conditions).collect();
            }
            view
        };
        changes.iter().map(view).collect()
    }

    /// The name of a target.
    pub(super) fn target(&self, target: Target) -> String {
        match target {
            Target::Lock(number) => self
                .facts
                .lock(number)
                .map_or_else(|| format!("lock {number}"), |lock| lock.name.clone()),
            Target::Group(number) => {
                let group = self
                    .facts
                    .lock_groups
                    .values()
                    .find(|group| group.number == number);
                group.map_or_else(
                    || format!("lock group {number}"),
                    |group| group.name.clone(),
                )
            }
        }
    }

    /// The names of locks.
    pub(super) fn locks(&self, locks: &[crate::model::LockId]) -> Vec<String> {
        locks
            .iter()
            .filter_map(|id| self.facts.locks.get(id))
            .map(|lock| lock.name.clone())
            .collect()
    }
}

/// The entries of a table with the names of their targets.
pub(super) fn entries(names: &Names, table: &crate::access::AccessTable) -> Vec<Value> {
    let view = |entry: &crate::access::Entry| {
        let target = ("target".to_owned(), json!(names.target(entry.target)));
        std::iter::once(target)
            .chain(conditions(&entry.conditions))
            .collect()
    };
    table.entries().iter().map(view).collect()
}

/// Within which dates and times an entry holds, and how long after programming.
pub(super) fn conditions(conditions: &Conditions) -> Map<String, Value> {
    let expiry = conditions
        .expiry
        .map(crate::model::ExpiryInterval::as_hours);
    let told = [
        ("windows", json!([window(conditions)])),
        ("access_times", json!(conditions.access_times)),
        ("expiry_hours", json!(expiry)),
    ];
    let named = told.map(|(name, field)| (name.to_owned(), field));
    named.into_iter().collect()
}

fn window(conditions: &Conditions) -> Value {
    let time = |minutes: Option<u32>| minutes.map(crate::time::UtcMillis::from_minutes);
    json!({"start": time(conditions.window.start), "end": time(conditions.window.end)})
}

/// The holder of a key by name. One who was removed has none any more.
fn holder(id: UserId, name: Option<&str>) -> Value {
    let mut view = json!({"id": id, "name": name});
    if name.is_none() {
        view["removed"] = json!(true);
    }
    view
}

/// A task, with the key and the person it is for.
pub(super) fn task(station: &Station, record: &TaskRecord) -> Result<Value, Error> {
    let (key, user) = station.read(|reading| {
        let key = reading.key(record.key)?;
        let user = reading.holder(key.key.user)?;
        Ok((key, user))
    })?;
    let name = user.map(|user| user.value.full_name());
    let mut view = json!({
        "id": record.id,
        "name": record.operation.as_str(),
        "key": record.key,
        "operation": record.operation.as_str(),
        "state": record.state.as_str(),
        "uid": record.intent.as_ref().map(|intent| intent.uid.to_string()),
        "failure": record.failure,
        "created_at": record.created_at,
        "changed_at": record.changed_at,
    });
    name_key(&mut view, Some(key.key.id), Some(key.key.number));
    put_holder(&mut view, key.key.user, name.as_deref());
    Ok(view)
}
