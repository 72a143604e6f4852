//! The published vectors, made from fixed keys and tables. Each case has what went in, the bytes, and, as
//! `dump` and `reads`, what a reader is given and makes of it.

use std::sync::LazyLock;

use keywright::access::{AccessTable, Conditions, Target};
use keywright::lock::{Dump, Presented, UtcSeconds, decide, fob_key};
use keywright::medium::image::IMAGE_LIMIT;
use keywright::medium::{
    Blocklist, Configuration, Decision, Event, Header, Image, NumberSet, TrustedKey, changed_ranges,
};
use keywright::model::*;
use serde_json::{Value, json};

use super::material::*;

/// Every file with its cases.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("keys.json", keys()),
        ("sets.json", sets()),
        ("images.json", images()),
        ("blocklists.json", blocklists()),
        ("configurations.json", configurations()),
        ("events.json", events()),
        ("decisions.json", decisions()),
    ]
}

fn keys() -> Value {
    let mut cases: Vec<Value> = [0x2A, 0x2B]
        .map(|byte| json!({"name": format!("signing key {byte}"), "private": hex(&[byte; 32]), "public": Signing(byte).public()}))
        .into();
    for (name, base) in [
        ("lock-read", [0xA1; 16]),
        ("lock-carry", [0xB1; 16]),
        (
            "counting",
            std::array::from_fn(|i| u8::try_from(i).unwrap()),
        ),
    ] {
        let key = hex(&*fob_key(&base, &UID, SYSTEM));
        cases.push(json!({
            "name": name,
            "dump": {"kind": "derivation", "base": hex(&base), "uid": hex(&UID), "system": SYSTEM},
            "reads": {"ok": true, "key": key},
        }));
    }
    cases.into()
}

fn sets() -> Value {
    let mut draw = Draw(1);
    let sets: [(&str, u32, Vec<u32>); 10] = [
        ("empty", 10_000, vec![]),
        ("one", 10_000, vec![7_777]),
        ("all", 300, (0..300).collect()),
        (
            "all but two",
            300,
            (0..300).filter(|n| ![17, 200].contains(n)).collect(),
        ),
        ("one run", 100_000, (52_000..52_100).collect()),
        (
            "three runs",
            2_000,
            (3..40).chain(700..900).chain(1_990..2_000).collect(),
        ),
        (
            "a neighbourhood",
            100_000,
            draw.distinct(25, 60)
                .into_iter()
                .map(|n| 90_000 + n)
                .collect(),
        ),
        (
            "ten at random",
            10_000,
            draw.distinct(10, 10_000).into_iter().collect(),
        ),
        (
            "a hundred at random",
            10_000,
            draw.distinct(100, 10_000).into_iter().collect(),
        ),
        ("every second", 64, (0..64).step_by(2).collect()),
    ];
    let case = |(name, bound, numbers): (&str, u32, Vec<u32>)| {
        let bytes = numbers
            .iter()
            .copied()
            .collect::<NumberSet>()
            .encode(bound)
            .unwrap();
        json!({"name": name, "dump": {"kind": "set", "bound": bound, "bytes": hex(&bytes)}, "reads": {"ok": true, "numbers": numbers}})
    };
    sets.into_iter().map(case).collect()
}

fn office_hours() -> Conditions {
    Conditions {
        access_times: Some("mon-fri 07:00-18:00, sat 10:00-14:30".parse().unwrap()),
        ..Conditions::default()
    }
}

fn lease() -> Conditions {
    let minutes = |seconds: u32| Some(seconds / 60);
    let window = Window {
        start: minutes(NOW - 864_000),
        end: minutes(NOW + 864_000),
    };
    Conditions {
        window,
        ..Conditions::default()
    }
}

fn yearly() -> Conditions {
    Conditions {
        expiry: Some(ExpiryInterval::hours(8_760).unwrap()),
        ..Conditions::default()
    }
}

