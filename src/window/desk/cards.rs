//! The cards: everything on one thing, with what can be done with it.

use std::collections::BTreeSet;

use super::post;
use super::sheet::{Act, Body, Card, Cell, Part, Thing};
use super::sheets::{DRAFT, kind_word, lock_kind, lock_names, premises_names, resend};
use super::views::{change_lines, names_of, wants_programming};
use super::{log, operators, tokens};
use crate::access::Facts;
use crate::model::{
    BlockingGroupId, KeyId, KeyState, LockGroupId, LockId, PremisesId, RoleId, Source, UserId,
};
use crate::store::{DraftId, InvitationId, KeyRecord, LockRecord, Reading};
use crate::window::screen::wizard::draft::Draft;
use crate::window::ui::Icon;
use crate::window::ui::theme::Tone;
use crate::workflow::inviting::Standing;
use crate::workflow::{Error, Station, naming};

/// A card.
pub(super) fn card(station: &Station, thing: Thing) -> Result<Card, Error> {
    match thing {
        Thing::Role(id) => role(station, id),
        Thing::AdministratorRole(id) => administrator_role(station, id),
        Thing::Operator(id) => operators::card(station, id),
        Thing::Premises(id) => premises(station, id),
        Thing::Lock(id) => lock(station, id),
        Thing::LockGroup(id) => lock_group(station, id),
        Thing::BlockingGroup(id) => blocking_group(station, id),
        Thing::Key(id) => key(station, id),
        Thing::ProgrammingKey(id) => tokens::card(station, id),
        Thing::Entry(number) => log::card(station, number),
        Thing::Invitation(id) => invitation(station, id),
        Thing::Draft(id) => draft(station, id),
    }
}

/// A card that can be changed and removed.
pub(super) fn plain(
    thing: Thing,
    version: u64,
    title: &str,
    subtitle: Cell,
    parts: Vec<Part>,
) -> Card {
    Card {
        thing,
        version,
        title: Cell::Text(title.to_owned()),
        subtitle,
        parts,
        acts: Vec::new(),
        editable: true,
        removable: true,
    }
}

pub(super) fn pairs(title: &'static str, pairs: Vec<(&'static str, Cell)>) -> Part {
    let body = pairs
        .into_iter()
        .map(|(label, value)| (Cell::Word(label), value))
        .collect();
    Part {
        title,
        body: Body::Pairs(body),
    }
}

pub(super) fn names(
    title: &'static str,
    icon: Icon,
    names: Vec<String>,
    none: &'static str,
) -> Part {
    let names = names.into_iter().map(|name| (name, None)).collect();
    Part {
        title,
        body: Body::Names(icon, names, none),
    }
}

pub(super) fn people(
    reading: &Reading<'_>,
    ids: &[UserId],
) -> Result<Vec<String>, crate::store::Error> {
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        names.push(reading.user(*id)?.full_name());
    }
    names.sort();
    Ok(names)
}

fn role(station: &Station, id: RoleId) -> Result<Card, Error> {
    let facts = station.facts()?;
    let (role, holders, all) = station.read(|reading| {
        let holders = reading.users_by_role(id)?;
        let names = people(reading, &holders)?;
        Ok((reading.role(id)?, names, reading.all_premises()?))
    })?;
    let groups = role.lock_groups.iter();
    let mut groups: Vec<String> = groups
        .filter_map(|id| facts.lock_groups.get(id))
        .map(|group| group.name.clone())
        .collect();
    groups.sort();
    let times = match &role.access_times {
        Some(times) => Cell::Times(times.to_string()),
        None => Cell::Word("times-always"),
    };
    let expiry = match role.expiry {
        Some(expiry) => Cell::Count("hours", usize::from(expiry.as_hours())),
        None => Cell::Word("expiry-never"),
    };
    let mut facts_shown = vec![("details-times", times), ("details-expiry", expiry)];
    for feature in &role.features {
        facts_shown.push(("details-features", Cell::Word(feature_word(*feature))));
    }
    let linking = all.iter().filter(|one| one.linked_roles.contains(&id));
    let linking: Vec<String> = linking.map(|one| one.name.clone()).collect();
    Ok(plain(
        Thing::Role(id),
        role.version,
        &role.name,
        Cell::Word("user-role"),
        vec![
            pairs("step-basic", facts_shown),
            names("details-groups", Icon::Lock, groups, "none"),
            names(
                "details-locks",
                Icon::Lock,
                lock_names(&facts, role.locks.iter().copied()),
                "none",
            ),
            names("linked-premises", Icon::Premises, linking, "none"),
            names("nav-users", Icon::User, holders, "nobody"),
        ],
    ))
}

