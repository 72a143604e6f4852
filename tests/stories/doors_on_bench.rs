//! Fobs as the station's driver programs them, held to the doors of a running bench, which were deployed over the
//! cable: every answer, the way of a blocklist from door to door, and what a decision costs.

mod site;

use keywright::access::{AccessTable, Conditions, Target};
use keywright::bench::card::Medium;
use keywright::device::lock_service::{Error, LockService};
use keywright::device::programming_key::{
    Agreement, LastTry, Pin, PivProgrammingKey, ProgrammingKey,
};
use keywright::device::token_link::SocketLink;
use keywright::medium::{Header, Image};
use keywright::model::{
    AccessTimes, BlockingGroupNumber, ExpiryInterval, LockGroupNumber, LockNumber, Revision, Window,
};
use keywright::secrets::master::MasterSecrets;
use keywright::secrets::random::OsRandom;
use serde_json::{Value, json};

use site::*;

fn limited() -> Conditions {
    Conditions {
        window: Window {
            start: Some(minutes("2026-11-16T00:00:00+02:00")),
            end: Some(minutes("2026-12-24T00:00:00+02:00")),
        },
        access_times: Some("mon-fri 07:00-18:00".parse::<AccessTimes>().unwrap()),
        expiry: None,
    }
}

/// A fob for every answer, and what is no fob of ours.
fn media_of_every_kind(station: &Station) -> Vec<(&'static str, Medium)> {
    let next = Station::new(SYSTEM, 2);
    let other = Station::new(OTHER_SYSTEM, 1);
    let always = [(lock(1), Conditions::default())];
    let expiring = Conditions {
        expiry: Some(ExpiryInterval::hours(48).unwrap()),
        ..Conditions::default()
    };
    let open = table(&always);
    let forger = Station::new(SYSTEM, 3);
    let forged = Image::build(&station.header(5), &open, &|message| forger.sign(message)).unwrap();
    let misplaced = other.image(
        &Header {
            uid: uid(6),
            ..other.header(6)
        },
        &open,
    );
    let copied = station.image(&station.header(1), &open);
    let list = station.blocklist(GROUP, 5, &[8]);
    vec![
        ("anna", fob(station, 1, &always)),
        ("bob", fob(station, 2, &[(lock(1), limited())])),
        ("carl", fob(station, 3, &[(lock(1), expiring)])),
        (
            "group",
            fob(
                station,
                4,
                &[(Target::Group(LockGroupNumber(40)), Conditions::default())],
            ),
        ),
        ("forged", programmed(station, uid(5), &forged, None)),
        ("misplaced", programmed(station, uid(6), &misplaced, None)),
        ("copy", programmed(station, uid(7), &copied, None)),
        ("eve", carrier(station, 8, &always, Some(&list))),
        ("foreign", fob(&other, 9, &always)),
        ("next", fob(&next, 10, &always)),
        ("factory", Medium::named("ev1-8k", uid(11)).unwrap()),
        ("classic", Medium::named("classic-1k", uid(12)).unwrap()),
    ]
}

