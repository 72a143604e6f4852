//! The access rules as properties: what the table opens is what the sources give, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use keywright::access::home_group::{Situation, for_programming, groups_of, groups_of_source};
use keywright::access::wanted::{blind, check_clocks};
use keywright::access::{
    AccessTable, Change, Conditions, Facts, HomeGroup, KeyRequest, Refusal, Target, Wanted,
    WantedHashes, difference, given_by, home_group, reasons, wanted,
};
use keywright::model::{
    AccessTimes, BlockingGroup, BlockingGroupId, BlockingGroupNumber, ExpiryInterval, Interval,
    KeyKind, Lock, LockGroup, LockGroupId, LockGroupNumber, LockId, LockKind, LockNumber,
    LockState, Premises, PremisesId, RoleId, Source, SourceId, SourceKind, UserId, UserRole,
    Validity,
};
use keywright::time::UtcMillis;
use proptest::prelude::*;

const LOCKS: u32 = 12;
const GROUPS: u16 = 3;
const NOW: UtcMillis = UtcMillis(1_000 * 60_000);

fn lock_id(n: u32) -> LockId {
    LockId::new(i64::from(n) + 1, [1; 10])
}
fn group_id(n: u16) -> LockGroupId {
    LockGroupId::new(i64::from(n) + 1, [2; 10])
}
fn blocking_id(n: u16) -> BlockingGroupId {
    BlockingGroupId::new(i64::from(n) + 1, [3; 10])
}
fn role_id(n: usize) -> RoleId {
    RoleId::new(i64::try_from(n).unwrap() + 1, [4; 10])
}
fn source_id(n: usize) -> SourceId {
    SourceId::new(i64::try_from(n).unwrap() + 1, [5; 10])
}

/// Lock n is in lock group n % 4 (none for 3) and in key blocking group n % 2.
fn facts(roles: Vec<UserRole>, premises: Vec<Premises>, clock: bool) -> Facts {
    facts_where(roles, premises, |_| clock)
}

/// As [`facts`], where some locks have a clock.
fn facts_where(
    roles: Vec<UserRole>,
    premises: Vec<Premises>,
    clock: impl Fn(u32) -> bool,
) -> Facts {
    let locks = (0..LOCKS).map(|n| Lock {
        id: lock_id(n),
        number: LockNumber(n),
        name: format!("door {n}"),
        kind: LockKind::Fob,
        clock: clock(n),
        groups: (0..GROUPS)
            .filter(|group| u32::from(*group) == n % 4)
            .map(group_id)
            .collect(),
        blocking_group: blocking_id((n % 2) as u16),
        state: LockState::Deployed,
    });
    let groups = (0..GROUPS).map(|n| LockGroup {
        id: group_id(n),
        number: LockGroupNumber(n),
        name: format!("group {n}"),
    });
    let blocking = (0..2).map(|n| BlockingGroup {
        id: blocking_id(n),
        number: BlockingGroupNumber(n + 1),
        name: format!("area {n}"),
        blocklist_version: 0,
    });
    Facts::new(roles, premises, locks, groups, blocking)
}

fn role(
    n: usize,
    locks: &[u32],
    groups: &[u16],
    times: Option<AccessTimes>,
    expiry: Option<u16>,
) -> UserRole {
    UserRole {
        id: role_id(n),
        name: format!("role {n}"),
        locks: locks.iter().copied().map(lock_id).collect(),
        lock_groups: groups.iter().copied().map(group_id).collect(),
        access_times: times,
        expiry: expiry.map(|hours| ExpiryInterval::hours(hours).unwrap()),
        features: BTreeSet::new(),
        premises: None,
    }
}

fn source(n: usize, role: usize, start: Option<i64>, end: Option<i64>) -> Source {
    Source {
        id: source_id(n),
        user: UserId::new(1, [9; 10]),
        kind: SourceKind::Role {
            role: role_id(role),
        },
        validity: Validity {
            start: start.map(UtcMillis),
            end: end.map(UtcMillis),
        },
    }
}

fn table_of(facts: &Facts, sources: &[Source]) -> Wanted {
    let without = BTreeSet::new();
    wanted(
        facts,
        &KeyRequest {
            sources,
            without: &without,
            validity: Validity::ALWAYS,
            expiry: None,
        },
        NOW,
    )
    .unwrap()
}

/// Whether any of the conditions allows minute `minute`, quarter `quarter` of Monday and `hours` since programming.
fn allows(conditions: &[&Conditions], minute: u32, quarter: u8, hours: u16) -> bool {
    conditions.iter().any(|c| {
        c.window.start.is_none_or(|start| start <= minute)
            && c.window.end.is_none_or(|end| minute < end)
            && c.access_times
                .as_ref()
                .is_none_or(|times| times.allows(0, quarter))
            && c.expiry.is_none_or(|expiry| hours < expiry.as_hours())
    })
}