/// The id of the word for a user feature.
pub(super) fn feature_word(feature: crate::model::role::UserFeature) -> &'static str {
    use crate::model::role::UserFeature;
    match feature {
        UserFeature::PhoneKey => "feature-phone-key",
        UserFeature::ShareAccess => "feature-share-access",
        UserFeature::Pins => "feature-pins",
        UserFeature::OwnLog => "feature-own-log",
    }
}

fn administrator_role(station: &Station, id: RoleId) -> Result<Card, Error> {
    let (roles, holders, all) = station.read(|reading| {
        let operators = reading.operators()?;
        let holders: Vec<UserId> = operators
            .iter()
            .filter(|operator| operator.roles.contains(&id))
            .map(|operator| operator.user)
            .collect();
        Ok((
            reading.administrator_roles()?,
            people(reading, &holders)?,
            reading.all_premises()?,
        ))
    })?;
    let role = roles.into_iter().find(|role| role.id == id);
    let role = role.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::AdministratorRole,
    })?;
    let rights = role
        .permissions
        .iter()
        .map(|right| {
            (
                Cell::told("right", "right", right.as_str()),
                Cell::yes(true),
            )
        })
        .collect();
    let names_of_premises = premises_names(&all);
    let scope = role.premises.iter();
    let scope = scope
        .filter_map(|id| names_of_premises.get(id).cloned())
        .collect();
    Ok(plain(
        Thing::AdministratorRole(id),
        role.version,
        &role.name,
        Cell::Word("administrator-role"),
        vec![
            Part {
                title: "rights",
                body: Body::Pairs(rights),
            },
            names("nav-premises", Icon::Premises, scope, "everywhere"),
            names("operators", Icon::User, holders, "nobody"),
        ],
    ))
}

fn invitation(station: &Station, id: InvitationId) -> Result<Card, Error> {
    let zone = station.info()?.zone;
    let known = station.invitation_with_user(id)?;
    let view = post::view(station, &known)?;
    let record = &known.record;
    let mut shown = vec![
        ("state", Cell::invitation(view.standing)),
        ("invitation-attempts", Cell::Number(record.attempts.into())),
    ];
    if view.standing == Standing::Waiting {
        let next = Cell::At(zone, record.next_attempt_at);
        shown.push(("invitation-next", next));
    }
    if let Some(until) = record.expires_at {
        shown.push(("invitation-until", Cell::At(zone, until)));
    }
    if let Some(fault) = &view.fault {
        shown.push(("invitation-cause", Cell::Cause(fault.clone())));
        shown.push(("invitation-remedy", Cell::Remedy(fault.clone())));
    }
    let subtitle = Cell::Text(known.user.email.to_string());
    let parts = vec![pairs("invitation", shown)];
    let mut card = plain(
        Thing::Invitation(id),
        view.version,
        &known.user.full_name(),
        subtitle,
        parts,
    );
    card.acts = resend(&view)
        .into_iter()
        .chain([Act::Show(known.user.id)])
        .collect();
    card.editable = false;
    card.removable = false;
    Ok(card)
}

fn premises(station: &Station, id: PremisesId) -> Result<Card, Error> {
    let facts = station.facts()?;
    let (all, residents) = station.read(|reading| {
        let residents = reading.users_by_premises(id)?;
        Ok((reading.all_premises()?, people(reading, &residents)?))
    })?;
    let one = all.iter().find(|one| one.id == id);
    let one = one.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::Premises,
    })?;
    let path = naming::path_of(&all, &one.value);
    let kind = if one.private {
        "private-premises"
    } else {
        "common-premises"
    };
    let roles = one.linked_roles.iter();
    let mut roles: Vec<String> = roles
        .filter_map(|id| facts.roles.get(id))
        .map(|role| role.name.clone())
        .collect();
    roles.sort();
    let inside = all.iter().filter(|other| other.parent == Some(id));
    let inside = inside.map(|other| other.name.clone()).collect();
    Ok(plain(
        Thing::Premises(id),
        one.version,
        &one.name,
        Cell::Text(path.replace('/', ", ")),
        vec![
            pairs("step-basic", vec![("kind", Cell::Word(kind))]),
            names(
                "details-locks",
                Icon::Lock,
                lock_names(&facts, one.locks.iter().copied()),
                "none",
            ),
            names("linked-roles", Icon::Role, roles, "none"),
            names("premises-inside", Icon::Premises, inside, "none"),
            names("nav-users", Icon::User, residents, "nobody"),
        ],
    ))
}

