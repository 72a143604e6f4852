//! The lists: every record of a kind as lines.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Letters;
use super::post::{self, InvitationView};
use super::sheet::{Act, Cell, KeysAsked, Kind, Line, Sheet, Stretch, Thing};
use super::views::{row_of, wants_programming};
use super::{operators, tokens};
use crate::access::Facts;
use crate::model::{Key, KeyKind, KeyState, LockId, LockState, Premises, PremisesId, RoleId};
use crate::store::{DraftId, KeyQuery, KeyRecord, KeySort, KeyStanding, ListedKey, Stored, fold};
use crate::window::screen::wizard::draft::Draft;
use crate::window::ui::Icon;
use crate::window::ui::theme::Tone;
use crate::workflow::inviting::{Invitation, Standing};
use crate::workflow::listing::{KeyWaits, Waiting};
use crate::workflow::{Error, Station};

/// The word of the wizard whose drafts are kept.
pub(super) const DRAFT: &str = "add-user";

/// A list.
///
/// `plugged` is the number of the programming key that is plugged in.
pub(super) fn sheet(station: &Station, kind: Kind, plugged: Option<&str>) -> Result<Sheet, Error> {
    let lines = match kind {
        Kind::Roles => roles(station),
        Kind::AdministratorRoles => administrator_roles(station),
        Kind::Operators => operators::lines(station),
        // Keys and the log are read stretch by stretch.
        Kind::Passwords | Kind::PassOn | Kind::Replace | Kind::Keys | Kind::Log => Ok(Vec::new()),
        Kind::Premises => premises(station),
        Kind::Locks => locks(station),
        Kind::LockGroups => lock_groups(station),
        Kind::BlockingGroups => blocking_groups(station),
        Kind::Todo => todo(station),
        Kind::ProgrammingKeys => tokens::lines(station, plugged),
    }?;
    let holding = (kind == Kind::ProgrammingKeys).then(|| tokens::holding(station));
    Ok(Sheet {
        lines,
        more: false,
        holding: holding.transpose()?,
        stretch: None,
    })
}

/// Every door: the number of its lock, and its name.
pub(super) fn doors(station: &Station) -> Result<Vec<(u32, String)>, Error> {
    let locks = station.read(|reading| reading.locks())?;
    let locks = locks.into_iter().map(|record| record.lock);
    Ok(locks.map(|lock| (lock.number.0, lock.name)).collect())
}

/// How many things wait to be done, and how the outbox stands.
pub(super) fn waiting(station: &Station) -> Result<(usize, Letters), Error> {
    let waiting = station.waiting()?;
    let mut letters = Letters {
        server: station.mail_settings()?.is_some(),
        waiting: 0,
        failed: 0,
    };
    for one in &waiting {
        if let Waiting::Invitation(invitation) = one {
            match invitation.standing {
                Standing::Failed | Standing::Unsure => letters.failed += 1,
                _ => letters.waiting += 1,
            }
        }
    }
    Ok((waiting.len() + station.own_drafts(DRAFT)?.len(), letters))
}

/// A line whose search finds the texts in its cells.
pub(super) fn line(id: &str, thing: Thing, cells: Vec<Cell>) -> Line {
    let texts: Vec<String> = cells.iter().map(Cell::found_by).collect();
    Line {
        row: row_of(id),
        thing,
        depth: 0,
        found_by: fold(&texts.join(" ")),
        cells,
        group: "all",
        act: None,
    }
}

fn roles(station: &Station) -> Result<Vec<Line>, Error> {
    station.read(|reading| {
        let mut lines = Vec::new();
        for role in reading.roles()? {
            let holders = reading.users_by_role(role.id)?.len();
            let times = match &role.access_times {
                Some(times) => Cell::Times(times.to_string()),
                None => Cell::Word("times-always"),
            };
            lines.push(line(
                &role.id.to_string(),
                Thing::Role(role.id),
                vec![
                    Cell::Text(role.name.clone()),
                    Cell::Number(number(role.lock_groups.len())),
                    Cell::Number(number(role.locks.len())),
                    times,
                    Cell::Number(number(holders)),
                ],
            ));
        }
        Ok(lines)
    })
}

fn administrator_roles(station: &Station) -> Result<Vec<Line>, Error> {
    let (roles, operators, all) = station.read(|reading| {
        Ok((
            reading.administrator_roles()?,
            reading.operators()?,
            reading.all_premises()?,
        ))
    })?;
    let names = premises_names(&all);
    Ok(roles
        .iter()
        .map(|role| {
            let holders = operators
                .iter()
                .filter(|operator| operator.roles.contains(&role.id));
            let scope = if role.premises.is_empty() {
                Cell::Word("everywhere")
            } else {
                Cell::Muted(named(&names, &role.premises))
            };
            line(
                &role.id.to_string(),
                Thing::AdministratorRole(role.id),
                vec![
                    Cell::Text(role.name.clone()),
                    Cell::Number(number(role.permissions.len())),
                    scope,
                    Cell::Number(number(holders.count())),
                ],
            )
        })
        .collect())
}

