use proptest::prelude::*;

use super::*;
use crate::access::Conditions;
use crate::medium::testing::{KEY, NOW, draw, entry, header, locks, sign};
use crate::model::{AccessTimes, ExpiryInterval, Window};
use budget::{BYTES_LIMIT, EXCHANGES_LIMIT, FIRST_READ, LEAF, PAGE, Traffic, body_offset};
use head::Step;
use header::Shape;

fn build(table: &AccessTable) -> Image {
    let image = Image::build(&header(), table, &sign).unwrap();
    let read = Image::verified(image.as_bytes(), &KEY.public()).unwrap();
    assert_eq!(read, image);
    image
}

/// What a lock spends to find `number`, and what it finds.
fn spend(image: &Image, number: u32) -> (Traffic, Vec<u8>) {
    let mut spent = Traffic::default();
    let mut pay = |length: usize| spent += Traffic::of_read(u32::try_from(length).unwrap());
    pay(FIRST_READ);
    let length = head::length(&image.as_bytes()[..FIRST_READ.min(image.as_bytes().len())]).unwrap();
    if length > FIRST_READ {
        pay(length - FIRST_READ);
    }
    let head = Head::parse(image.as_bytes()).unwrap();
    let mut step = head.search(number);
    loop {
        match step {
            Step::Found(places) => return (spent, places),
            Step::Read(part) => {
                pay(part.length);
                let bytes = &image.as_bytes()[part.offset..part.offset + part.length];
                step = head.follow(&part, bytes, number).unwrap();
            }
        }
    }
}

#[test]
fn a_lock_stays_within_its_budget_at_every_size() {
    let mut levels = std::collections::BTreeSet::new();
    for (count, bound) in [
        (0, 1),
        (1, 100_000),
        (50, 10_000),
        (200, 10_000),
        (300, 10_000),
        (700, 10_000),
        (1_000, 10_000),
        (2_000, 100_000),
        (2_500, 100_000),
    ] {
        let numbers = draw(u64::try_from(count).unwrap(), count, bound);
        let image = build(&locks(numbers.iter().copied()));
        let _new = levels.insert(image.head().levels());
        for number in numbers
            .iter()
            .copied()
            .chain(draw(9, 40.min(bound as usize), bound))
        {
            let (spent, found) = spend(&image, number);
            assert_eq!(!found.is_empty(), numbers.contains(&number));
            assert!(
                spent.exchanges <= EXCHANGES_LIMIT && spent.bytes <= BYTES_LIMIT,
                "{spent:?}"
            );
        }
    }
    assert_eq!(levels.len(), 3, "all three shapes were met");
}

/// The image of `table` in place of `before`, written one revision later.
fn build_on(before: &Image, room: usize, table: &AccessTable) -> Image {
    let mut next = *before.header();
    next.revision.0 += 1;
    next.issued += 3_600;
    let image = Image::build_on(before, room, &next, table, &sign).unwrap();
    let read = Image::verified(image.as_bytes(), &KEY.public()).unwrap();
    assert_eq!(read, image);
    assert_eq!(read.table(), table);
    image
}

/// Bytes that must be written, in thousandths of the image.
fn share(before: &Image, after: &Image) -> usize {
    let ranges = changed_ranges(before.as_bytes(), after.as_bytes());
    let bytes: usize = ranges.iter().map(std::ops::Range::len).sum();
    bytes * 1000 / after.as_bytes().len()
}

fn toggle(numbers: &mut std::collections::BTreeSet<u32>, number: u32) {
    if !numbers.remove(&number) {
        let _new = numbers.insert(number);
    }
}

#[test]
fn a_changed_lock_in_a_kibibyte_rewrites_a_quarter_at_most() {
    for seed in 0..3 {
        let mut numbers = draw(seed, 760, 10_000);
        let before = build(&locks(numbers.iter().copied()));
        let length = before.as_bytes().len();
        assert!((900..1200).contains(&length), "{length}");
        for number in (usize::try_from(seed).unwrap()..10_000).step_by(173) {
            let number = u32::try_from(number).unwrap();
            toggle(&mut numbers, number);
            let after = build_on(&before, IMAGE_LIMIT, &locks(numbers.iter().copied()));
            let share = share(&before, &after);
            assert!(
                share <= 250,
                "seed {seed}, lock {number}: {share} per mille"
            );
            toggle(&mut numbers, number);
        }
    }
}