fn lock(station: &Station, id: LockId) -> Result<Card, Error> {
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let (record, all) = station.read(|reading| Ok((reading.lock(id)?, reading.all_premises()?)))?;
    let lock = &record.lock;
    let group = facts.blocking_groups.get(&lock.blocking_group);
    let mut known = vec![
        ("state", Cell::lock(lock.state)),
        ("kind", Cell::Word(lock_kind(lock.kind))),
        ("lock-clock", Cell::yes(lock.clock)),
        (
            "blocking-group",
            Cell::Text(group.map(|group| group.name.clone()).unwrap_or_default()),
        ),
    ];
    if let Some(deployed) = &record.deployed {
        known.push(("deployed-at", Cell::At(zone, deployed.at)));
        known.push((
            "blocklist-version",
            Cell::Text(deployed.blocklist_version.to_string()),
        ));
    }
    // Groups it shall have and does not, and the other way round, say so.
    let held = record.deployed.as_ref().map(|deployed| &deployed.groups);
    let every: BTreeSet<LockGroupId> = lock
        .groups
        .iter()
        .chain(held.into_iter().flatten())
        .copied()
        .collect();
    let groups = every.iter().filter_map(|id| {
        let name = facts.lock_groups.get(id)?.name.clone();
        let mark = match (lock.groups.contains(id), held) {
            (true, Some(held)) if !held.contains(id) => {
                Some(Cell::State(Tone::Warn, Icon::Clock, "not-yet-at-door"))
            }
            (false, _) => Some(Cell::State(Tone::Warn, Icon::Clock, "still-at-door")),
            _ => None,
        };
        Some((name, mark))
    });
    let groups = groups.collect();
    let roles = facts.roles.values().filter(|role| role.locks.contains(&id));
    let mut roles: Vec<String> = roles.map(|role| role.name.clone()).collect();
    roles.sort();
    let places = all.iter().filter(|one| one.locks.contains(&id));
    let places = places.map(|one| one.name.clone()).collect();
    let mut card = plain(
        Thing::Lock(id),
        record.version,
        &lock.name,
        Cell::told("lock-number", "number", lock.number.to_string()),
        vec![
            pairs("step-basic", known),
            Part {
                title: "details-groups",
                body: Body::Names(Icon::Lock, groups, "none"),
            },
            names("nav-premises", Icon::Premises, places, "none"),
            names("nav-roles", Icon::Role, roles, "none"),
        ],
    );
    if lock.state != crate::model::LockState::Deployed {
        card.acts.push(Act::Deploy(id));
    }
    Ok(card)
}

fn lock_group(station: &Station, id: LockGroupId) -> Result<Card, Error> {
    let facts = station.facts()?;
    let groups = station.read(|reading| reading.lock_groups())?;
    let group = groups.into_iter().find(|group| group.id == id);
    let group = group.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::LockGroup,
    })?;
    let locks = facts
        .locks
        .values()
        .filter(|lock| lock.groups.contains(&id));
    let locks = lock_names(&facts, locks.map(|lock| lock.id));
    let roles = facts.roles.values();
    let roles = roles.filter(|role| role.lock_groups.contains(&id));
    let mut roles: Vec<String> = roles.map(|role| role.name.clone()).collect();
    roles.sort();
    Ok(plain(
        Thing::LockGroup(id),
        group.version,
        &group.name,
        Cell::told("group-number", "number", group.number.to_string()),
        vec![
            names("details-locks", Icon::Lock, locks, "none"),
            names("nav-roles", Icon::Role, roles, "none"),
        ],
    ))
}