#[test]
fn every_answer_of_a_lock_is_given_where_it_belongs() {
    let station = Station::new(SYSTEM, 1);
    let media = media_of_every_kind(&station);
    let folder = tempfile::tempdir().unwrap();
    let bench = Running::start(folder.path(), media);
    bench.deploy(&station, &station.configuration(1));
    let mut apart = station.configuration(2);
    apart.groups.clear();
    bench.deploy(&station, &apart);
    let late = "2026-12-24T10:00:00+02:00";
    let early = "2026-11-13T10:00:00+02:00";
    for (name, number, at, expected) in [
        ("anna", 1, SATURDAY, "open"),
        ("anna", 2, SATURDAY, "not-listed"),
        ("anna", 9, SATURDAY, "not-deployed"),
        ("group", 1, SATURDAY, "open"),
        ("group", 2, SATURDAY, "not-listed"),
        ("bob", 1, FRIDAY, "open"),
        ("bob", 1, SATURDAY, "outside-times"),
        ("bob", 1, early, "not-yet-valid"),
        ("bob", 1, late, "expired"),
        ("carl", 1, SATURDAY, "open"),
        ("carl", 1, late, "expired"),
        ("forged", 1, SATURDAY, "bad-signature"),
        ("misplaced", 1, SATURDAY, "wrong-system"),
        ("foreign", 1, SATURDAY, "wrong-system"),
        ("copy", 1, SATURDAY, "wrong-uid"),
        ("next", 1, SATURDAY, "old-generation"),
        ("eve", 1, SATURDAY, "open"),
        ("eve", 1, SATURDAY, "blocked"),
        ("factory", 1, SATURDAY, "not-readable"),
        ("classic", 1, SATURDAY, "not-readable"),
    ] {
        assert_eq!(
            bench.reason(name, number, at),
            expected,
            "{name} at {number}"
        );
    }
    let unsure =
        json!({ "verb": "present", "name": "bob", "lock": 1, "at": FRIDAY, "unsure": true });
    let answer = bench.checked("bob", 1, &bench.ask(&unsure));
    assert_eq!(
        (&answer["reason"], &answer["event"]["time"]),
        (&json!("clock-unsure"), &Value::Null)
    );
    assert_eq!(
        bench.reason("bob", 1, FRIDAY),
        "clock-unsure",
        "it stays unsure"
    );
    assert_eq!(
        bench.reason("anna", 1, FRIDAY),
        "open",
        "who needs no time opens"
    );
    let unheard = json!({ "verb": "present", "name": "zoe", "lock": 1 });
    assert_eq!(bench.ask(&unheard)["code"], "bench-medium-unknown");
    let timeless = json!({ "verb": "present", "name": "anna", "lock": 1, "at": "noon" });
    assert_eq!(bench.ask(&timeless)["code"], "time-malformed");
    let locks = bench.ask(&json!({ "verb": "locks" }));
    assert_eq!(
        locks["items"][1],
        json!({
            "lock": 2, "state": "deployed", "revision": 1, "blocklist_version": null, "events": 2, "clock": "sure",
        })
    );
}

#[test]
fn a_door_without_a_clock_opens_only_for_what_needs_no_time() {
    let station = Station::new(SYSTEM, 1);
    let windowed = Conditions {
        access_times: None,
        ..limited()
    };
    let timed = Conditions {
        window: Window::default(),
        ..limited()
    };
    let expiring = Conditions {
        expiry: Some(ExpiryInterval::hours(48).unwrap()),
        ..Conditions::default()
    };
    let group = Target::Group(LockGroupNumber(40));
    let folder = tempfile::tempdir().unwrap();
    let media = vec![
        (
            "always",
            fob(&station, 1, &[(lock(1), Conditions::default())]),
        ),
        ("timed", fob(&station, 2, &[(lock(1), timed.clone())])),
        ("windowed", fob(&station, 3, &[(lock(1), windowed)])),
        ("expiring", fob(&station, 4, &[(lock(1), expiring)])),
        (
            "both",
            fob(
                &station,
                5,
                &[(lock(1), timed), (group, Conditions::default())],
            ),
        ),
        (
            "stranger",
            fob(&station, 6, &[(lock(2), Conditions::default())]),
        ),
    ];
    let bench = Running::start(folder.path(), media);
    let mut clockless = station.configuration(1);
    clockless.clock = false;
    bench.deploy(&station, &clockless);
    let locks = bench.ask(&json!({ "verb": "locks" }));
    assert_eq!(locks["items"][0]["clock"], "none");
    // Within all times and windows, and before anything runs out: a lock with a clock would open for each.
    for (name, expected) in [
        ("always", "open"),
        ("timed", "clock-unsure"),
        ("windowed", "clock-unsure"),
        ("expiring", "clock-unsure"),
        ("both", "open"),
        ("stranger", "not-listed"),
    ] {
        let answer = bench.present(name, 1, FRIDAY);
        let decision = if expected == "open" { "open" } else { "denied" };
        assert_eq!(answer["decision"], decision, "{name}: {answer}");
        let reason = answer["reason"].as_str().unwrap_or("open");
        assert_eq!(reason, expected, "{name}: {answer}");
        // Its record says so too, without a time that nobody knows.
        assert_eq!(answer["event"]["time"], Value::Null, "{name}: {answer}");
    }
    // The same door with a clock: the same fobs open.
    let mut clocked = station.configuration(1);
    clocked.revision = Revision(2);
    bench.deploy(&station, &clocked);
    for name in ["always", "timed", "windowed", "expiring", "both"] {
        assert_eq!(bench.reason(name, 1, FRIDAY), "open", "{name}");
    }
}