fn lock(number: u32) -> Target {
    Target::Lock(LockNumber(number))
}

fn group(number: u16) -> Target {
    Target::Group(LockGroupNumber(number))
}

/// The tables of the image vectors by name.
pub fn tables() -> Vec<(&'static str, AccessTable)> {
    let mut draw = Draw(2);
    let staff = [lease(), office_hours(), yearly(), Conditions::default()];
    let mixed = draw
        .distinct(400, 8_000)
        .into_iter()
        .map(|n| (lock(n), staff[n as usize % 4].clone()));
    let mixed: Vec<_> = mixed
        .chain([
            (group(9), office_hours()),
            (lock(77), lease()),
            (lock(77), yearly()),
        ])
        .collect();
    vec![
        ("nothing", locks([])),
        ("one lock", locks([100])),
        (
            "a flat: its door, and common doors by group",
            table([(lock(100), Conditions::default()), (group(2), lease())]),
        ),
        (
            "staff: groups with access times, window and expiry",
            table([
                (group(1), office_hours()),
                (group(2), lease()),
                (group(300), yearly()),
                (lock(100), lease()),
                (lock(100), office_hours()),
            ]),
        ),
        ("a row of locks", locks(100..400)),
        (
            "300 of 10,000: in the head",
            locks(draw.distinct(300, 10_000)),
        ),
        ("700 of 10,000: leaves", locks(draw.distinct(700, 10_000))),
        ("400 with four conditions: leaves", table(mixed)),
        (
            "1,500 of 100,000: pages of leaves",
            locks(draw.distinct(1_500, 100_000)),
        ),
    ]
}

/// An image that keeps the leaves of the one before, again and again.
pub fn aged() -> &'static Image {
    static AGED: LazyLock<Image> = LazyLock::new(grown_old);
    &AGED
}

fn grown_old() -> Image {
    let mut draw = Draw(3);
    let mut numbers = draw.distinct(700, 10_000);
    let mut image = Image::build(&header(), &locks(numbers.iter().copied()), &sign).unwrap();
    for _ in 0..20 {
        let _new = numbers.insert(draw.below(10_000));
        let table = locks(numbers.iter().copied());
        image = Image::build_on(&image, IMAGE_LIMIT, &header(), &table, &sign).unwrap();
    }
    image
}

fn told(name: &str, image: &Image, changed: &[[usize; 2]]) -> Value {
    json!({
        "name": name, "levels": image.head().levels(), "head_length": image.head().as_bytes().len(),
        "length": image.as_bytes().len(), "dump": image_dump(image, &KEY), "reads": image_reads(image),
        "changed_by_next_revision": changed,
    })
}

fn images() -> Value {
    let case = |(name, table): (&str, AccessTable)| {
        let image = Image::build(&header(), &table, &sign).unwrap();
        let mut next = header();
        next.revision = Revision(next.revision.0 + 1);
        let next = Image::build(&next, &table, &sign).unwrap();
        let changed: Vec<_> = changed_ranges(image.as_bytes(), next.as_bytes())
            .into_iter()
            .map(|r| [r.start, r.end])
            .collect();
        told(name, &image, &changed)
    };
    let mut cases: Vec<Value> = tables().into_iter().map(case).collect();
    cases.push(told(
        "700 of 10,000, changed 20 times: leaves in another order",
        aged(),
        &[],
    ));
    cases.into()
}

pub fn list(group: u16, version: u32, keys: impl IntoIterator<Item = u32>) -> Blocklist {
    let (group, keys) = (BlockingGroupNumber(group), keys.into_iter().map(KeyNumber));
    Blocklist::build(SYSTEM, Generation::FIRST, group, version, NOW, keys, &sign).unwrap()
}