#[test]
fn many_changes_one_on_the_other_stay_small_and_right() {
    let mut numbers = draw(4, 760, 10_000);
    let mut image = build(&locks(numbers.iter().copied()));
    for number in draw(5, 60, 10_000) {
        toggle(&mut numbers, number);
        let next = build_on(&image, IMAGE_LIMIT, &locks(numbers.iter().copied()));
        assert!(share(&image, &next) <= 250, "lock {number}");
        for lock in numbers.iter().copied().step_by(37).chain([number]) {
            let (spent, places) = spend(&next, lock);
            assert_eq!(!places.is_empty(), numbers.contains(&lock), "lock {lock}");
            assert!(spent.exchanges <= EXCHANGES_LIMIT && spent.bytes <= BYTES_LIMIT);
        }
        image = next;
    }
}

#[test]
fn leaves_are_not_kept_where_the_medium_has_no_room_for_them() {
    let numbers = draw(6, 700, 10_000);
    let full = build(&locks(numbers.iter().copied()));
    let few: Vec<u32> = numbers
        .iter()
        .copied()
        .enumerate()
        .filter(|(place, number)| *number > 3_000 || place % 4 == 0)
        .map(|(_, number)| number)
        .collect();
    // The first leaves stay, nearly empty, so that the others do; in less room they are joined.
    let fewer = build_on(&full, IMAGE_LIMIT, &locks(few.iter().copied()));
    let anew = build(&locks(few.iter().copied())).as_bytes().len();
    assert!(fewer.as_bytes().len() > anew);
    let tight = build_on(&full, anew, &locks(few.iter().copied()));
    assert_eq!(tight.as_bytes().len(), anew);
}

#[test]
fn nothing_is_built_on_the_image_of_another_medium() {
    let table = locks(draw(6, 700, 10_000));
    let mut aged = build(&locks(draw(7, 700, 10_000)));
    aged = build_on(&aged, IMAGE_LIMIT, &table);
    let mut other = header();
    other.uid[6] ^= 1;
    let next = Image::build_on(&aged, IMAGE_LIMIT, &other, &table, &sign).unwrap();
    assert_eq!(next, Image::build(&other, &table, &sign).unwrap());
}

#[test]
fn groups_take_four_bytes_each_at_most() {
    let always = Conditions::default();
    let size = |groups: u16| {
        let numbers = draw(u64::from(groups), usize::from(groups), 65_536);
        let group = |number: u32| Target::Group(LockGroupNumber(u16::try_from(number).unwrap()));
        let table = AccessTable::new(
            numbers
                .into_iter()
                .map(|number| entry(group(number), &always))
                .collect(),
        );
        Image::measure(&header(), &table).unwrap().total
    };
    let empty = size(0);
    for groups in [1, 2, 5, 20, 80] {
        // A set of conditions and the heads of the lists are paid once.
        assert!(
            size(groups) <= empty + 6 + usize::from(groups) * 4,
            "{groups} groups"
        );
    }
}

#[test]
fn what_costs_is_named_when_the_head_is_full() {
    let profile = |day: u8| Conditions {
        window: Window {
            start: Some(u32::from(day) * 1440),
            end: Some(40_000_000 + u32::from(day)),
        },
        access_times: Some(
            AccessTimes::new(&[crate::model::Interval {
                days: 1 + day % 100,
                from: day % 90,
                to: 96,
            }])
            .unwrap(),
        ),
        expiry: None,
    };
    let entries = (0..60).map(|number| {
        entry(
            Target::Lock(LockNumber(number)),
            &profile(u8::try_from(number).unwrap()),
        )
    });
    match Image::build(&header(), &AccessTable::new(entries.collect()), &sign) {
        Err(Error::HeadFull {
            needed,
            limit,
            conditions,
            ..
        }) => assert!(needed > limit && conditions > 300),
        other => panic!("{other:?}"),
    }
    let many = Image::build(&header(), &locks(draw(1, 6_000, 100_000)), &sign);
    assert!(matches!(many, Err(Error::HeadFull { .. })), "{many:?}");
    let crowd = Image::build(&header(), &locks(0..140_000), &sign);
    assert_eq!(crowd, Err(Error::TooManyEntries { count: 140_000 }));
    assert_eq!(
        Image::build(&header(), &locks([1 << 24]), &sign),
        Err(Error::Number)
    );
}

#[test]
fn a_hundred_thousand_locks_in_a_row_fit_into_the_head() {
    let image = build(&locks(0..100_000));
    assert!(image.as_bytes().len() <= FIRST_READ);
}

#[test]
fn every_flipped_bit_of_a_signed_image_is_refused() {
    for count in [3, 250, 800] {
        let image = build(&locks(draw(5, count, 10_000)));
        let step = if count > 300 { 7 } else { 1 };
        for bit in (0..image.as_bytes().len() * 8).step_by(step) {
            let mut bytes = image.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(
                Image::verified(&bytes, &KEY.public()).is_err(),
                "{count} locks, bit {bit}"
            );
        }
    }
}

