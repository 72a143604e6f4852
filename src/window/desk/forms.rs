//! The forms: a record taken apart into what can be entered, and put together again.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::cards::feature_word;
use super::sheet::{Cell, Choosable, Field, Form, Kind, Saved, Thing, Value};
use super::sheets::{in_tree_order, lock_kind};
use super::{Secret, holders, operators};
use crate::i18n::plain_times;
use crate::model::role::UserFeature;
use crate::model::{
    AdministratorRole, BlockingGroupId, ExpiryInterval, Id, KeyId, LockGroupId, LockId, LockKind,
    Permission, Premises, PremisesId, RoleId, UserRole,
};
use crate::store::{Facts, LockRecord, Stored};
use crate::workflow::places::NewLock;
use crate::workflow::programming_keys::NewProgrammingKey;
use crate::workflow::rights::Place;
use crate::workflow::{Error, ShownKey, Station};

/// What a user role gives beside access.
const FEATURES: [UserFeature; 4] = [
    UserFeature::PhoneKey,
    UserFeature::ShareAccess,
    UserFeature::Pins,
    UserFeature::OwnLog,
];
/// The kinds of lock.
const LOCK_KINDS: [LockKind; 3] = [LockKind::Fob, LockKind::Hybrid, LockKind::Pin];

/// A form for a new thing of the kind, or for the one that is there.
pub(super) fn form(station: &Station, kind: Kind, thing: Option<Thing>) -> Result<Form, Error> {
    let facts = station.read(|reading| reading.facts())?;
    let (version, fields) = match kind {
        Kind::Roles => role(&facts, thing),
        Kind::AdministratorRoles => administrator_role(station, &facts, thing)?,
        Kind::Operators => operators::form(station, thing)?,
        Kind::Passwords => operators::password_form(station, thing)?,
        Kind::PassOn => holders::pass_on_form(station, thing)?,
        Kind::Replace => holders::replace_form(station, thing)?,
        Kind::Premises => premises(&facts, thing),
        Kind::Locks => lock(&facts, thing),
        Kind::LockGroups => {
            let found = facts.lock_groups.iter();
            named(
                found
                    .map(|group| (Thing::LockGroup(group.id), group.version, &group.name))
                    .find(|(known, ..)| Some(*known) == thing),
            )
        }
        Kind::BlockingGroups => {
            let found = facts.blocking_groups.iter();
            named(
                found
                    .map(|group| (Thing::BlockingGroup(group.id), group.version, &group.name))
                    .find(|(known, ..)| Some(*known) == thing),
            )
        }
        Kind::ProgrammingKeys => programming_key(station, thing)?,
        Kind::Keys | Kind::Todo | Kind::Log => match thing {
            Some(Thing::Key(id)) => stamp(station, id)?,
            _ => (0, Vec::new()),
        },
    };
    Ok(Form {
        kind,
        thing,
        version,
        fields,
    })
}

/// What can be noted of a key: the number engraved on its medium.
fn stamp(station: &Station, id: KeyId) -> Result<(u64, Vec<Field>), Error> {
    let record = station.read(|reading| reading.key(id))?;
    let known = record.key.stamp.map(|stamp| stamp.to_string());
    let field = text("stamp", Some("stamp-hint"), &known.unwrap_or_default());
    Ok((record.version, vec![field]))
}

fn named(found: Option<(Thing, u64, &String)>) -> (u64, Vec<Field>) {
    let (version, name) = found.map_or((0, ""), |(_, version, name)| (version, name));
    (version, vec![text("column-name", None, name)])
}

fn text(label: &'static str, hint: Option<&'static str>, value: &str) -> Field {
    Field {
        label,
        hint,
        value: Value::Text(value.to_owned()),
    }
}

fn flag(label: &'static str, hint: Option<&'static str>, value: bool) -> Field {
    Field {
        label,
        hint,
        value: Value::Flag(value),
    }
}

fn one(
    label: &'static str,
    hint: Option<&'static str>,
    options: Vec<Choosable>,
    chosen: Option<String>,
) -> Field {
    let place = chosen.and_then(|id| options.iter().position(|option| option.id == id));
    Field {
        label,
        hint,
        value: Value::One(options, place),
    }
}

pub(super) fn many(
    label: &'static str,
    options: Vec<Choosable>,
    chosen: &BTreeSet<String>,
) -> Field {
    let places = options
        .iter()
        .enumerate()
        .filter(|(_, option)| chosen.contains(&option.id))
        .map(|(place, _)| place)
        .collect();
    Field {
        label,
        hint: None,
        value: Value::Many(options, places),
    }
}

