use super::*;
use crate::access::{AccessTable, Target};
use crate::lock::Dump;
use crate::medium::image::budget::{BYTES_LIMIT, EXCHANGES_LIMIT, Traffic};
use crate::medium::testing::{
    NOW, SYSTEM, TestKey, UID, configuration, draw, entry, header, locks, sign,
};
use crate::medium::{Image, TrustedKey};
use crate::model::*;
use proptest::prelude::*;

const PRESENTED: Presented = Presented {
    uid: UID,
    generation: Generation::FIRST,
};

const SURE: Option<UtcSeconds> = Some(UtcSeconds(NOW));

fn medium(header: &Header, table: &AccessTable) -> Dump {
    let image = Image::build(header, table, &sign).unwrap();
    Dump {
        image: image.as_bytes().to_vec(),
        ..Dump::default()
    }
}

fn answer(mut medium: Dump, now: Option<UtcSeconds>) -> Decision {
    decide(&configuration(), &PRESENTED, &mut medium, now, None)
        .unwrap()
        .decision
}

fn present(conditions: &[Conditions], now: Option<UtcSeconds>) -> Decision {
    let target = Target::Lock(LockNumber(100));
    let entries = conditions
        .iter()
        .map(|conditions| entry(target, conditions));
    answer(medium(&header(), &AccessTable::new(entries.collect())), now)
}

fn window(start: Option<u32>, end: Option<u32>) -> Conditions {
    let window = Window {
        start: start.map(|at| at / 60),
        end: end.map(|at| at / 60),
    };
    Conditions {
        window,
        ..Conditions::default()
    }
}

fn times(text: &str) -> Conditions {
    Conditions {
        access_times: Some(text.parse().unwrap()),
        ..Conditions::default()
    }
}

#[test]
fn a_listed_lock_opens_and_another_does_not() {
    assert_eq!(
        answer(medium(&header(), &locks([7, 100, 9_000])), SURE),
        Decision::Open
    );
    assert_eq!(
        answer(medium(&header(), &locks([7, 101])), SURE),
        Decision::NotListed
    );
    assert_eq!(
        answer(medium(&header(), &locks([])), SURE),
        Decision::NotListed
    );
}

#[test]
fn a_lock_opens_by_any_of_its_groups() {
    let group = |number| {
        let target = Target::Group(LockGroupNumber(number));
        AccessTable::new(vec![entry(target, &Conditions::default())])
    };
    assert_eq!(answer(medium(&header(), &group(300)), SURE), Decision::Open);
    assert_eq!(
        answer(medium(&header(), &group(100)), SURE),
        Decision::NotListed
    );
}

#[test]
fn windows_hold_from_their_start_until_just_before_their_end() {
    assert_eq!(
        present(&[window(Some(NOW), Some(NOW + 60))], SURE),
        Decision::Open
    );
    assert_eq!(
        present(&[window(Some(NOW + 60), None)], SURE),
        Decision::NotYetValid
    );
    assert_eq!(present(&[window(None, Some(NOW))], SURE), Decision::Expired);
}

#[test]
fn access_times_are_judged_in_the_locks_local_time() {
    // 08:00 UTC on a Saturday is 10:00 at this lock.
    assert_eq!(present(&[times("sat 10:00-10:15")], SURE), Decision::Open);
    assert_eq!(
        present(&[times("sat 08:00-10:00")], SURE),
        Decision::OutsideTimes
    );
}

#[test]
fn an_expiry_interval_counts_from_programming() {
    let expiry = |hours| Conditions {
        expiry: Some(ExpiryInterval::hours(hours).unwrap()),
        ..Conditions::default()
    };
    assert_eq!(present(&[expiry(25)], SURE), Decision::Open);
    assert_eq!(present(&[expiry(24)], SURE), Decision::Expired);
}

#[test]
fn one_entry_that_holds_is_enough_and_the_nearest_names_the_reason() {
    let over = window(None, Some(NOW - 3600));
    let later = window(Some(NOW + 3600), None);
    let hours = times("mon 08:00-09:00");
    assert_eq!(
        present(&[over.clone(), Conditions::default()], SURE),
        Decision::Open
    );
    assert_eq!(
        present(&[over.clone(), later.clone()], SURE),
        Decision::NotYetValid
    );
    assert_eq!(present(&[over, later, hours], SURE), Decision::OutsideTimes);
}

#[test]
fn a_lock_unsure_of_its_time_opens_for_unrestricted_entries_only() {
    assert_eq!(
        present(&[window(Some(NOW - 60), None)], None),
        Decision::ClockUnsure
    );
    assert_eq!(
        present(&[window(Some(NOW - 60), None), Conditions::default()], None),
        Decision::Open
    );
    let mut clockless = configuration();
    clockless.clock = false;
    let table = AccessTable::new(vec![entry(Target::Lock(LockNumber(100)), &times("always"))]);
    let verdict = decide(
        &clockless,
        &PRESENTED,
        &mut medium(&header(), &table),
        SURE,
        None,
    )
    .unwrap();
    assert_eq!(verdict.decision, Decision::ClockUnsure);
}