#[test]
fn a_leaf_of_another_medium_is_refused() {
    let table = locks(draw(5, 700, 10_000));
    let image = build(&table);
    let mut other = header();
    other.uid[6] ^= 1;
    let other = Image::build(&other, &table, &sign).unwrap();
    let at = image.as_bytes().len() - LEAF;
    assert_eq!(
        image.as_bytes()[at..],
        other.as_bytes()[at..],
        "the leaves are alike"
    );
    let Step::Read(part) = image.head().search(9_999) else {
        panic!("no leaf")
    };
    assert_eq!(
        other.head().follow(
            &part,
            &image.as_bytes()[part.offset..part.offset + part.length],
            1
        ),
        Err(Error::Hash)
    );
}

#[test]
fn the_worst_tables_are_refused_as_too_large() {
    let every_second = locks((0..262_144).step_by(2));
    assert!(
        Image::measure(&header(), &every_second)
            .unwrap_err()
            .is_capacity()
    );
    let kinds = |number: u32| Conditions {
        window: Window {
            start: Some(number % 40),
            end: None,
        },
        ..Conditions::default()
    };
    let crowded = (0..20_000).map(|n| entry(Target::Lock(LockNumber(n)), &kinds(n)));
    let crowded = AccessTable::new(crowded.collect());
    assert!(
        Image::measure(&header(), &crowded)
            .unwrap_err()
            .is_capacity()
    );
}

#[test]
fn no_image_is_longer_than_the_limit() {
    let mut longest = 0;
    for count in (2_000..5_000).step_by(100) {
        if let Ok(size) = Image::measure(&header(), &locks(draw(3, count, 100_000))) {
            longest = longest.max(size.total);
        }
    }
    assert!(longest > 4_000 && longest <= IMAGE_LIMIT, "{longest}");
    let most = body_offset(HEAD_LIMITS[2], 2)
        + LEAVES_LIMIT * LEAF
        + LEAVES_LIMIT.div_ceil(LEAVES_PER_PAGE) * PAGE;
    assert!(most <= IMAGE_LIMIT, "{most}");
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let time = || prop::option::of(29_000_000u32..31_000_000);
    let times = prop::option::of(prop::sample::select(vec![
        "mon-fri 07:00-18:00",
        "sat 10:00-14:30, sun 00:00-24:00",
        "always",
    ]));
    (time(), time(), times, prop::option::of(1u16..2_000)).prop_map(
        |(start, end, times, expiry)| Conditions {
            window: Window { start, end },
            access_times: times.map(|text| text.parse::<AccessTimes>().unwrap()),
            expiry: expiry.map(|hours| ExpiryInterval::hours(hours).unwrap()),
        },
    )
}