pub(super) fn option(id: &impl ToString, name: &str) -> Choosable {
    Choosable {
        id: id.to_string(),
        label: Cell::Text(name.to_owned()),
    }
}

pub(super) fn words<T: ToString>(ids: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

fn lock_options(facts: &Facts) -> Vec<Choosable> {
    let locks = facts.locks.iter();
    locks
        .map(|record| option(&record.lock.id, &record.lock.name))
        .collect()
}

fn group_options(facts: &Facts) -> Vec<Choosable> {
    let groups = facts.lock_groups.iter();
    groups.map(|group| option(&group.id, &group.name)).collect()
}

/// Premises in the order of their tree, set in by their depth.
fn premises_options(facts: &Facts) -> Vec<Choosable> {
    in_tree_order(&facts.premises)
        .into_iter()
        .map(|(one, depth)| {
            let set_in = "\u{2003}".repeat(usize::from(depth));
            option(&one.id, &format!("{set_in}{}", one.name))
        })
        .collect()
}

fn role(facts: &Facts, thing: Option<Thing>) -> (u64, Vec<Field>) {
    let found = facts
        .roles
        .iter()
        .find(|role| Some(Thing::Role(role.id)) == thing);
    let role = found.map(|role| &role.value);
    let features = FEATURES
        .into_iter()
        .map(|feature| Choosable {
            id: feature_word(feature).to_owned(),
            label: Cell::Word(feature_word(feature)),
        })
        .collect();
    let held = role.map(|role| role.features.iter().map(|one| feature_word(*one)));
    let times = role.and_then(|role| role.access_times.as_ref());
    let expiry = role.and_then(|role| role.expiry);
    let fields = vec![
        text("column-name", None, role.map_or("", |role| &role.name)),
        one(
            "role-premises",
            Some("role-premises-hint"),
            premises_options(facts),
            role.and_then(|role| role.premises).map(|id| id.to_string()),
        ),
        Field {
            label: "details-times",
            hint: Some("times-hint"),
            value: Value::Times(times.map(ToString::to_string).unwrap_or_default()),
        },
        text(
            "details-expiry",
            Some("expiry-hint"),
            &expiry
                .map(|expiry| expiry.as_hours().to_string())
                .unwrap_or_default(),
        ),
        many(
            "details-groups",
            group_options(facts),
            &words(role.iter().flat_map(|role| &role.lock_groups)),
        ),
        many(
            "details-locks",
            lock_options(facts),
            &words(role.iter().flat_map(|role| &role.locks)),
        ),
        many(
            "details-features",
            features,
            &words(held.into_iter().flatten()),
        ),
    ];
    (found.map_or(0, |role| role.version), fields)
}

fn administrator_role(
    station: &Station,
    facts: &Facts,
    thing: Option<Thing>,
) -> Result<(u64, Vec<Field>), Error> {
    let roles = station.read(|reading| reading.administrator_roles())?;
    let found = roles
        .iter()
        .find(|role| Some(Thing::AdministratorRole(role.id)) == thing);
    let role = found.map(|role| &role.value);
    let rights = Permission::ALL
        .into_iter()
        .map(|right| Choosable {
            id: right.as_str().to_owned(),
            label: Cell::told("right", "right", right.as_str()),
        })
        .collect();
    let held = role.iter().flat_map(|role| &role.permissions);
    let fields = vec![
        text("column-name", None, role.map_or("", |role| &role.name)),
        many("rights", rights, &words(held.map(|right| right.as_str()))),
        many(
            "role-scope",
            premises_options(facts),
            &words(role.iter().flat_map(|role| &role.premises)),
        ),
    ];
    Ok((found.map_or(0, |role| role.version), fields))
}

/// The right is asked for before anything is entered in vain.
fn programming_key(station: &Station, thing: Option<Thing>) -> Result<(u64, Vec<Field>), Error> {
    station.require_at(Permission::EditProgrammingKeys, Place::System)?;
    let keys = station.read(|reading| reading.programming_keys())?;
    let found = keys
        .iter()
        .find(|key| Some(Thing::ProgrammingKey(key.id)) == thing);
    let operators = station.operators()?;
    let operators = operators
        .iter()
        .map(|one| option(&one.operator.id, &one.user.full_name()));
    let fields = vec![
        text(
            "token-label",
            Some("token-label-hint"),
            found.map_or("", |key| key.label.as_str()),
        ),
        many(
            "operators",
            operators.collect(),
            &words(found.iter().flat_map(|key| &key.operators)),
        ),
    ];
    Ok((found.map_or(0, |key| key.version), fields))
}

fn premises(facts: &Facts, thing: Option<Thing>) -> (u64, Vec<Field>) {
    let found = facts
        .premises
        .iter()
        .find(|one| Some(Thing::Premises(one.id)) == thing);
    let known: Option<&Stored<Premises>> = found;
    let roles = facts.roles.iter();
    let roles = roles.map(|role| option(&role.id, &role.name)).collect();
    let parents = premises_options(facts)
        .into_iter()
        .filter(|option| known.is_none_or(|one| one.id.to_string() != option.id))
        .collect();
    let fields = vec![
        text("column-name", None, known.map_or("", |one| &one.name)),
        one(
            "premises-parent",
            Some("premises-parent-hint"),
            parents,
            known.and_then(|one| one.parent).map(|id| id.to_string()),
        ),
        flag(
            "private-premises",
            Some("private-hint"),
            known.is_some_and(|one| one.private),
        ),
        many(
            "details-locks",
            lock_options(facts),
            &words(known.iter().flat_map(|one| &one.locks)),
        ),
        many(
            "linked-roles",
            roles,
            &words(known.iter().flat_map(|one| &one.linked_roles)),
        ),
    ];
    (known.map_or(0, |one| one.version), fields)
}

fn lock(facts: &Facts, thing: Option<Thing>) -> (u64, Vec<Field>) {
    let found: Option<&LockRecord> = facts
        .locks
        .iter()
        .find(|record| Some(Thing::Lock(record.lock.id)) == thing);
    let lock = found.map(|record| &record.lock);
    let kinds = LOCK_KINDS
        .into_iter()
        .map(|kind| Choosable {
            id: kind.as_str().to_owned(),
            label: Cell::Word(lock_kind(kind)),
        })
        .collect();
    let blocking = facts.blocking_groups.iter();
    let blocking = blocking
        .map(|group| option(&group.id, &group.name))
        .collect();
    let fields = vec![
        text("column-name", None, lock.map_or("", |lock| &lock.name)),
        one(
            "kind",
            None,
            kinds,
            lock.map(|lock| lock.kind.as_str().to_owned()),
        ),
        flag(
            "lock-clock",
            Some("lock-clock-hint"),
            lock.is_some_and(|lock| lock.clock),
        ),
        one(
            "blocking-group",
            None,
            blocking,
            lock.map(|lock| lock.blocking_group.to_string()),
        ),
        many(
            "details-groups",
            group_options(facts),
            &words(lock.iter().flat_map(|lock| &lock.groups)),
        ),
    ];
    (found.map_or(0, |record| record.version), fields)
}

/// What was entered, in the order of the fields.
pub(super) struct Entered<'a>(std::slice::Iter<'a, Field>);