fn times_strategy() -> impl Strategy<Value = Option<AccessTimes>> {
    proptest::option::of((0u8..90, 1u8..6).prop_map(|(from, length)| {
        AccessTimes::new(&[Interval {
            days: 0x7F,
            from: from / 8 * 8,
            to: from / 8 * 8 + length,
        }])
        .unwrap()
    }))
}

fn role_strategy() -> impl Strategy<Value = UserRole> {
    (
        proptest::collection::vec(0..LOCKS, 0..5),
        proptest::collection::vec(0..GROUPS, 0..2),
        times_strategy(),
        proptest::option::of(prop_oneof![Just(10u16), Just(100u16)]),
    )
        .prop_map(|(locks, groups, times, expiry)| role(0, &locks, &groups, times, expiry))
}

fn window_strategy() -> impl Strategy<Value = (Option<i64>, Option<i64>)> {
    let minute = || proptest::option::of((990i64..1_030).prop_map(|minute| minute * 60_000));
    (minute(), minute()).prop_filter("ends after it starts", |(start, end)| {
        start.zip(*end).is_none_or(|(s, e)| s < e)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_table_opens_exactly_what_its_sources_give(
        roles in proptest::collection::vec((role_strategy(), window_strategy()), 1..5),
        minute in 1_000u32..1_030, quarter in 0u8..96, hours in prop_oneof![Just(5u16), Just(50), Just(500)],
    ) {
        let sources: Vec<Source> = roles.iter().enumerate().map(|(n, (_, (start, end)))| source(n, n, *start, *end)).collect();
        let roles: Vec<UserRole> = roles.into_iter().enumerate().map(|(n, (role, _))| UserRole { id: role_id(n), ..role }).collect();
        let facts = facts(roles.clone(), Vec::new(), true);
        let table = table_of(&facts, &sources).table;
        let by_lock = facts.by_lock(&table);
        for lock in 0..LOCKS {
            let opened = by_lock.get(&LockNumber(lock)).is_some_and(|conditions| allows(conditions, minute, quarter, hours));
            let given = roles.iter().zip(&sources).any(|(role, source)| {
                let member = lock % 4 < u32::from(GROUPS) && role.lock_groups.contains(&group_id((lock % 4) as u16));
                (role.locks.contains(&lock_id(lock)) || member)
                    && source.validity.holds(UtcMillis(i64::from(minute) * 60_000))
                    && role.access_times.as_ref().is_none_or(|times| times.allows(0, quarter))
                    && role.expiry.is_none_or(|expiry| hours < expiry.as_hours())
            });
            prop_assert_eq!(opened, given, "lock {} minute {} quarter {} hours {}", lock, minute, quarter, hours);
        }
    }

    #[test]
    fn the_reasons_name_the_locks_of_the_table_and_the_same_sources(
        roles in proptest::collection::vec(role_strategy(), 3),
        given in proptest::collection::vec((0..3usize, window_strategy()), 1..4),
    ) {
        let roles = roles.into_iter().enumerate().map(|(n, role)| UserRole { id: role_id(n), ..role });
        let facts = facts(roles.collect(), vec![], true);
        let sources: Vec<Source> = given
            .iter()
            .enumerate()
            .map(|(n, (role, (start, end)))| source(n, *role, *start, *end))
            .collect();
        let told: BTreeMap<LockNumber, BTreeSet<SourceId>> = reasons(&facts, &sources, NOW)
            .unwrap()
            .into_iter()
            .map(|(lock, ways)| {
                let number = facts.locks[&lock].number;
                (number, ways.into_iter().map(|way| way.source).collect())
            })
            .collect();
        prop_assert_eq!(told, table_of(&facts, &sources).origins);
    }

    #[test]
    fn the_groups_of_the_sources_are_the_groups_of_the_table(
        roles in proptest::collection::vec((role_strategy(), window_strategy()), 1..5),
    ) {
        let sources: Vec<Source> = roles.iter().enumerate().map(|(n, (_, (start, end)))| source(n, n, *start, *end)).collect();
        let roles: Vec<UserRole> = roles.into_iter().enumerate().map(|(n, (role, _))| UserRole { id: role_id(n), ..role }).collect();
        let facts = facts(roles, Vec::new(), true);
        let of_table: BTreeSet<BlockingGroupId> = groups_of(&facts, &table_of(&facts, &sources).table).into_keys().collect();
        let valid = sources.iter().filter(|source| !source.validity.is_over(NOW));
        let of_sources: BTreeSet<BlockingGroupId> = valid.flat_map(|source| groups_of_source(&facts, &source.kind).unwrap()).collect();
        prop_assert_eq!(of_sources, of_table);
    }

    #[test]
    fn the_order_of_the_sources_never_shows(
        roles in proptest::collection::vec((role_strategy(), window_strategy()), 1..5), turn in 0usize..5,
    ) {
        let mut sources: Vec<Source> = roles.iter().enumerate().map(|(n, (_, (start, end)))| source(n, n, *start, *end)).collect();
        let roles: Vec<UserRole> = roles.into_iter().enumerate().map(|(n, (role, _))| UserRole { id: role_id(n), ..role }).collect();
        let facts = facts(roles, Vec::new(), true);
        let before = table_of(&facts, &sources);
        let count = sources.len();
        sources.rotate_left(turn % count);
        let after = table_of(&facts, &sources);
        prop_assert_eq!(before.table.hash(), after.table.hash());
        prop_assert_eq!(before.table, after.table);
    }

    #[test]
    fn no_difference_means_the_same_rights_at_every_door(
        roles in proptest::collection::vec((role_strategy(), window_strategy()), 1..4),
    ) {
        let sources: Vec<Source> = roles.iter().enumerate().map(|(n, (_, (start, end)))| source(n, n, *start, *end)).collect();
        let roles: Vec<UserRole> = roles.into_iter().enumerate().map(|(n, (role, _))| UserRole { id: role_id(n), ..role }).collect();
        let facts = facts(roles, Vec::new(), true);
        let all = table_of(&facts, &sources);
        prop_assert!(difference(&facts, (&all.table, &[]), &all.table, &all.origins).is_empty());
        let nothing = AccessTable::default();
        let from_nothing = difference(&facts, (&nothing, &[]), &all.table, &all.origins);
        prop_assert!(from_nothing.iter().all(|change| change.change == Change::Added && !change.sources.is_empty()));
        prop_assert_eq!(from_nothing.len(), facts.by_lock(&all.table).len());
        let given = given_by(&facts, &sources, &all.origins);
        let to_nothing = difference(&facts, (&all.table, &given), &nothing, &BTreeMap::new());
        let lost: Vec<_> = to_nothing.iter().map(|change| (change.lock, &change.sources)).collect();
        let came: Vec<_> = from_nothing.iter().map(|change| (change.lock, &change.sources)).collect();
        prop_assert!(to_nothing.iter().all(|change| change.change == Change::Removed));
        prop_assert_eq!(lost, came, "what goes goes with the sources that it came with");
    }
}

/// A person's sources, what is taken off the key, and the key's own validity and expiry interval.
type Held = (
    Vec<(usize, bool, (Option<i64>, Option<i64>))>,
    BTreeSet<usize>,
    (Option<i64>, Option<i64>),
    Option<u16>,
);

fn held_strategy() -> impl Strategy<Value = Held> {
    let window = || prop_oneof![2 => Just((None, None)), 3 => window_strategy()];
    (
        proptest::collection::vec((0usize..4, any::<bool>(), window()), 0..5),
        proptest::collection::btree_set(0usize..5, 0..2),
        window(),
        proptest::option::of(prop_oneof![Just(10u16), Just(50u16)]),
    )
}

/// Hashes of the same people's tables, as the bulk engine and as the rules make them.
fn assert_bulk_agrees(facts: &Facts, people: &[Held]) -> Result<(), TestCaseError> {
    let mut bulk = WantedHashes::new(facts, NOW);
    for (sources, without, (start, end), expiry) in people {
        let sources: Vec<Source> = sources
            .iter()
            .enumerate()
            .map(|(n, (role, by_premises, (start, end)))| {
                let mut source = source(n, *role, *start, *end);
                if *by_premises {
                    source.kind = SourceKind::Premises {
                        premises: premises_id(*role),
                        roles: (0..=*role).map(role_id).collect(),
                    };
                }
                source
            })
            .collect();
        let without = without.iter().copied().map(source_id).collect();
        let request = KeyRequest {
            sources: &sources,
            without: &without,
            validity: Validity {
                start: start.map(UtcMillis),
                end: end.map(UtcMillis),
            },
            expiry: expiry.map(|hours| ExpiryInterval::hours(hours).unwrap()),
        };
        let plain = wanted(facts, &request, NOW).map(|wanted| wanted.table);
        prop_assert_eq!(
            bulk.hash(&request),
            plain.as_ref().map(AccessTable::hash).map_err(Clone::clone)
        );
        if let Ok(table) = &plain {
            prop_assert_eq!(bulk.blind(&request), Ok(blind(facts, table)));
        }
    }
    Ok(())
}

fn premises_id(n: usize) -> PremisesId {
    PremisesId::new(i64::try_from(n).unwrap() + 1, [6; 10])
}

fn premises_strategy() -> impl Strategy<Value = (Vec<u32>, Vec<usize>)> {
    (
        proptest::collection::vec(0..LOCKS, 0..4),
        proptest::collection::vec(0usize..4, 0..3),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn many_keys_at_once_have_the_same_hashes_as_one_by_one(
        roles in proptest::collection::vec(role_strategy(), 3..5),
        premises in proptest::collection::vec(premises_strategy(), 3..5),
        people in proptest::collection::vec(held_strategy(), 1..12),
    ) {
        let roles = roles.into_iter().enumerate().map(|(n, role)| UserRole { id: role_id(n), ..role });
        let premises = premises.into_iter().enumerate().map(|(n, (locks, linked))| Premises {
            id: premises_id(n),
            name: format!("flat {n}"),
            parent: None,
            private: true,
            locks: locks.into_iter().map(lock_id).collect(),
            linked_roles: linked.into_iter().map(role_id).collect(),
        });
        // Where only three of either were drawn, the fourth is one that is not there.
        let facts = facts_where(roles.collect(), premises.collect(), |n| n % 3 != 1);
        assert_bulk_agrees(&facts, &people)?;
    }
}

#[test]
fn more_conditions_than_bits_hash_alike_too() {
    let facts = facts(vec![role(0, &[1, 2], &[1], None, None)], Vec::new(), true);
    let window = |n: i64| {
        (
            Some((1_010 + 2 * n) * 60_000),
            Some((1_011 + 2 * n) * 60_000),
        )
    };
    for count in [1, 63, 64, 65, 100] {
        let sources = (0..count).map(|n| (0, false, window(n))).collect();
        let person = (sources, BTreeSet::new(), (None, None), None);
        assert_bulk_agrees(&facts, &[person.clone(), person]).unwrap();
    }
}

#[test]
fn a_lock_entry_goes_where_a_group_entry_covers_it() {
    let facts = facts(
        vec![
            role(0, &[0], &[], None, None),
            role(1, &[], &[0], None, None),
        ],
        Vec::new(),
        true,
    );
    let table = table_of(
        &facts,
        &[source(0, 0, None, None), source(1, 1, None, None)],
    )
    .table;
    assert_eq!(table.entries().len(), 1);
    assert_eq!(table.entries()[0].target, Target::Group(LockGroupNumber(0)));
}

#[test]
fn a_narrower_group_entry_does_not_hide_a_wider_lock_entry() {
    let times: AccessTimes = "mon 08:00-09:00".parse().unwrap();
    let facts = facts(
        vec![
            role(0, &[0], &[], None, None),
            role(1, &[], &[0], Some(times), None),
        ],
        Vec::new(),
        true,
    );
    let table = table_of(
        &facts,
        &[source(0, 0, None, None), source(1, 1, None, None)],
    )
    .table;
    assert_eq!(table.entries().len(), 2);
}

#[test]
fn ended_sources_go_and_future_ones_stay() {
    let facts = facts(
        vec![
            role(0, &[0], &[], None, None),
            role(1, &[1], &[], None, None),
        ],
        Vec::new(),
        true,
    );
    let found = table_of(
        &facts,
        &[
            source(0, 0, None, Some(NOW.0)),
            source(1, 1, Some(NOW.0 + 60_000), None),
        ],
    );
    assert_eq!(found.ended, [source_id(0)]);
    assert_eq!(
        facts.by_lock(&found.table).into_keys().collect::<Vec<_>>(),
        [LockNumber(1)]
    );
}

#[test]
fn private_premises_bring_their_locks_and_the_chosen_linked_roles_only() {
    let flat = Premises {
        id: PremisesId::new(1, [6; 10]),
        name: "A 1".into(),
        parent: None,
        private: true,
        locks: [lock_id(3)].into(),
        linked_roles: [role_id(0), role_id(1)].into(),
    };
    let roles = vec![
        role(0, &[0], &[], None, None),
        role(1, &[1], &[], None, None),
        role(2, &[2], &[], None, None),
    ];
    let facts = facts(roles, vec![flat.clone()], true);
    let kind = SourceKind::Premises {
        premises: flat.id,
        roles: vec![role_id(1), role_id(2)],
    };
    let source = Source {
        kind,
        ..source(0, 0, None, None)
    };
    let opened: Vec<LockNumber> = facts
        .by_lock(&table_of(&facts, &[source]).table)
        .into_keys()
        .collect();
    assert_eq!(opened, [LockNumber(1), LockNumber(3)]);
}

#[test]
fn a_timed_entry_for_a_lock_without_a_clock_is_refused_with_its_name() {
    let facts = facts(vec![role(0, &[5], &[], None, Some(24))], Vec::new(), false);
    let table = table_of(&facts, &[source(0, 0, None, None)]).table;
    assert_eq!(
        check_clocks(&facts, &table),
        Err(Refusal::NeedsClock {
            locks: vec![lock_id(5)]
        })
    );
}

fn situation(current: Option<u16>, written: bool, chosen: Option<u16>) -> Situation {
    Situation {
        kind: KeyKind::Fob,
        current: current.map(blocking_id),
        written,
        chosen: chosen.map(blocking_id),
    }
}

#[test]
fn the_home_group_follows_the_rule() {
    let facts = facts(
        vec![
            role(0, &[0], &[], None, None),
            role(1, &[1], &[], None, None),
        ],
        Vec::new(),
        true,
    );
    let one = table_of(&facts, &[source(0, 0, None, None)]).table;
    let two = table_of(
        &facts,
        &[source(0, 0, None, None), source(1, 1, None, None)],
    )
    .table;
    let nothing = AccessTable::default();
    let both = vec![blocking_id(0), blocking_id(1)];

    let phone = Situation {
        kind: KeyKind::Phone,
        ..situation(None, false, None)
    };
    assert_eq!(home_group(&facts, &two, phone), Ok(HomeGroup::EveryGroup));
    assert_eq!(
        home_group(&facts, &nothing, situation(None, false, None)),
        Ok(HomeGroup::None)
    );
    assert_eq!(
        for_programming(&facts, &nothing, situation(None, false, None)),
        Err(Refusal::OpensNothing)
    );
    assert_eq!(
        home_group(&facts, &one, situation(None, false, None)),
        Ok(HomeGroup::Is(blocking_id(0)))
    );
    assert_eq!(
        home_group(&facts, &two, situation(None, false, None)),
        Ok(HomeGroup::MustChoose(both.clone()))
    );
    assert_eq!(
        for_programming(&facts, &two, situation(None, false, None)),
        Err(Refusal::HomeGroupNotChosen { groups: both })
    );
    assert_eq!(
        home_group(&facts, &two, situation(None, false, Some(1))),
        Ok(HomeGroup::Is(blocking_id(1)))
    );
    let elsewhere = Refusal::HomeGroupWithoutLocks {
        chosen: blocking_id(1),
    };
    assert_eq!(
        home_group(&facts, &one, situation(None, false, Some(1))),
        Err(elsewhere)
    );
    assert_eq!(
        home_group(&facts, &two, situation(Some(0), true, None)),
        Ok(HomeGroup::Is(blocking_id(0)))
    );
    let fixed = Refusal::HomeGroupFixed {
        home_group: blocking_id(0),
    };
    assert_eq!(
        home_group(&facts, &two, situation(Some(0), true, Some(1))),
        Err(fixed)
    );
    assert_eq!(
        home_group(&facts, &one, situation(Some(1), true, None)),
        Ok(HomeGroup::Orphaned(blocking_id(1)))
    );
    assert_eq!(
        home_group(&facts, &two, situation(Some(1), false, None)),
        Ok(HomeGroup::Is(blocking_id(1)))
    );
}

#[test]
fn a_change_of_conditions_shows_as_a_change_and_a_loss_as_a_loss() {
    let times: AccessTimes = "mon 08:00-09:00".parse().unwrap();
    let before = facts(vec![role(0, &[0, 1], &[], None, None)], Vec::new(), true);
    let after = facts(
        vec![role(0, &[0], &[], Some(times), None)],
        Vec::new(),
        true,
    );
    let old = table_of(&before, &[source(0, 0, None, None)]);
    let new = table_of(&after, &[source(0, 0, None, None)]);
    let held = [source(0, 0, None, None)];
    let given = given_by(&before, &held, &old.origins);
    assert_eq!((given.len(), given[0].name.as_str()), (1, "role 0"));
    let changes: Vec<(LockNumber, Change, BTreeSet<SourceId>)> =
        difference(&after, (&old.table, &given), &new.table, &new.origins)
            .into_iter()
            .map(|change| (change.lock, change.change, change.sources))
            .collect();
    let by = || BTreeSet::from([source_id(0)]);
    assert_eq!(
        changes,
        [
            (LockNumber(0), Change::Changed, by()),
            (LockNumber(1), Change::Removed, by())
        ]
    );
}