fn table() -> impl Strategy<Value = AccessTable> {
    let few = prop::collection::vec(conditions(), 1..5);
    let picks = prop::collection::vec((any::<bool>(), 0u32..3_000, 0usize..5), 0..300);
    (few, picks, 1u32..30).prop_map(|(few, picks, spread)| {
        let pick = |(group, number, place): (bool, u32, usize)| {
            let target = if group && number % 8 == 0 {
                Target::Group(LockGroupNumber(u16::try_from(number).unwrap()))
            } else {
                Target::Lock(LockNumber(number * spread))
            };
            entry(target, &few[place % few.len()])
        };
        AccessTable::new(picks.into_iter().map(pick).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_table_survives_and_has_one_form(table in table()) {
        match Image::build(&header(), &table, &sign) {
            Ok(image) => {
                let read = Image::verified(image.as_bytes(), &KEY.public()).unwrap();
                prop_assert_eq!(read.table(), &table);
                prop_assert_eq!(read.as_bytes(), image.as_bytes());
                let again = Image::build(read.header(), read.table(), &sign).unwrap();
                prop_assert_eq!(again.as_bytes(), image.as_bytes());
                let size = Image::measure(&header(), &table).unwrap();
                prop_assert_eq!(size.total, image.as_bytes().len());
                for wanted in table.entries().iter().take(20) {
                    if let Target::Lock(lock) = wanted.target {
                        let (spent, places) = spend(&image, lock.0);
                        prop_assert!(spent.exchanges <= EXCHANGES_LIMIT && spent.bytes <= BYTES_LIMIT);
                        prop_assert!(places.iter().any(|&place| image.head().conditions[usize::from(place)] == wanted.conditions));
                    }
                }
            }
            Err(error) => prop_assert!(error.is_capacity(), "{error:?}"),
        }
    }

    #[test]
    fn an_image_built_on_another_says_its_own_table(tables in prop::collection::vec(table(), 2..4)) {
        let mut before: Option<Image> = None;
        for table in tables {
            let fresh = Image::build(&header(), &table, &sign);
            let Some(held) = before else {
                before = fresh.ok();
                if before.is_none() {
                    break;
                }
                continue;
            };
            let Ok(next) = Image::build_on(&held, IMAGE_LIMIT, &header(), &table, &sign) else {
                prop_assert!(fresh.is_err());
                break;
            };
            let again = Image::build_on(&held, IMAGE_LIMIT, &header(), &table, &sign).unwrap();
            prop_assert_eq!(&again, &next);
            let read = Image::verified(next.as_bytes(), &KEY.public()).unwrap();
            prop_assert_eq!(read.table(), &table);
            for wanted in table.entries().iter().take(20) {
                if let Target::Lock(lock) = wanted.target {
                    let (spent, places) = spend(&next, lock.0);
                    prop_assert!(spent.exchanges <= EXCHANGES_LIMIT && spent.bytes <= BYTES_LIMIT);
                    prop_assert!(places.iter().any(|&place| next.head().conditions[usize::from(place)] == wanted.conditions));
                }
            }
            before = Some(next);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..700), levels in 0u8..3) {
        let _ = Image::parse(&bytes);
        let mut front = header().encode(Shape { levels, head: u16::try_from(104 + bytes.len()).unwrap(), leaves: 3, body: if levels == 0 { 0 } else { u8::try_from((104 + bytes.len()).div_ceil(32)).unwrap() } }).to_vec();
        front.extend_from_slice(&[0; 64]);
        front.extend_from_slice(&bytes);
        let _ = Image::parse(&front);
    }

    #[test]
    fn a_damaged_image_is_refused_without_harm(seed in 0u64..50, hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let image = Image::build(&header(), &locks(draw(seed, 200 + 10 * usize::try_from(seed).unwrap(), 10_000)), &sign).unwrap();
        let mut bytes = image.as_bytes().to_vec();
        for (place, value) in hits {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if bytes != image.as_bytes() {
            prop_assert!(Image::verified(&bytes, &KEY.public()).is_err());
        }
    }
}

/// A lock group under each of so many different windows.
fn windows(count: u32) -> AccessTable {
    let entry = |day: u32| {
        let window = Window {
            start: Some(NOW / 60 + day * 1_440),
            end: Some(NOW / 60 + day * 1_440 + 60),
        };
        let conditions = Conditions {
            window,
            ..Conditions::default()
        };
        entry(Target::Group(LockGroupNumber(1)), &conditions)
    };
    AccessTable::new((0..count).map(entry).collect())
}

#[test]
fn the_extent_of_what_fits_a_head_is_the_length_of_its_image() {
    let timed = Conditions {
        access_times: Some("mon-fri 07:00-18:00, sat 10:00-14:00".parse().unwrap()),
        expiry: Some(ExpiryInterval::hours(24).unwrap()),
        ..Conditions::default()
    };
    let mixed = |more: AccessTable| {
        let timed = (3..9).map(|lock| entry(Target::Lock(LockNumber(lock)), &timed));
        AccessTable::new(more.entries().iter().cloned().chain(timed).collect())
    };
    let empty = AccessTable::default();
    for table in [
        empty,
        locks([1, 7, 900]),
        windows(1),
        windows(20),
        mixed(windows(9)),
        mixed(locks(0..40)),
    ] {
        let size = Image::measure(&header(), &table).unwrap();
        assert_eq!(size.levels, 0);
        assert_eq!(Image::extent(&table), Ok(size.total), "{table:?}");
    }
}

#[test]
fn the_extent_knows_no_limit() {
    for count in [56, 64, 65, 300] {
        let table = windows(count);
        let error = Image::measure(&header(), &table).unwrap_err();
        assert!(error.is_capacity(), "{error}");
        let extent = Image::extent(&table).unwrap();
        let less = Image::extent(&windows(count - 1)).unwrap();
        // Flags, start and end of the window; place, and the set of the one group.
        assert_eq!(extent - less, 9 + 1 + one_group(), "{count}");
        if let Error::HeadFull { needed, .. } = error {
            assert_eq!(extent, needed);
            assert_eq!(error.excess(), Some(needed - 456));
        }
    }
    assert_eq!(
        Image::extent(&locks([1 << 24])),
        Err(Error::Number),
        "no such lock"
    );
}

/// Bytes of the set of lock group 1 alone.
fn one_group() -> usize {
    let set: crate::medium::lockset::NumberSet = [1].into_iter().collect();
    set.encode(2).unwrap().len()
}
