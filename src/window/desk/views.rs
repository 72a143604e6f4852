//! From records to what the screens show: names in the place of ids.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::data::{
    ChangeLine, Group, HomeNeed, KeyPreview, KeyView, Likeness, Offer, Owner, PremisesOffer,
    RoleOffer, ShareView, SourceView, UserLine, UserPage, UsersAsked,
};
use crate::access::{Facts, GivenBy, HomeGroup, LockChange};
use crate::model::{
    Key, KeyId, KeyKind, KeyState, LockId, Source, SourceId, SourceKind, Uid, User,
};
use crate::store::{KeyRecord, UserFilter, UserQuery};
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::workflow::plan::{KeyPlan, SourceShare};
use crate::workflow::{Error, Station, naming};

/// How many users are read at once.
pub(super) const STRETCH: u32 = 200;

/// A stretch of the list of users.
pub(super) fn users(station: &Station, asked: &UsersAsked) -> Result<UserPage, Error> {
    let now = station.services.now();
    let today = station.info()?.zone.date(now);
    let query = UserQuery {
        text: asked.text.clone(),
        filter: match asked.group {
            Group::All => UserFilter::All,
            Group::Residents => UserFilter::Residents,
            Group::Staff => UserFilter::Staff,
            Group::Pending => UserFilter::Pending,
            Group::Ended => UserFilter::Ended { today, now },
        },
        sort: asked.sort,
        down: asked.down,
        offset: asked.offset,
        limit: STRETCH,
    };
    station.read(|reading| {
        let page = reading.users(&query)?;
        // Of a large system these few alone: a letter in the search must not wait for all its locks.
        let mut names: HashMap<SourceKind, String> = HashMap::new();
        let mut rows = Vec::with_capacity(page.items.len());
        for user in &page.items {
            let keys = reading.keys(user.id)?;
            let sources = reading.sources(user.id)?;
            let mut given = Vec::with_capacity(sources.len());
            for source in sources {
                given.push(match names.entry(source.value.kind) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(new) => {
                        let name = reading.name_of(new.key())?;
                        new.insert(name).clone()
                    }
                });
            }
            given.sort();
            rows.push(user_line(&user.value, &keys, given.join(", ")));
        }
        let counts = asked.counts.then(|| reading.user_counts(today, now));
        Ok(UserPage {
            rows,
            offset: asked.offset,
            more: page.more,
            counts: counts.transpose()?,
        })
    })
}

fn user_line(user: &User, keys: &[KeyRecord], given: String) -> UserLine {
    let count = |wanted: &dyn Fn(&KeyRecord) -> bool| keys.iter().filter(|key| wanted(key)).count();
    let written = user.id.to_string();
    UserLine {
        id: user.id,
        row: row_of(&written),
        // As the list is sorted.
        name: format!("{}, {}", user.last_name, user.first_name),
        email: user.email.to_string(),
        given,
        keys: count(&|key| opens_for_its_holder(key)),
        pending: count(&KeyRecord::is_pending),
        drafts: count(&|key| key.key.state == KeyState::Draft),
        programmable: keys
            .iter()
            .find(|key| wants_programming(key))
            .map(|key| key.key.id),
    }
}

/// Whether a key still counts among those of its holder: not one that was taken back, blocked, or came to its end.
fn opens_for_its_holder(record: &KeyRecord) -> bool {
    !matches!(
        record.key.state,
        KeyState::Returned
            | KeyState::Blocked
            | KeyState::Replaced
            | KeyState::Deleted
            | KeyState::WrittenOff
    )
}

/// The last sixteen digits of an id, which are random.
pub(super) fn row_of(id: &str) -> u64 {
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    u64::from_str_radix(digits.get(16..).unwrap_or_default(), 16).unwrap_or_default()
}

/// Whether there is something to write, and this encoder can.
pub(super) fn wants_programming(record: &KeyRecord) -> bool {
    record.key.kind == KeyKind::Fob
        && (record.is_pending()
            || matches!(
                record.key.state,
                KeyState::Draft | KeyState::Task | KeyState::Writing | KeyState::WriteFailed
            ))
}

pub(super) fn source_name(facts: &Facts, kind: &SourceKind) -> String {
    match kind {
        SourceKind::Role { role } => facts.roles.get(role).map(|role| role.name.clone()),
        SourceKind::Premises { premises, .. } => {
            facts.premises.get(premises).map(|one| one.name.clone())
        }
    }
    .unwrap_or_default()
}