#[test]
fn a_change_of_generation_passes_over_locks_first() {
    let (old, new) = (Station::new(SYSTEM, 1), Station::new(SYSTEM, 2));
    let always = [(lock(1), Conditions::default())];
    let media = vec![
        ("old", fob(&old, 1, &always)),
        ("new", fob(&new, 2, &always)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let bench = Running::start(folder.path(), media);
    bench.deploy(&old, &old.configuration(1));
    let reasons = || ["old", "new"].map(|name| bench.reason(name, 1, SATURDAY));
    assert_eq!(reasons(), ["open", "old-generation"]);
    let mut doors = bench.doors();
    let mut both = old.configuration(1);
    both.revision = Revision(2);
    both.trusted.push(new.trusted());
    let campaign = old.signed(&both, &[old.lock_keys(), new.lock_keys()]);
    doors.configure(LockNumber(1), &campaign).unwrap();
    assert_eq!(reasons(), ["open", "open"]);
    let mut last = new.configuration(1);
    last.revision = Revision(3);
    // The lock still opens the card, but believes no image of the old generation.
    let end = new.signed(&last, &[old.lock_keys(), new.lock_keys()]);
    doors.configure(LockNumber(1), &end).unwrap();
    assert_eq!(reasons(), ["old-generation", "open"]);
    let code = |result: Result<(), Error>| result.unwrap_err().code();
    assert_eq!(
        code(doors.configure(LockNumber(1), &end)),
        "lock-configuration-old"
    );
    assert_eq!(
        code(doors.configure(LockNumber(1), &campaign)),
        "lock-configuration-forged"
    );
    assert_eq!(
        code(doors.configure(LockNumber(2), &end)),
        "lock-not-installed"
    );
    assert_eq!(
        code(doors.install(LockNumber(1), &[9; 32])),
        "lock-installed-already"
    );
    doors.install(LockNumber(2), &seal_key(2)).unwrap();
    assert_eq!(
        code(doors.configure(LockNumber(2), &end)),
        "lock-configuration-foreign"
    );
    let reset = bench.ask(&json!({ "verb": "lock-reset", "lock": 1 }));
    assert_eq!(reset["ok"], true);
    assert_eq!(reasons(), ["not-deployed", "not-deployed"]);
    doors.install(LockNumber(1), &[9; 32]).unwrap();
    assert_eq!(
        code(doors.configure(LockNumber(1), &end)),
        "lock-configuration-foreign"
    );
}

#[test]
fn a_blocklist_travels_from_door_to_door_and_never_back() {
    let station = Station::new(SYSTEM, 1);
    let both = [
        (lock(1), Conditions::default()),
        (lock(2), Conditions::default()),
    ];
    let list = |version, keys: &[u32]| station.blocklist(GROUP, version, keys);
    let far = station.blocklist(BlockingGroupNumber(4), 99, &[1]);
    let mut away = station.header(5);
    away.home_group = Some(BlockingGroupNumber(4));
    let away = station.image(&away, &table(&both));
    let media = vec![
        ("eve", carrier(&station, 2, &both, Some(&list(5, &[])))),
        ("carl", carrier(&station, 3, &both, Some(&list(6, &[2])))),
        ("dora", carrier(&station, 4, &both, Some(&list(5, &[])))),
        ("away", programmed(&station, uid(5), &away, Some(&far))),
    ];
    let folder = tempfile::tempdir().unwrap();
    let bench = Running::start(folder.path(), media);
    bench.deploy(&station, &station.configuration(1));
    bench.deploy(&station, &station.configuration(2));
    let visit = |name: &str, number| {
        let answer = bench.present(name, number, SATURDAY);
        let version = |field: &str| answer[field].as_u64();
        let event = &answer["event"];
        assert_eq!(event["list_taken"], version("blocklist_taken").is_some());
        assert_eq!(event["list_given"], version("blocklist_given").is_some());
        let reason = answer["reason"].as_str().unwrap_or("open").to_owned();
        (
            reason,
            version("blocklist_taken"),
            version("blocklist_given"),
        )
    };
    let open = |taken, given| ("open".to_owned(), taken, given);
    let blocked = |taken, given| ("blocked".to_owned(), taken, given);
    assert_eq!(visit("eve", 1), open(Some(5), None));
    assert_eq!(visit("carl", 1), open(Some(6), None));
    assert_eq!((bench.held(1), bench.held(2)), (Some(6), None));
    assert_eq!(visit("dora", 1), open(None, Some(6)));
    assert_eq!(bench.carried("dora"), Some(6));
    assert_eq!(visit("eve", 1), blocked(None, Some(6)));
    assert_eq!(visit("eve", 1), blocked(None, None));
    // The blocked fob itself carries its list to the second door: it opens there once more, then no longer.
    assert_eq!(visit("eve", 2), open(Some(6), None));
    assert_eq!(visit("eve", 2), blocked(None, None));
    assert_eq!(visit("away", 2), open(None, None));
    assert_eq!((bench.carried("away"), bench.held(2)), (Some(99), Some(6)));
    drop(bench);

    // An old list comes back to a door: the door keeps its own, the fob is mended.
    let again = carrier(&station, 6, &both, Some(&list(5, &[])));
    let bench = Running::start(folder.path(), vec![("late", again)]);
    assert_eq!(
        bench.reason("eve", 1, SATURDAY),
        "blocked",
        "the lock remembers"
    );
    let answer = bench.present("late", 1, SATURDAY);
    assert_eq!(
        (&answer["blocklist_taken"], &answer["blocklist_given"]),
        (&Value::Null, &json!(6))
    );
    assert_eq!((bench.held(1), bench.carried("late")), (Some(6), Some(6)));
    // Five visits before, one since: the counter went on.
    assert_eq!(answer["event"]["sequence"], 6);
}

/// The table of the largest number for which an image can be made.
fn largest(station: &Station, make: impl Fn(u32) -> AccessTable) -> (u32, AccessTable) {
    let header = station.header(1);
    let fits = |count| Image::measure(&header, &make(count)).is_ok();
    let (mut low, mut high) = (1, 1 << 14);
    while high - low > 1 {
        let middle = u32::midpoint(low, high);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low, make(low))
}

/// `count` different numbers below 2^`bits`, scattered.
fn scattered(count: u32, bits: u32) -> impl Iterator<Item = u32> {
    (0..count).map(move |place| place.wrapping_mul(40_503 * 2 + 1) % (1 << bits))
}

#[test]
fn a_decision_stays_within_its_budget_at_every_size() {
    let station = Station::new(SYSTEM, 1);
    let only = |number: u32| (lock(number), Conditions::default());
    let groups = |count: u32, bits| {
        scattered(count, bits).map(|number| {
            let group = LockGroupNumber(u16::try_from(number).unwrap());
            (Target::Group(group), Conditions::default())
        })
    };
    let singles = |count: u32| table(&scattered(count, 17).map(only).collect::<Vec<_>>());
    let mixed = |locks: u32| {
        move |count: u32| {
            let locks = scattered(locks, 17).map(|number| (lock(number), limited()));
            table(
                &locks
                    .chain(groups(count.min(1 << 12), 16))
                    .collect::<Vec<_>>(),
            )
        }
    };
    let small = table(&[only(0)]);
    let cases = [
        ("one lock", (1, small)),
        (
            "most groups, 3 locks in the head",
            largest(&station, mixed(3)),
        ),
        (
            "most groups beside 200 locks",
            largest(&station, mixed(200)),
        ),
        (
            "most groups beside 1,200 locks",
            largest(&station, mixed(1_200)),
        ),
        ("most single locks", largest(&station, singles)),
    ];
    let mut images = Vec::new();
    for (name, (count, table)) in &cases {
        let image = station.image(&station.header(1), table);
        let levels = image.head().levels();
        println!(
            "{name}: {count}, image of {} bytes, {levels} levels",
            image.as_bytes().len()
        );
        images.push(programmed(&station, uid(1), &image, None));
    }
    let folder = tempfile::tempdir().unwrap();
    let names = ["a", "b", "c", "d", "e"];
    let bench = Running::start(folder.path(), names.into_iter().zip(images).collect());
    // Doors across the numbers: listed in some images, next to listed ones in others.
    let doors: Vec<u32> = scattered(12, 17)
        .chain([1, 70_000, 131_071, 1 << 20])
        .collect();
    for number in &doors {
        let mut configuration = station.configuration(*number);
        configuration.groups = [LockGroupNumber(65_000)].into();
        bench.deploy(&station, &configuration);
    }
    for (name, (title, (_, table))) in names.iter().zip(&cases) {
        let (mut exchanges, mut bytes, mut whole) = (0, 0, (0, 0, 0));
        for number in &doors {
            let answer = bench.present(name, *number, FRIDAY);
            let listed = table
                .entries()
                .iter()
                .any(|entry| entry.target == lock(*number));
            let expected = if listed { "open" } else { "denied" };
            assert_eq!(answer["decision"], expected, "{title}, {number}: {answer}");
            let field = |name: &str| answer[name].as_u64().unwrap();
            exchanges = exchanges.max(field("decision_exchanges"));
            bytes = bytes.max(field("decision_bytes"));
            whole = whole.max((field("exchanges"), field("bytes"), field("microseconds")));
        }
        println!("{title}: decision {exchanges} exchanges, {bytes} bytes; visit {whole:?}");
    }
}

#[test]
fn a_lock_of_the_bench_is_shown_a_fob_that_lies_on_the_encoder() {
    let station = Station::new(SYSTEM, 1);
    let media = vec![(
        "anna",
        fob(&station, 1, &[(lock(1), Conditions::default())]),
    )];
    let folder = tempfile::tempdir().unwrap();
    let bench = Running::start(folder.path(), media);
    bench.deploy(&station, &station.configuration(1));
    assert_eq!(
        bench.ask(&json!({ "verb": "lay", "name": "anna" }))["ok"],
        true
    );
    // By the computer's own clock.
    let answer = bench.ask(&json!({ "verb": "present", "name": "anna", "lock": 1 }));
    assert_eq!(answer["decision"], "open");
    assert_eq!(bench.ask(&json!({ "verb": "list" }))["in_field"], "anna");
}

#[test]
fn a_token_of_the_bench_opens_what_was_sealed_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Running::start(folder.path(), Vec::new());
    let new =
        |bench: &Running, name| bench.ask(&json!({ "verb": "new", "kind": "token", "name": name }));
    let anna = new(&bench, "anna");
    let ben = new(&bench, "ben");
    assert_eq!(new(&bench, "ben")["code"], "bench-name-taken");
    let station = Station::new(SYSTEM, 1);
    let plugged = || PivProgrammingKey::open(SocketLink::connect(folder.path()).unwrap()).unwrap();
    let mut key = plugged();
    assert_eq!(anna["serial"], key.serial());
    let certificate = key.certificate().clone();
    let envelope = station
        .0
        .seal(std::slice::from_ref(&certificate), &mut OsRandom)
        .unwrap();
    let pin = Pin::new(anna["pin"].as_str().unwrap()).unwrap();
    key.verify_pin(&pin, LastTry::Keep).unwrap();
    let opened =
        MasterSecrets::open(&envelope, &SYSTEM, &certificate, &mut Agreement(&mut key)).unwrap();
    assert_eq!(opened.secrets.generation(), 1);
    drop(key);

    drop(bench);
    let bench = Running::start(folder.path(), Vec::new());
    assert_eq!(anna["serial"], plugged().serial());
    assert_eq!(
        bench.ask(&json!({ "verb": "insert", "name": "ben" }))["ok"],
        true
    );
    assert_eq!(ben["serial"], plugged().serial());
    let list = bench.ask(&json!({ "verb": "list" }));
    assert_eq!(
        (&list["tokens"], &list["inserted"]),
        (&json!(["anna", "ben"]), &json!("ben"))
    );
    assert_eq!(bench.ask(&json!({ "verb": "remove" }))["name"], "ben");
    assert!(SocketLink::connect(folder.path()).is_err());
    assert_eq!(
        bench.ask(&json!({ "verb": "insert", "name": "zoe" }))["code"],
        "bench-token-unknown"
    );
}