fn blocklists() -> Value {
    let mut draw = Draw(3);
    let lists = [
        ("none blocked", list(3, 1, [])),
        ("one blocked", list(3, 2, [1234])),
        ("a few blocked", list(3, 6, [5, 6, 7, 900, 1234])),
        ("250 of 100,000", list(4, 77, draw.distinct(250, 100_000))),
        ("500 of 100,000", list(4, 78, draw.distinct(500, 100_000))),
    ];
    let case = |(name, list): (&str, Blocklist)| json!({"name": name, "length": list.as_bytes().len(), "dump": blocklist_dump(&list), "reads": blocklist_reads(&list)});
    lists.into_iter().map(case).collect()
}

fn campaign() -> Configuration {
    let mut both = configuration();
    both.revision = Revision(3);
    both.trusted.push(TrustedKey {
        generation: Generation::new(2).unwrap(),
        key: Signing(0x2B).public(),
    });
    both
}

fn configurations() -> Value {
    let mut bare = configuration();
    (bare.clock, bare.groups, bare.transitions) = (false, [].into(), vec![]);
    let cases = [
        ("a door in Helsinki", configuration(), vec![lock_keys(1)]),
        ("without clock and groups", bare, vec![lock_keys(1)]),
        (
            "during a change of generation",
            campaign(),
            vec![lock_keys(1), lock_keys(2)],
        ),
    ];
    let case = |(name, configuration, keys): (&str, Configuration, Vec<_>)| {
        let signed = signed(&configuration, &keys, [0x77; 12]);
        json!({"name": name, "dump": configuration_dump(&signed), "reads": configuration_reads(&signed, &keys)})
    };
    cases.into_iter().map(case).collect()
}

fn events() -> Value {
    let key = fob_key(&[0xB1; 16], &UID, SYSTEM);
    let event = |decision, time| Event {
        time,
        lock: LockNumber(100),
        decision,
        sequence: 65_535,
        battery_low: decision == Decision::Expired,
        list_taken: time.is_none(),
        list_given: decision == Decision::Open,
    };
    let case = |decision: Decision| {
        let event = event(decision, (decision != Decision::ClockUnsure).then_some(NOW));
        let record = event.encode(&key).unwrap();
        json!({"name": decision, "dump": {"kind": "event", "bytes": hex(&record), "key": hex(&*key)}, "reads": event_reads(&event)})
    };
    Decision::ALL.into_iter().map(case).collect()
}

/// Name, lock, fields, table, signing key, time and blocklist of a meeting of medium and lock.
type Meeting<'a> = (
    &'a str,
    Configuration,
    Header,
    AccessTable,
    u8,
    Option<u32>,
    Option<&'a Blocklist>,
);

