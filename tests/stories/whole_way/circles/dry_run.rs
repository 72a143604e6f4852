//! A dry run refuses what the write itself refuses, with the same code, and nothing else: in every state of a key, and
//! for whatever else a write may be refused.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use keywright::device::programming_key::LastTry;
use keywright::medium::Chip;
use keywright::model::{Email, LockKind, RoleId, UserRole};
use keywright::time::FixedClock;
use keywright::workflow::hardware::open_bench_token;
use keywright::workflow::places::NewLock;
use keywright::workflow::programming::{Devices, Request};
use keywright::workflow::{Error, NewStation, Services, Station};

use super::super::counter::Counter;
use super::super::scene::{NOW, OPERATOR, PASSWORD, Run, Scene, finish, user_add};
use super::{STATES, State, cut_off, done, program};
use crate::stories::device_on_bench::station;

/// The code with which a command ended, if it was refused.
fn code(run: &Run) -> Option<String> {
    if run.code == 0 {
        return None;
    }
    let told = run.broken_part();
    Some(told["code"].as_str().unwrap().to_owned())
}

/// What only the fob on the encoder tells: a dry run does not look there.
const TOLD_BY_THE_FOB: &str = "fob-newer-than-records";

/// What a dry run says of a write, and the write itself after it.
fn alike(scene: &Scene, words: &[&str], case: &str) -> Option<String> {
    let dry = scene.run([words, &["--dry-run"]].concat());
    let wet = scene.persevere(words);
    let foreseen = code(&wet).filter(|code| code != TOLD_BY_THE_FOB);
    assert_eq!(code(&dry), foreseen, "{case}: {dry:?}\n{wet:?}");
    assert_eq!(dry.code, foreseen.map_or(0, |_| wet.code), "{case}");
    if dry.code == 0 {
        let told = dry.json();
        assert_eq!(told["shown"].as_str().unwrap().len(), 64, "{told}");
    }
    code(&wet)
}

fn in_state(state: &State) -> Option<String> {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Resident A");
    (state.bring)(&scene, &number);
    scene.lay("fob");
    alike(&scene, &["key", "program", &number], state.name)
}

#[test]
fn a_dry_run_and_the_write_agree_in_every_state_of_a_key() {
    for state in STATES {
        let refused = in_state(state);
        let writes = state.works.contains(&"program");
        assert_eq!(refused.is_none(), writes, "{}: {refused:?}", state.name);
    }
}

#[test]
fn a_dry_run_is_refused_for_home_group_kind_and_access_as_the_write_is() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let both = scene.draft("Aada Korhonen", "Everywhere");
    let write = |more: &[&str]| alike(&scene, &[&["key", "program", &both], more].concat(), "both");
    assert_eq!(write(&[]).as_deref(), Some("home-group-not-chosen"));
    assert_eq!(
        write(&["--home-group", "Nowhere"]).as_deref(),
        Some("name-unknown")
    );
    assert_eq!(write(&["--home-group", "North"]), None);
    assert_eq!(
        write(&["--home-group", "South"]).as_deref(),
        Some("home-group-fixed")
    );
    let nothing = scene.draft("Eeva Virta", "Empty");
    let write = alike(&scene, &["key", "program", &nothing], "nothing");
    assert_eq!(write.as_deref(), Some("key-opens-nothing"));
    let phone = ["--role", "Resident A", "--key", "phone", "--draft"];
    let added = scene
        .run(user_add(("Puh", "Elin"), "p@example.org", &phone))
        .done();
    let phone = added["keys"][0]["number"].to_string();
    let write = alike(&scene, &["key", "program", &phone], "phone");
    assert_eq!(write.as_deref(), Some("key-kind-not-programmable"));
}

#[test]
fn a_dry_run_is_refused_by_a_clock_that_is_behind_also_where_a_write_is_open() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let early = |words: &[&str]| {
        let mut command = scene.command();
        let _command = command.args(["--json", "--at", "2026-11-22T10:00:00+02:00"]);
        code(&finish(
            command.args(["key", "program", &number]).args(words),
        ))
    };
    let behind = || {
        assert_eq!(early(&["--dry-run"]).as_deref(), Some("clock-behind"));
        assert_eq!(early(&[]).as_deref(), Some("clock-behind"));
    };
    behind();
    cut_off(&scene, &["key", "program", &number], "24");
    behind();
    scene.lay("fob");
    program(&scene, &number);
}