impl<'a> Entered<'a> {
    /// What only shows something has nothing entered.
    pub(super) fn skip(&mut self) {
        let _shown = self.0.next();
    }

    fn text(&mut self) -> &'a str {
        match self.0.next().map(|field| &field.value) {
            Some(Value::Text(text) | Value::Times(text)) => text.trim(),
            _ => "",
        }
    }

    fn flag(&mut self) -> bool {
        matches!(
            self.0.next().map(|field| &field.value),
            Some(Value::Flag(true))
        )
    }

    pub(super) fn one<T: FromStr>(&mut self) -> Option<T> {
        match self.0.next().map(|field| &field.value) {
            Some(Value::One(options, chosen) | Value::Sought(options, chosen)) => {
                options.get((*chosen)?)?.id.parse().ok()
            }
            _ => None,
        }
    }

    fn ids(&mut self) -> Vec<&'a str> {
        match self.0.next().map(|field| &field.value) {
            Some(Value::Many(options, chosen)) => chosen
                .iter()
                .filter_map(|place| options.get(*place))
                .map(|option| option.id.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn many<T: FromStr + Ord>(&mut self) -> BTreeSet<T> {
        self.ids()
            .into_iter()
            .filter_map(|id| id.parse().ok())
            .collect()
    }

    fn secret(&mut self) -> Secret {
        match self.0.next().map(|field| &field.value) {
            Some(Value::Secret(secret) | Value::Again(secret)) => secret.clone(),
            _ => Secret::default(),
        }
    }

    /// A new password that was typed twice, and that of the one who gives it.
    pub(super) fn password(&mut self) -> (Secret, Secret) {
        let (new, _again) = (self.secret(), self.secret());
        (new, self.secret())
    }
}

/// An id that is given by the workflow when the record is added.
fn none_yet<Kind>() -> Id<Kind> {
    Id::from_bytes([0; 16])
}

/// Adds or changes what the form says.
pub(super) fn save(station: &mut Station, form: &Form) -> Result<Saved, Error> {
    let mut entered = Entered(form.fields.iter());
    let (thing, pending) = match form.kind {
        Kind::Roles => save_role(station, form, &mut entered)?,
        Kind::AdministratorRoles => {
            let role = AdministratorRole {
                name: entered.text().to_owned(),
                permissions: entered.many(),
                premises: entered.many(),
                id: match form.thing {
                    Some(Thing::AdministratorRole(id)) => id,
                    _ => none_yet(),
                },
            };
            let id = if form.thing.is_some() {
                station.update_administrator_role(&role, form.version)?;
                role.id
            } else {
                station.add_administrator_role(role)?
            };
            (Thing::AdministratorRole(id), Vec::new())
        }
        Kind::Operators | Kind::Passwords => {
            (operators::save(station, form, &mut entered)?, Vec::new())
        }
        Kind::PassOn | Kind::Replace => (holders::save(station, form, &mut entered)?, Vec::new()),
        Kind::Premises => save_premises(station, form, &mut entered)?,
        Kind::Locks => save_lock(station, form, &mut entered)?,
        Kind::LockGroups => {
            let name = entered.text();
            let id: LockGroupId = match form.thing {
                Some(Thing::LockGroup(id)) => {
                    station.rename_lock_group(id, form.version, name)?;
                    id
                }
                _ => station.add_lock_group(name)?,
            };
            (Thing::LockGroup(id), Vec::new())
        }
        Kind::BlockingGroups => {
            let name = entered.text();
            let id: BlockingGroupId = match form.thing {
                Some(Thing::BlockingGroup(id)) => {
                    station.rename_blocking_group(id, form.version, name)?;
                    id
                }
                _ => station.add_blocking_group(name)?,
            };
            (Thing::BlockingGroup(id), Vec::new())
        }
        Kind::ProgrammingKeys => save_programming_key(station, form)?,
        Kind::Keys | Kind::Todo | Kind::Log => {
            let Some(Thing::Key(id)) = form.thing else {
                return Err(Error::NotChosen { what: "kind" });
            };
            let stamp = Some(entered.text()).filter(|stamp| !stamp.is_empty());
            let shown = ShownKey {
                id,
                version: Some(form.version),
            };
            let _stamped = station.set_stamp(shown, stamp.map(str::parse).transpose()?)?;
            (Thing::Key(id), Vec::new())
        }
    };
    let pending = written(station, &pending)?;
    Ok(Saved { thing, pending })
}

/// A new programming key as the form says, where it may be added. The one that is plugged in may have been one of the
/// system before its key was made anew, and then bears its old label again.
pub(super) fn new_programming_key(
    station: &Station,
    form: &Form,
    plugged: Option<&str>,
) -> Result<NewProgrammingKey, Error> {
    let mut entered = Entered(form.fields.iter());
    let new = NewProgrammingKey {
        label: entered.text().to_owned(),
        operators: entered.many(),
    };
    let _label = station.check_new_key(&new, plugged)?;
    Ok(new)
}

fn save_programming_key(station: &mut Station, form: &Form) -> Result<(Thing, Vec<KeyId>), Error> {
    let mut entered = Entered(form.fields.iter());
    let (label, operators) = (entered.text().to_owned(), entered.many());
    let Some(Thing::ProgrammingKey(id)) = form.thing else {
        return Err(Error::NotChosen { what: "kind" });
    };
    let mut known = station.programming_key(&id.to_string())?;
    known.version = form.version;
    station.edit_programming_key(&known, Some(&label), Some(operators))?;
    Ok((Thing::ProgrammingKey(id), Vec::new()))
}

/// How many of these keys have a medium that must be written again.
fn written(station: &Station, keys: &[KeyId]) -> Result<usize, Error> {
    station.read(|reading| {
        let mut count = 0;
        for id in keys {
            count += usize::from(reading.key(*id)?.is_pending());
        }
        Ok(count)
    })
}

fn save_role(
    station: &mut Station,
    form: &Form,
    entered: &mut Entered<'_>,
) -> Result<(Thing, Vec<KeyId>), Error> {
    let name = entered.text().to_owned();
    let premises: Option<PremisesId> = entered.one();
    let times = entered.text();
    let access_times = (!times.is_empty()).then(|| plain_times(times).parse());
    let access_times = access_times.transpose()?;
    let hours = entered.text();
    let expiry = (!hours.is_empty())
        .then(|| {
            let hours = hours.parse().map_err(|_| crate::model::Error::Number)?;
            ExpiryInterval::hours(hours)
        })
        .transpose()?;
    let lock_groups = entered.many();
    let locks = entered.many();
    let wanted = entered.ids();
    let features = FEATURES
        .into_iter()
        .filter(|feature| wanted.contains(&feature_word(*feature)))
        .collect();
    let id: RoleId = match form.thing {
        Some(Thing::Role(id)) => id,
        _ => none_yet(),
    };
    let role = UserRole {
        id,
        name: crate::model::name(&name)?,
        locks,
        lock_groups,
        access_times,
        expiry,
        features,
        premises,
    };
    if form.thing.is_some() {
        let pending = station.update_role(&role, form.version)?;
        return Ok((Thing::Role(id), pending));
    }
    Ok((Thing::Role(station.add_role(role)?), Vec::new()))
}

fn save_premises(
    station: &mut Station,
    form: &Form,
    entered: &mut Entered<'_>,
) -> Result<(Thing, Vec<KeyId>), Error> {
    let id: PremisesId = match form.thing {
        Some(Thing::Premises(id)) => id,
        _ => none_yet(),
    };
    let premises = Premises {
        id,
        name: entered.text().to_owned(),
        parent: entered.one(),
        private: entered.flag(),
        locks: entered.many(),
        linked_roles: entered.many(),
    };
    if form.thing.is_some() {
        let pending = station.update_premises(&premises, form.version)?;
        return Ok((Thing::Premises(id), pending));
    }
    Ok((Thing::Premises(station.add_premises(premises)?), Vec::new()))
}

fn save_lock(
    station: &mut Station,
    form: &Form,
    entered: &mut Entered<'_>,
) -> Result<(Thing, Vec<KeyId>), Error> {
    let name = crate::model::name(entered.text())?;
    let kind: LockKind = entered.one().ok_or(Error::NotChosen { what: "kind" })?;
    let clock = entered.flag();
    let blocking_group = entered.one().ok_or(Error::NotChosen {
        what: "blocking-group",
    })?;
    let groups: BTreeSet<LockGroupId> = entered.many();
    let Some(Thing::Lock(id)) = form.thing else {
        let new = NewLock {
            name,
            kind,
            clock,
            groups,
            blocking_group,
        };
        let (id, _number): (LockId, _) = station.add_lock(new)?;
        return Ok((Thing::Lock(id), Vec::new()));
    };
    let mut lock = station.read(|reading| reading.lock(id))?.lock;
    lock.name = name;
    lock.kind = kind;
    lock.clock = clock;
    lock.groups = groups;
    lock.blocking_group = blocking_group;
    let pending = station.update_lock(&lock, form.version)?;
    Ok((Thing::Lock(id), pending))
}

/// Removes a thing; what still names it is said in the refusal.
pub(super) fn remove(station: &mut Station, thing: Thing, version: u64) -> Result<(), Error> {
    match thing {
        Thing::Role(id) => station.remove_role(id, version),
        Thing::AdministratorRole(id) => station.remove_administrator_role(id, version),
        Thing::Premises(id) => station.remove_premises(id, version),
        Thing::Lock(id) => station.remove_lock(id, version),
        Thing::LockGroup(id) => station.remove_lock_group(id, version),
        Thing::BlockingGroup(id) => station.remove_blocking_group(id, version),
        Thing::Key(id) => {
            let version = Some(version);
            station.remove_key(ShownKey { id, version }).map(|_| ())
        }
        Thing::Operator(_)
        | Thing::ProgrammingKey(_)
        | Thing::Entry(_)
        | Thing::Draft(_)
        | Thing::Invitation(_) => Err(Error::NotChosen { what: "kind" }),
    }
}