/// What the lock of `configurations.json` answers.
#[allow(clippy::too_many_lines)] // a table
fn decisions() -> Value {
    let always = || locks([100]);
    let only = |conditions| table([(lock(100), conditions)]);
    let later = Conditions {
        window: Window {
            start: Some(NOW / 60 + 1),
            end: None,
        },
        ..Conditions::default()
    };
    let over = Conditions {
        window: Window {
            start: None,
            end: Some(NOW / 60),
        },
        ..Conditions::default()
    };
    let (mut foreign, mut copied, mut renewed) = (header(), header(), header());
    foreign.system = SystemId([1; 8]);
    copied.uid[6] ^= 1;
    (renewed.generation, renewed.signer) =
        (Generation::new(2).unwrap(), Generation::new(2).unwrap());
    let (now, blocked) = (Some(NOW), list(3, 6, [1234]));
    let day = Conditions {
        expiry: Some(ExpiryInterval::hours(24).unwrap()),
        ..Conditions::default()
    };
    let far = Draw(2).distinct(1_500, 100_000).into_iter().chain([100]);
    let h = header();
    let cases: Vec<Meeting<'_>> = vec![
        (
            "unrestricted",
            configuration(),
            h,
            always(),
            0x2A,
            now,
            None,
        ),
        (
            "by a group",
            configuration(),
            h,
            table([(group(300), lease())]),
            0x2A,
            now,
            None,
        ),
        (
            "through page and leaf",
            configuration(),
            h,
            locks(far),
            0x2A,
            now,
            None,
        ),
        (
            "within access times, by local time",
            configuration(),
            h,
            only(office_hours()),
            0x2A,
            now,
            None,
        ),
        (
            "outside access times",
            configuration(),
            h,
            only(office_hours()),
            0x2A,
            Some(NOW + 5 * 3600),
            None,
        ),
        (
            "before the window",
            configuration(),
            h,
            only(later.clone()),
            0x2A,
            now,
            None,
        ),
        (
            "as the window begins",
            configuration(),
            h,
            only(later),
            0x2A,
            Some((NOW / 60 + 1) * 60),
            None,
        ),
        (
            "as the window ends",
            configuration(),
            h,
            only(over),
            0x2A,
            now,
            None,
        ),
        (
            "as the expiry interval ends",
            configuration(),
            h,
            only(day.clone()),
            0x2A,
            now,
            None,
        ),
        (
            "a second before that",
            configuration(),
            h,
            only(day),
            0x2A,
            Some(NOW - 1),
            None,
        ),
        (
            "another lock's",
            configuration(),
            h,
            locks([99, 101]),
            0x2A,
            now,
            None,
        ),
        (
            "a timed entry without time",
            configuration(),
            h,
            only(lease()),
            0x2A,
            None,
            None,
        ),
        (
            "an unrestricted entry without time",
            configuration(),
            h,
            always(),
            0x2A,
            None,
            None,
        ),
        (
            "blocked",
            configuration(),
            h,
            always(),
            0x2A,
            now,
            Some(&blocked),
        ),
        (
            "another system",
            configuration(),
            foreign,
            always(),
            0x2A,
            now,
            None,
        ),
        (
            "a copy on another chip",
            configuration(),
            copied,
            always(),
            0x2A,
            now,
            None,
        ),
        (
            "signed by another key",
            configuration(),
            h,
            always(),
            0x2B,
            now,
            None,
        ),
        (
            "a generation not trusted",
            configuration(),
            renewed,
            always(),
            0x2B,
            now,
            None,
        ),
        (
            "the new generation during the change",
            campaign(),
            renewed,
            always(),
            0x2B,
            now,
            None,
        ),
        (
            "the old generation during the change",
            campaign(),
            h,
            always(),
            0x2A,
            now,
            None,
        ),
    ];
    // A clone that knows the card keys of one generation only, with an image of the other.
    let mixed: Meeting<'_> = (
        "card keys of another generation than the image's",
        campaign(),
        renewed,
        always(),
        0x2B,
        now,
        None,
    );
    let case = |(meeting, generation): (Meeting<'_>, Generation)| {
        let (name, configuration, header, table, key, now, blocked) = meeting;
        let image = Image::build(&header, &table, &|message| Signing(key).sign(message)).unwrap();
        let mut medium = Dump {
            image: image.as_bytes().to_vec(),
            ..Dump::default()
        };
        let presented = Presented {
            uid: UID,
            generation,
        };
        let answer = decide(
            &configuration,
            &presented,
            &mut medium,
            now.map(UtcSeconds),
            blocked,
        )
        .unwrap();
        json!({
            "name": name, "configuration": hex(signed(&configuration, &[lock_keys(1)], [0x77; 12]).as_bytes()),
            "uid": hex(&UID), "generation": generation, "image": hex(image.as_bytes()), "now": now,
            "blocklist": blocked.map(|list| hex(list.as_bytes())), "decision": answer.decision,
            "reads_of_file_1": medium.reads.iter().map(|&(_, offset, length)| [offset, length]).collect::<Vec<_>>(),
        })
    };
    let matching = cases.into_iter().map(|meeting| {
        let generation = meeting.2.generation;
        (meeting, generation)
    });
    let mixed = std::iter::once((mixed, Generation::FIRST));
    matching.chain(mixed).map(case).collect()
}