#[test]
fn a_dry_run_is_refused_to_whom_the_write_is() {
    const CLERK: &str = "clerk@example.org";
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let role = [
        "administrator-role",
        "add",
        "--name",
        "Clerk",
        "--permission",
    ];
    let role = [&role[..], &["edit-users"]].concat();
    done(&scene, &role);
    let _user = scene.run(user_add(("Cleo", "Clerk"), CLERK, &[])).done();
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_NEW_PASSWORD", "a quite different password")
        .args([
            "--json", "--at", NOW, "operator", "add", CLERK, "--role", "Clerk",
        ]);
    let _operator = finish(&mut command).done();
    let keys = scene.run(["programming-key", "list"]).done();
    let office = keys["items"][0]["id"].as_str().unwrap();
    let edit = ["programming-key", "edit", office, "--add-operator", CLERK];
    done(&scene, &edit);
    for more in [&["--dry-run"][..], &[]] {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_OPERATOR", CLERK)
            .env("KEYWRIGHT_PASSWORD", "a quite different password")
            .args(["--json", "--at", NOW, "key", "program", &number]);
        assert_eq!(
            code(&finish(command.args(more))).as_deref(),
            Some("right-missing")
        );
    }
}

/// A table that has no room in the files of its fob, and one that has, on every chip.
#[test]
fn a_dry_run_knows_how_much_room_there_is_on_a_fob_that_was_written() {
    let mut counter = Counter::new();
    let mut refused = 0;
    for chip in [Chip::Ev1With2K, Chip::Ev1With4K] {
        let holder = counter.person(&["Resident A"]);
        let blank = counter.blank(chip, false);
        counter.encoder.lay(&blank);
        let _first = counter.program(holder.key).unwrap();
        for windows in [4, 12, 40] {
            counter.give_shed(holder.user, windows);
            let told = |outcome: Option<Error>| outcome.map(|error| (error.code(), error.excess()));
            let dry = told(counter.station.dry_run(Request::of(holder.key)).err());
            let wet = told(counter.program(holder.key).err());
            assert_eq!(dry, wet, "{chip:?} {windows}");
            refused += usize::from(dry.is_some());
        }
        let _lifted = counter.encoder.lift();
    }
    assert!((1..6).contains(&refused), "{refused}");
}

/// Without the second way to the secrets no fob leaves the counter.
#[test]
fn a_dry_run_is_refused_before_a_system_may_go_live() {
    let scene = Scene::bare();
    let mut token = open_bench_token(&scene.bench_folder(), &scene.pin, LastTry::Keep).unwrap();
    let new = NewStation {
        name: "Real",
        zone: "Europe/Helsinki".parse().unwrap(),
        demo: false,
        operator: Email::new(OPERATOR).unwrap(),
        password: PASSWORD,
    };
    let clock = Arc::new(FixedClock(NOW.parse().unwrap()));
    let services = Services::of_this_computer(clock);
    let opened = Station::init(&scene.system, &new, &mut *token, services).unwrap();
    let mut station = opened.station;
    let group = station.add_blocking_group("All").unwrap();
    let lock = NewLock {
        name: "Door".to_owned(),
        kind: LockKind::Fob,
        clock: true,
        groups: [].into(),
        blocking_group: group,
    };
    let (lock, _number) = station.add_lock(lock).unwrap();
    let role = UserRole {
        id: RoleId::from_bytes([0; 16]),
        name: "In".to_owned(),
        locks: [lock].into(),
        lock_groups: [].into(),
        access_times: None,
        expiry: None,
        features: [].into(),
        premises: None,
    };
    let _added = station.add_role(role).unwrap();
    let person = Counter::somebody(&station, "Aada", &["In"]);
    let key = station.add_user(&person).unwrap().keys[0].0.id;
    let mut encoder = station::Station::new();
    let mut write = |station: &mut Station| {
        let mut devices = Devices {
            encoder: &mut encoder.driver,
            token: &mut *token,
            progress: &mut |_| {},
            cancel: &AtomicBool::new(false),
        };
        station
            .program_key(Request::of(key), &mut devices)
            .unwrap_err()
            .code()
    };
    let dry = station.dry_run(Request::of(key)).unwrap_err().code();
    assert_eq!((dry, write(&mut station)), (dry, "system-one-recipient"));
    assert_eq!(dry, "system-one-recipient");
    let _code = station.rehearse_recovery(&opened.recovery_code).unwrap();
    let _plan = station.dry_run(Request::of(key)).unwrap();
    assert_eq!(write(&mut station), "no-fob");
}