fn blocking_group(station: &Station, id: BlockingGroupId) -> Result<Card, Error> {
    let now = station.services.now();
    let (locks, group, list, status, removable) = station.read(|reading| {
        Ok((
            reading.locks()?,
            reading.blocking_group(id)?,
            reading.blocklist(id)?,
            reading.blocklist_status(id)?,
            reading.removable_entries(id, now)?,
        ))
    })?;
    let count = super::sheets::to_count;
    // Each with the name of its holder: nobody knows numbers by heart.
    let mut holders = Vec::with_capacity(list.entries.len());
    station.read(|reading| {
        for entry in &list.entries {
            let record = reading.key(entry.key)?;
            let holder = reading.holder(record.key.user)?;
            holders.push(holder.map(|user| user.full_name()).unwrap_or_default());
        }
        Ok(())
    })?;
    let entries = list.entries.iter().zip(holders).map(|(entry, holder)| {
        let word = if removable.contains(entry) {
            Cell::State(Tone::Neutral, Icon::Dash, "entry-removable")
        } else {
            Cell::Key(entry.state, false)
        };
        let name = format!("{} {holder}", entry.number);
        (name.trim_end().to_owned(), Some(word))
    });
    let strangers = list.strangers.iter().map(|one| {
        let word = Cell::State(Tone::Warn, Icon::Warning, "entry-stranger");
        (one.number.to_string(), Some(word))
    });
    let entries = entries.chain(strangers);
    let spread = if list.signed.is_some() || list.version == 0 {
        Cell::State(Tone::Good, Icon::Done, "blocklist-signed")
    } else {
        Cell::State(Tone::Warn, Icon::Clock, "blocklist-unsigned")
    };
    let unsigned = spread == Cell::State(Tone::Warn, Icon::Clock, "blocklist-unsigned");
    let mut card = plain(
        Thing::BlockingGroup(id),
        group.version,
        &group.name,
        Cell::told("group-number", "number", group.number.to_string()),
        vec![
            Part {
                title: "blocklist",
                body: Body::Meter(u32::try_from(status.entries).unwrap_or(u32::MAX)),
            },
            pairs(
                "spread",
                vec![
                    ("blocklist-version", Cell::Text(list.version.to_string())),
                    ("state", spread),
                    (
                        "nav-locks",
                        Cell::Count("count-behind", count(status.locks_behind)),
                    ),
                    (
                        "carriers",
                        Cell::Text(format!("{} / {}", status.carriers_current, status.carriers)),
                    ),
                ],
            ),
            Part {
                title: "blocked-keys",
                body: Body::Names(Icon::Block, entries.collect(), "none"),
            },
            Part {
                title: "nav-locks",
                body: Body::Names(
                    Icon::Lock,
                    marked_if_behind(&locks, id, list.version),
                    "none",
                ),
            },
        ],
    );
    card.acts.extend(unsigned.then_some(Act::SignLists));
    Ok(card)
}

/// The locks of a group, each that does not obey this version of its blocklist yet with a word on it.
fn marked_if_behind(
    locks: &[LockRecord],
    group: BlockingGroupId,
    version: u32,
) -> Vec<(String, Option<Cell>)> {
    let obeys = |record: &LockRecord| {
        let deployed = record.deployed.as_ref();
        deployed
            .filter(|deployed| deployed.blocking_group == group)
            .map(|deployed| deployed.blocklist_version)
    };
    let locks = locks
        .iter()
        .filter(|record| record.lock.blocking_group == group || obeys(record).is_some());
    let marked = locks.map(|record| {
        let behind = obeys(record).is_some_and(|known| known < version);
        let mark = Cell::State(Tone::Warn, Icon::Clock, "lock-behind");
        (record.lock.name.clone(), behind.then_some(mark))
    });
    let mut marked: Vec<_> = marked.collect();
    marked.sort_by(|(one, _), (other, _)| one.cmp(other));
    marked
}