#[test]
fn a_blocked_key_stays_out() {
    let group = BlockingGroupNumber(3);
    let list = |group, key| {
        Blocklist::build(
            SYSTEM,
            Generation::FIRST,
            group,
            9,
            1,
            [KeyNumber(key)],
            &sign,
        )
        .unwrap()
    };
    let with = |list: &Blocklist| {
        decide(
            &configuration(),
            &PRESENTED,
            &mut medium(&header(), &locks([100])),
            SURE,
            Some(list),
        )
        .unwrap()
        .decision
    };
    assert_eq!(with(&list(group, 1234)), Decision::Blocked);
    assert_eq!(with(&list(group, 1235)), Decision::Open);
    assert_eq!(
        with(&list(BlockingGroupNumber(4), 1234)),
        Decision::Open,
        "another group's list"
    );
}

#[test]
fn each_kind_of_false_medium_gets_its_own_reason() {
    let table = locks([100]);
    let mut foreign = header();
    foreign.system = SystemId([1; 8]);
    assert_eq!(
        answer(medium(&foreign, &table), SURE),
        Decision::WrongSystem
    );
    let mut copied = header();
    copied.uid[3] ^= 0x40;
    assert_eq!(answer(medium(&copied, &table), SURE), Decision::WrongUid);
    for (generation, signer) in [(2, 1), (1, 2), (2, 2)] {
        let mut other = header();
        other.generation = Generation::new(generation).unwrap();
        other.signer = Generation::new(signer).unwrap();
        assert_eq!(
            answer(medium(&other, &table), SURE),
            Decision::OldGeneration
        );
    }
    let forged = Image::build(&header(), &table, &|message| TestKey(66).sign(message)).unwrap();
    let forged = Dump {
        image: forged.as_bytes().to_vec(),
        ..Dump::default()
    };
    assert_eq!(answer(forged, SURE), Decision::BadSignature);
    assert_eq!(
        answer(Dump::default(), SURE),
        Decision::BadSignature,
        "an empty medium"
    );
}

#[test]
fn both_generations_open_during_a_campaign_and_the_old_one_not_after_it() {
    let second = Generation::new(2).unwrap();
    let new_key = TestKey(43);
    let mut campaign = configuration();
    campaign.trusted.push(TrustedKey {
        generation: second,
        key: new_key.public(),
    });
    let mut renewed = header();
    (renewed.generation, renewed.signer) = (second, second);
    let renewed = Image::build(&renewed, &locks([100]), &|message| new_key.sign(message)).unwrap();
    let renewed = Dump {
        image: renewed.as_bytes().to_vec(),
        ..Dump::default()
    };
    let old = medium(&header(), &locks([100]));
    let at = |configuration: &Configuration, medium: &Dump, generation: Generation| {
        let presented = Presented {
            generation,
            ..PRESENTED
        };
        decide(configuration, &presented, &mut medium.clone(), SURE, None)
            .unwrap()
            .decision
    };
    let first = Generation::FIRST;
    assert_eq!(
        (at(&campaign, &old, first), at(&campaign, &renewed, second),),
        (Decision::Open, Decision::Open)
    );
    // Both generations are trusted, but the card keys are not those that the image was made for: a clone that
    // knows the keys of one generation only, with an image of the other.
    assert_eq!(
        (at(&campaign, &old, second), at(&campaign, &renewed, first),),
        (Decision::OldGeneration, Decision::OldGeneration)
    );
    let mut after = campaign;
    let _old = after.trusted.remove(0);
    assert_eq!(
        (at(&after, &old, first), at(&after, &renewed, second)),
        (Decision::OldGeneration, Decision::Open)
    );
}

#[test]
fn a_changed_leaf_is_as_bad_as_a_changed_head() {
    let numbers: Vec<u32> = draw(1, 800, 10_000).into_iter().chain([100]).collect();
    let mut fob = medium(&header(), &locks(numbers));
    let verdict = decide(&configuration(), &PRESENTED, &mut fob, SURE, None).unwrap();
    assert_eq!(verdict.decision, Decision::Open);
    let &(_, offset, length) = fob.reads.last().unwrap();
    for place in offset..offset + length {
        let mut damaged = fob.clone();
        damaged.image[place as usize] ^= 1;
        assert_eq!(answer(damaged, SURE), Decision::BadSignature);
    }
}

#[test]
fn every_decision_stays_within_its_budget() {
    let mut widest = Traffic::default();
    for count in (0..2_600).step_by(200) {
        let mut fob = medium(&header(), &locks(draw(4, count, 100_000)));
        for lock in [0, 100, 5_000, 50_000, 99_999] {
            fob.reads.clear();
            let mut configuration = configuration();
            configuration.lock = LockNumber(lock);
            let _verdict = decide(&configuration, &PRESENTED, &mut fob, SURE, None).unwrap();
            let mut spent = Traffic::default();
            fob.reads
                .iter()
                .for_each(|&(_, _, length)| spent += Traffic::of_read(length));
            widest.exchanges = widest.exchanges.max(spent.exchanges);
            widest.bytes = widest.bytes.max(spent.bytes);
        }
    }
    assert!(
        widest.exchanges <= EXCHANGES_LIMIT && widest.bytes <= BYTES_LIMIT,
        "{widest:?}"
    );
}

proptest! {
    #[test]
    fn whatever_a_medium_holds_a_lock_answers(image in prop::collection::vec(any::<u8>(), 0..600), front in 0u8..4) {
        let mut bytes = medium(&header(), &locks(draw(1, 300, 10_000))).image;
        let keep = [0, 40, 104, 170][usize::from(front)];
        bytes.truncate(keep);
        bytes.extend_from_slice(&image);
        let mut fob = Dump { image: bytes, ..Dump::default() };
        let verdict = decide(&configuration(), &PRESENTED, &mut fob, SURE, None).unwrap();
        prop_assert!(!verdict.decision.is_open());
    }
}