pub(super) fn source_view(facts: &Facts, zone: Zone, source: &Source) -> SourceView {
    let roles = match &source.kind {
        SourceKind::Role { .. } => Vec::new(),
        SourceKind::Premises { roles, .. } => roles
            .iter()
            .filter_map(|id| facts.roles.get(id))
            .map(|role| role.name.clone())
            .collect(),
    };
    SourceView {
        name: source_name(facts, &source.kind),
        premises: matches!(source.kind, SourceKind::Premises { .. }),
        roles,
        start: source.validity.start.map(|start| zone.date(start)),
        // The end is the first instant after the last day.
        end: source
            .validity
            .end
            .map(|end| zone.date(UtcMillis(end.0 - 1))),
    }
}

pub(super) fn key_view(facts: &Facts, record: &KeyRecord) -> KeyView {
    let key = &record.key;
    let group = key.home_group.and_then(|id| facts.blocking_groups.get(&id));
    KeyView {
        id: key.id,
        version: record.version,
        number: key.number.0,
        kind: key.kind,
        state: key.state,
        pending: record.is_pending(),
        uid: key.uid.as_ref().map(Uid::to_string),
        home_group: group.map(|group| group.name.clone()),
        programmable: wants_programming(record),
    }
}

/// What can be given to users, by name.
pub(super) fn offer(station: &Station) -> Result<Offer, Error> {
    let facts = station.facts()?;
    let all = station.read(|reading| reading.all_premises())?;
    let mut roles: Vec<RoleOffer> = facts
        .roles
        .values()
        .map(|role| RoleOffer {
            id: role.id,
            name: role.name.clone(),
            locks: lock_names(&facts, role.locks.iter()),
            groups: sorted(
                role.lock_groups
                    .iter()
                    .filter_map(|id| facts.lock_groups.get(id))
                    .map(|group| group.name.clone()),
            ),
            times: role.access_times.as_ref().map(ToString::to_string),
            expiry: role.expiry.map(crate::model::ExpiryInterval::as_hours),
            features: role.features.iter().copied().collect(),
        })
        .collect();
    roles.sort_by(|one, other| one.name.cmp(&other.name));
    let mut premises: Vec<PremisesOffer> = all
        .iter()
        .filter(|one| one.private)
        .map(|one| PremisesOffer {
            id: one.id,
            name: one.name.clone(),
            path: naming::path_of(&all, &one.value)
                .rsplit_once('/')
                .map_or_else(String::new, |(above, _)| above.replace('/', ", ")),
            locks: lock_names(&facts, one.locks.iter()),
            roles: one.linked_roles.iter().copied().collect(),
        })
        .collect();
    premises.sort_by(|one, other| (&one.path, &one.name).cmp(&(&other.path, &other.name)));
    Ok(Offer { roles, premises })
}

fn lock_names<'a>(facts: &Facts, locks: impl Iterator<Item = &'a LockId>) -> Vec<String> {
    sorted(
        locks
            .filter_map(|id| facts.locks.get(id))
            .map(|lock| lock.name.clone()),
    )
}

pub(super) fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Who looks like the user that is being added.
pub(super) fn likeness(
    station: &Station,
    first: &str,
    last: &str,
    email: &str,
) -> Result<Likeness, Error> {
    station.read(|reading| {
        let similar = reading.similar_users(first, last)?;
        Ok(Likeness {
            similar: similar
                .iter()
                .map(|user| (user.full_name(), user.email.to_string()))
                .collect(),
            email_taken: reading.user_by_email(email)?.is_some(),
        })
    })
}

/// What programming a key would do.
pub(super) fn key_plan(station: &Station, id: KeyId) -> Result<KeyPreview, Error> {
    let facts = station.facts()?;
    let record = station.read(|reading| reading.key(id))?;
    let sources = station.read(|reading| reading.sources(record.key.user))?;
    let sources: Vec<Source> = sources.into_iter().map(|source| source.value).collect();
    let plan = station.key_plan(id)?;
    let names = names_of(&facts, &sources);
    let mut shown = key_preview(station, &facts, &names, &record.key, &plan)?;
    shown.id = Some(id);
    shown.to_program = Some(plan.to_program(id));
    Ok(shown)
}

pub(super) fn names_of(facts: &Facts, sources: &[Source]) -> BTreeMap<SourceId, String> {
    sources
        .iter()
        .map(|source| (source.id, source_name(facts, &source.kind)))
        .collect()
}