fn key(station: &Station, id: KeyId) -> Result<Card, Error> {
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let record = station.read(|reading| reading.key(id))?;
    let holder = station.read(|reading| reading.holder(record.key.user))?;
    let changes = changes_of(station, &facts, &record)?;
    let key = &record.key;
    let home = key.home_group.and_then(|id| facts.blocking_groups.get(&id));
    let text = |text: Option<String>| Cell::Text(text.unwrap_or_else(|| "–".to_owned()));
    let known = vec![
        ("state", Cell::Key(key.state, record.is_pending())),
        (
            "home-group-title",
            text(home.map(|group| group.name.clone())),
        ),
        (
            "chip-number",
            text(key.uid.as_ref().map(ToString::to_string)),
        ),
        ("stamp", text(key.stamp.map(|stamp| stamp.to_string()))),
        (
            "written-at",
            record
                .written_at
                .map_or_else(|| text(None), |at| Cell::At(zone, at)),
        ),
        (
            "generation",
            text(key.generation.map(|one| one.get().to_string())),
        ),
        (
            "blocklist-version",
            text(record.written_blocklist_version.map(|one| one.to_string())),
        ),
    ];
    let subtitle = match &holder {
        Some(holder) => Cell::Text(holder.full_name()),
        None => Cell::Word("holder-none"),
    };
    let parts = vec![
        pairs("step-basic", known),
        Part {
            title: "written-wanted",
            body: Body::Changes(changes),
        },
    ];
    Ok(Card {
        thing: Thing::Key(id),
        version: record.version,
        title: Cell::told(kind_title(kind_word(key)), "number", key.number.to_string()),
        subtitle,
        parts,
        acts: acts_of(station, &record, holder.is_some())?,
        editable: !matches!(
            key.state,
            KeyState::Blocked
                | KeyState::Returned
                | KeyState::Replaced
                | KeyState::Deleted
                | KeyState::WrittenOff
        ),
        // One that was ever programmed is returned instead.
        removable: key.state == KeyState::Draft && key.revision.0 == 0,
    })
}

fn kind_title(kind: &'static str) -> &'static str {
    match kind {
        "key-phone" => "title-phone",
        "key-k5" => "title-k5",
        _ => "title-fob",
    }
}

fn changes_of(
    station: &Station,
    facts: &Facts,
    record: &KeyRecord,
) -> Result<Vec<super::ChangeLine>, Error> {
    let over = matches!(
        record.key.state,
        KeyState::Returned | KeyState::Deleted | KeyState::WrittenOff | KeyState::Replaced
    );
    if over {
        return Ok(Vec::new());
    }
    let sources = station.read(|reading| reading.sources(record.key.user))?;
    let sources: Vec<Source> = sources.into_iter().map(|source| source.value).collect();
    let plan = station.key_plan(record.key.id)?;
    Ok(change_lines(
        facts,
        &names_of(facts, &sources),
        &plan.difference,
    ))
}

fn acts_of(station: &Station, record: &KeyRecord, held: bool) -> Result<Vec<Act>, Error> {
    let key = &record.key;
    let mut acts = Vec::new();
    if held && wants_programming(record) {
        acts.push(Act::Program(key.id));
    }
    if key.uid.is_some() {
        acts.push(Act::Empty(key.id));
    }
    let can_be_blocked = matches!(
        key.state,
        KeyState::Programmed
            | KeyState::HandedOver
            | KeyState::WriteFailed
            | KeyState::EmptyFailed
            | KeyState::WrittenOff
    );
    if can_be_blocked {
        acts.push(Act::Block(key.id));
    }
    let gone_on = station.read(|reading| reading.replacement_of(key.id))?;
    let ended = matches!(key.state, KeyState::WrittenOff | KeyState::Replaced);
    if key.uid.is_some() && !ended && gone_on.is_none() {
        acts.push(Act::Replace(key.id));
    }
    if key.state == KeyState::Returned && gone_on.is_none() {
        acts.push(Act::PassOn(key.id));
    }
    if held && key.state == KeyState::Draft {
        acts.push(Act::EditKeys(key.user));
    }
    if held {
        acts.push(Act::Show(key.user));
    }
    Ok(acts)
}

/// What was entered into a wizard and not confirmed.
fn draft(station: &Station, id: DraftId) -> Result<Card, Error> {
    let kept = station.own_drafts(DRAFT)?.into_iter();
    let mut kept = kept.filter(|draft| draft.id == id);
    let kept = kept.find_map(|draft| Draft::of(&draft.document));
    let kept = kept.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::Draft,
    })?;
    let step = kept.step.title(kept.mode);
    let reached = vec![("draft-step", Cell::Word(step))];
    Ok(Card {
        acts: vec![Act::Resume(id), Act::Discard(id)],
        editable: false,
        removable: false,
        ..plain(
            Thing::Draft(id),
            0,
            &kept.name(),
            Cell::Word(kept.why()),
            vec![pairs("step-basic", reached)],
        )
    })
}