fn premises(station: &Station) -> Result<Vec<Line>, Error> {
    station.read(|reading| {
        let all = reading.all_premises()?;
        let roles: BTreeMap<RoleId, String> = reading
            .roles()?
            .into_iter()
            .map(|role| (role.id, role.value.name))
            .collect();
        let mut lines = Vec::new();
        for (one, depth) in in_tree_order(&all) {
            let people = reading.users_by_premises(one.id)?.len();
            let kind = if one.private {
                "private-premises"
            } else {
                "common-premises"
            };
            let mut shown = line(
                &one.id.to_string(),
                Thing::Premises(one.id),
                vec![
                    Cell::Text(one.name.clone()),
                    Cell::Word(kind),
                    Cell::Number(number(one.locks.len())),
                    Cell::Muted(named(&roles, &one.linked_roles)),
                    Cell::Number(number(people)),
                ],
            );
            shown.depth = depth;
            shown.group = kind;
            lines.push(shown);
        }
        Ok(lines)
    })
}

/// Premises below what they lie in, by name among their siblings.
pub(super) fn in_tree_order(all: &[Stored<Premises>]) -> Vec<(&Stored<Premises>, u8)> {
    let mut inside: BTreeMap<Option<PremisesId>, Vec<&Stored<Premises>>> = BTreeMap::new();
    for one in all {
        inside.entry(one.parent).or_default().push(one);
    }
    let mut ordered = Vec::with_capacity(all.len());
    let mut open: Vec<(&Stored<Premises>, u8)> = Vec::new();
    let roots = inside.remove(&None).unwrap_or_default();
    open.extend(roots.into_iter().rev().map(|one| (one, 0)));
    while let Some((one, depth)) = open.pop() {
        ordered.push((one, depth));
        let below = inside.remove(&Some(one.id)).unwrap_or_default();
        let depth = depth.saturating_add(1);
        open.extend(below.into_iter().rev().map(|one| (one, depth)));
    }
    ordered
}

fn locks(station: &Station) -> Result<Vec<Line>, Error> {
    let facts = station.facts()?;
    let locks = station.read(|reading| reading.locks())?;
    Ok(locks
        .iter()
        .map(|record| {
            let lock = &record.lock;
            let groups = lock
                .groups
                .iter()
                .filter_map(|id| facts.lock_groups.get(id));
            let mut groups: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
            groups.sort_unstable();
            let obeys = facts.blocking_groups.get(&lock.blocking_group);
            let mut shown = line(
                &lock.id.to_string(),
                Thing::Lock(lock.id),
                vec![
                    Cell::Text(lock.name.clone()),
                    Cell::Muted(lock.number.to_string()),
                    Cell::Word(lock_kind(lock.kind)),
                    Cell::Muted(groups.join(", ")),
                    Cell::Muted(obeys.map(|group| group.name.clone()).unwrap_or_default()),
                    Cell::lock(lock.state),
                ],
            );
            shown.group = lock_word(lock.state);
            shown
        })
        .collect())
}

/// The id of the word for a kind of lock.
pub(super) fn lock_kind(kind: crate::model::LockKind) -> &'static str {
    match kind {
        crate::model::LockKind::Fob => "lock-kind-fob",
        crate::model::LockKind::Hybrid => "lock-kind-hybrid",
        crate::model::LockKind::Pin => "lock-kind-pin",
    }
}

fn lock_word(state: LockState) -> &'static str {
    match state {
        LockState::NotDeployed => "lock-not-deployed",
        LockState::Deployed => "lock-deployed",
        LockState::Pending => "lock-pending",
    }
}

fn lock_groups(station: &Station) -> Result<Vec<Line>, Error> {
    let facts = station.facts()?;
    let groups = station.read(|reading| reading.lock_groups())?;
    Ok(groups
        .iter()
        .map(|group| {
            let roles = facts.roles.values();
            let roles = roles.filter(|role| role.lock_groups.contains(&group.id));
            let mut roles: Vec<&str> = roles.map(|role| role.name.as_str()).collect();
            roles.sort_unstable();
            line(
                &group.id.to_string(),
                Thing::LockGroup(group.id),
                vec![
                    Cell::Text(group.name.clone()),
                    Cell::Muted(group.number.to_string()),
                    Cell::Number(number(facts.members(group.number).count())),
                    Cell::Muted(roles.join(", ")),
                ],
            )
        })
        .collect())
}