pub(super) fn key_preview(
    station: &Station,
    facts: &Facts,
    sources: &BTreeMap<SourceId, String>,
    key: &Key,
    plan: &KeyPlan,
) -> Result<KeyPreview, Error> {
    let sources = &with_gone(sources, &plan.gave);
    let capacity = station.capacity(plan)?;
    // A medium that is written already is large enough, or says so when it is written.
    let told = key.kind == KeyKind::Fob && key.generation.is_none();
    let too_small = capacity.too_small().filter(|_| told);
    Ok(KeyPreview {
        id: None,
        kind: key.kind,
        number: key.number.0,
        needed: capacity.needed,
        too_small: too_small
            .map(|room| format!("{} ({})", room.chip.as_str(), room.bytes))
            .collect(),
        home: home_need(station, facts, plan)?,
        changes: change_lines(facts, sources, &plan.difference),
        doors: lock_names(facts, plan.doors.iter()),
        unreadable: lock_names(facts, plan.unreadable.iter()),
        shares: Vec::new(),
        to_program: None,
    })
}

/// What each source means for a key.
pub(super) fn shares(
    station: &Station,
    facts: &Facts,
    key: &Key,
    sources: &[Source],
    user_end: Option<LocalDate>,
) -> Result<Vec<ShareView>, Error> {
    if key.kind == KeyKind::Phone {
        return Ok(Vec::new());
    }
    let shares = station.source_shares(key, sources, user_end)?;
    let view = |(share, source): (SourceShare, &Source)| {
        let locks = share.locks.iter();
        let locks = locks.filter_map(|number| facts.lock(*number));
        ShareView {
            name: source_name(facts, &source.kind),
            carried: share.carried,
            locks: sorted(locks.map(|lock| lock.name.clone())),
            bytes: share.bytes,
        }
    };
    Ok(shares.into_iter().zip(sources).map(view).collect())
}

/// The names of sources with those that a medium knows and that are gone.
pub(super) fn with_gone(
    sources: &BTreeMap<SourceId, String>,
    gave: &[GivenBy],
) -> BTreeMap<SourceId, String> {
    let mut all = sources.clone();
    for given in gave {
        let _known = all
            .entry(given.source)
            .or_insert_with(|| given.name.clone());
    }
    all
}

/// Changes with the names of locks and sources.
pub(super) fn change_lines(
    facts: &Facts,
    sources: &BTreeMap<SourceId, String>,
    changes: &[LockChange],
) -> Vec<ChangeLine> {
    let line = |change: &LockChange| ChangeLine {
        lock: facts
            .lock(change.lock)
            .map_or_else(|| change.lock.to_string(), |lock| lock.name.clone()),
        change: change.change,
        sources: change
            .sources
            .iter()
            .filter_map(|id| sources.get(id).cloned())
            .collect::<Vec<_>>()
            .join(", "),
    };
    changes.iter().map(line).collect()
}

fn home_need(station: &Station, facts: &Facts, plan: &KeyPlan) -> Result<HomeNeed, Error> {
    let name = |id: &crate::model::BlockingGroupId| {
        facts
            .blocking_groups
            .get(id)
            .map(|group| group.name.clone())
            .unwrap_or_default()
    };
    Ok(match &plan.home_group {
        HomeGroup::EveryGroup => HomeNeed::EveryGroup,
        HomeGroup::None => HomeNeed::Nothing,
        HomeGroup::Is(id) => HomeNeed::Is(name(id)),
        HomeGroup::Orphaned(id) => HomeNeed::Orphaned(name(id)),
        HomeGroup::MustChoose(_) => {
            HomeNeed::Choose(station.home_group_choices(facts, &plan.wanted.table)?)
        }
    })
}

/// Whose fob this is, and how far it is behind. A fob whose first write was cut off belongs to that write.
pub(super) fn owner(station: &Station, uid: &Uid) -> Result<Option<Owner>, Error> {
    let record = station.key_on_chip(uid)?;
    let Some(record) = record else {
        return Ok(None);
    };
    // Who was removed is no owner to be shown: what lies there is known by its key alone.
    let Some(user) = station.read(|reading| reading.holder(record.key.user))? else {
        return Ok(None);
    };
    let changes = station
        .key_plan(record.key.id)
        .map_or(0, |plan| plan.difference.len());
    Ok(Some(Owner {
        user: user.id,
        name: user.full_name(),
        key: record.key.id,
        number: record.key.number.0,
        state: record.key.state,
        changes,
    }))
}