fn blocking_groups(station: &Station) -> Result<Vec<Line>, Error> {
    station.read(|reading| {
        let unsigned: BTreeSet<_> = reading.unsigned_blocklists()?.into_iter().collect();
        let mut lines = Vec::new();
        for group in reading.blocking_groups()? {
            let status = reading.blocklist_status(group.id)?;
            let spread = if unsigned.contains(&group.id) && status.version > 0 {
                Cell::State(Tone::Warn, Icon::Clock, "blocklist-unsigned")
            } else {
                Cell::State(Tone::Good, Icon::Done, "blocklist-signed")
            };
            lines.push(line(
                &group.id.to_string(),
                Thing::BlockingGroup(group.id),
                vec![
                    Cell::Text(group.name.clone()),
                    Cell::Number(status.locks),
                    Cell::Number(status.locks_behind),
                    Cell::Meter(u32::try_from(status.entries).unwrap_or(u32::MAX)),
                    Cell::Number(u64::from(status.version)),
                    Cell::Number(status.carriers),
                    spread,
                ],
            ));
        }
        Ok(lines)
    })
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

pub(super) fn to_count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A stretch of the list of keys.
pub(super) fn keys(station: &Station, asked: &KeysAsked) -> Result<Sheet, Error> {
    let (column, up) = asked.order.unwrap_or((0, true));
    let query = KeyQuery {
        text: asked.text.clone(),
        standing: asked.group.and_then(standing),
        sort: match column {
            1 => KeySort::Kind,
            2 => KeySort::Holder,
            3 => KeySort::State,
            4 => KeySort::HomeGroup,
            5 => KeySort::Uid,
            _ => KeySort::Number,
        },
        down: !up,
        offset: asked.offset,
        limit: asked.limit,
    };
    station.read(|reading| {
        let page = reading.listed_keys(&query)?;
        let lines = page.items.iter();
        Ok(Sheet {
            lines: lines.map(key_line).collect(),
            more: page.more,
            holding: None,
            stretch: Some(Stretch {
                offset: to_count(asked.offset.into()),
                all: Some(reading.listed_key_count()?),
                before: None,
            }),
        })
    })
}

/// What a filter keeps.
fn standing(group: &str) -> Option<KeyStanding> {
    Some(match group {
        "state-pending" => KeyStanding::Pending,
        "state-draft" => KeyStanding::Draft,
        "state-task" => KeyStanding::Task,
        "state-failed" => KeyStanding::Failed,
        "state-programmed" => KeyStanding::Programmed,
        "state-handed-over" => KeyStanding::HandedOver,
        "state-blocked" => KeyStanding::Blocked,
        "state-returned" => KeyStanding::Returned,
        _ => return None,
    })
}

fn key_line(listed: &ListedKey) -> Line {
    let record = &listed.record;
    let key = &record.key;
    let holder = if listed.holder.is_empty() {
        Cell::Word("holder-none")
    } else {
        Cell::Text(listed.holder.clone())
    };
    line(
        &key.id.to_string(),
        Thing::Key(key.id),
        vec![
            Cell::Text(key.number.to_string()),
            // Beside so many keys the word is short.
            Cell::Word(match key.kind {
                KeyKind::Phone => "kind-phone",
                KeyKind::Fob => "kind-fob",
                KeyKind::K5 => "kind-k5",
            }),
            holder,
            Cell::Key(key.state, record.is_pending()),
            Cell::Muted(listed.home_group.clone()),
            Cell::Muted(
                key.uid
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
        ],
    )
}

pub(super) fn kind_word(key: &Key) -> &'static str {
    match key.kind {
        crate::model::KeyKind::Phone => "key-phone",
        crate::model::KeyKind::Fob => "key-fob",
        crate::model::KeyKind::K5 => "key-k5",
    }
}

fn todo(station: &Station) -> Result<Vec<Line>, Error> {
    let mut lines: Vec<Line> = Vec::new();
    for waiting in station.waiting()? {
        lines.push(match waiting {
            Waiting::Key(waits, record, holder) => waiting_key(waits, &record, &holder),
            Waiting::Door(record) => {
                let lock = record.lock;
                let mut shown = line(
                    &lock.id.to_string(),
                    Thing::Lock(lock.id),
                    vec![
                        Cell::lock(lock.state),
                        Cell::Text(lock.name),
                        Cell::Word("todo-door"),
                    ],
                );
                shown.group = "todo-doors";
                shown.act = Some(Act::Deploy(lock.id));
                shown
            }
            Waiting::Unsigned(group) => {
                let mut shown = line(
                    &group.id.to_string(),
                    Thing::BlockingGroup(group.id),
                    vec![
                        Cell::State(Tone::Warn, Icon::Clock, "blocklist-unsigned"),
                        Cell::Text(group.name),
                        Cell::Word("todo-unsigned"),
                    ],
                );
                shown.group = "todo-pending";
                shown.act = Some(Act::SignLists);
                shown
            }
            Waiting::Invitation(invitation) => open_invitation(station, &invitation)?,
        });
    }
    // Below the lists to be signed: nothing presses more than a lost key that still opens.
    let first = lines
        .iter()
        .take_while(|line| line.act == Some(Act::SignLists));
    let first = first.count();
    let drafts = station.own_drafts(DRAFT)?;
    let drafts = drafts
        .iter()
        .filter_map(|draft| Draft::of(&draft.document).map(|kept| left_wizard(draft.id, &kept)));
    let pressing: Vec<Line> = lines.drain(..first).collect();
    Ok(pressing.into_iter().chain(drafts).chain(lines).collect())
}

fn open_invitation(station: &Station, invitation: &Invitation) -> Result<Line, Error> {
    let view = post::view(station, invitation)?;
    let why = match &view.fault {
        Some(fault) => Cell::Cause(fault.clone()),
        None => Cell::Word("todo-invitation"),
    };
    let mut shown = line(
        &view.id.to_string(),
        Thing::Invitation(view.id),
        vec![
            Cell::invitation(view.standing),
            Cell::Text(invitation.user.full_name()),
            why,
        ],
    );
    shown.group = "todo-invitations";
    shown.act = resend(&view);
    Ok(shown)
}

/// Sending again, where there is anything to send again.
pub(super) fn resend(view: &InvitationView) -> Option<Act> {
    let idle = !matches!(
        view.standing,
        Standing::Sending | Standing::Accepted | Standing::Revoked
    );
    let anyway = view.standing == Standing::Unsure;
    idle.then_some(Act::Resend(view.id, view.version, anyway))
}

/// A wizard that was left before it was confirmed.
fn left_wizard(id: DraftId, kept: &Draft) -> Line {
    let cells = vec![
        Cell::State(Tone::Neutral, Icon::Edit, "state-draft"),
        Cell::Text(kept.name()),
        Cell::Word(kept.why()),
    ];
    let mut shown = line(&id.to_string(), Thing::Draft(id), cells);
    shown.group = "todo-drafts";
    shown.act = Some(Act::Resume(id));
    shown
}

fn waiting_key(waits: KeyWaits, record: &KeyRecord, holder: &str) -> Line {
    let key = &record.key;
    let (group, why) = match waits {
        KeyWaits::Draft => ("todo-drafts", "todo-draft"),
        KeyWaits::Task => ("todo-tasks", "todo-task"),
        KeyWaits::Pending => ("todo-pending", "todo-pending-why"),
        KeyWaits::Generation => ("todo-pending", "todo-generation"),
        KeyWaits::Orphaned => ("todo-orphaned", "todo-orphaned-why"),
        KeyWaits::Failed if key.state == KeyState::EmptyFailed => {
            ("todo-failed", "todo-empty-failed")
        }
        KeyWaits::Failed => ("todo-failed", "todo-write-failed"),
    };
    let subject = format!("{} {holder}", key.number);
    let mut shown = line(
        &key.id.to_string(),
        Thing::Key(key.id),
        vec![
            Cell::Key(key.state, record.is_pending()),
            Cell::Text(subject.trim().to_owned()),
            Cell::Word(why),
        ],
    );
    shown.group = group;
    shown.act = if waits == KeyWaits::Orphaned || key.state == KeyState::EmptyFailed {
        Some(Act::Empty(key.id))
    } else if waits == KeyWaits::Generation || wants_programming(record) {
        Some(Act::Program(key.id))
    } else if key.state == KeyState::Draft {
        Some(Act::EditKeys(key.user))
    } else {
        Some(Act::Show(key.user))
    };
    shown
}

/// Names of premises.
pub(super) fn premises_names(all: &[Stored<Premises>]) -> BTreeMap<PremisesId, String> {
    all.iter().map(|one| (one.id, one.name.clone())).collect()
}

/// The names of some, in one line.
pub(super) fn named<Id: Ord>(names: &BTreeMap<Id, String>, ids: &BTreeSet<Id>) -> String {
    let mut found: Vec<&str> = ids
        .iter()
        .filter_map(|id| names.get(id))
        .map(String::as_str)
        .collect();
    found.sort_unstable();
    found.join(", ")
}

/// The names of locks.
pub(super) fn lock_names(facts: &Facts, ids: impl Iterator<Item = LockId>) -> Vec<String> {
    let mut names: Vec<String> = ids
        .filter_map(|id| facts.locks.get(&id))
        .map(|lock| lock.name.clone())
        .collect();
    names.sort();
    names
}
