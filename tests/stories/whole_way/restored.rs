//! A system comes back from a backup: fobs written since are taken over, blocklists outrank what is in the field, the
//! file that stood there is kept, and a kill in the middle leaves a system that opens.

use std::sync::Arc;

use keywright::model::Email;
use keywright::secrets::random::OsRandom;
use keywright::secrets::slots::{self, Cost};
use keywright::workflow::{Access, Services, Station};
use serde_json::{Value, json};

use super::scene::{NOW, OPERATOR, PASSWORD, Run, Scene, finish};

/// A copy of the system; where it is.
pub(super) fn backup(scene: &Scene, name: &str) -> String {
    let path = scene.root().join(name);
    let path = path.to_str().unwrap().to_owned();
    let _done = scene.run(["system", "backup", &path]).done();
    path
}

/// Nothing of the system is left where it was.
pub(super) fn lose_the_disk(scene: &Scene) {
    for ending in ["", "-wal", "-shm", ".slots", ".lock"] {
        let file = format!("{}{ending}", scene.system.display());
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{file}: {error}"),
            _ => {}
        }
    }
}

#[test]
fn a_fob_written_since_the_backup_is_taken_over_and_written_again() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let old = backup(&scene, "old.keywright");
    for edit in ["--add-lock", "--remove-lock"] {
        let _edited = scene
            .run(["role", "edit", "Resident A", edit, "Shed"])
            .done();
        let _written = scene.run(["key", "program", &number]).done();
    }
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _written = scene.run(["key", "program", &number]).done();
    let restored = scene.run(["system", "restore", &old]).done();
    assert!(restored["previous"].as_str().is_some(), "{restored}");
    let info = scene.run(["system", "info"]).done();
    assert_eq!(
        (&restored["id"], &restored["name"]),
        (&info["id"], &info["name"])
    );
    assert_eq!(
        restored["as_of"].as_str().map(|at| &at[..13]),
        Some("2026-11-23T08"),
        "{restored}"
    );
    let notice = restored["notice"].as_str().unwrap();
    for verb in ["key read --adopt", "lock deploy --all", "2026-11-23 10:00"] {
        assert!(notice.contains(verb), "{notice}");
    }
    // Nothing of the loop: refused with a way out, and nothing is said to be done.
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "A 2 door"])
        .done();
    let content = scene.content("aada");
    for _turn in 0..2 {
        let run = scene.run(["key", "program", &number]);
        let action = run.broken_action();
        assert_eq!(action["code"], "fob-changed-elsewhere");
        assert!(
            action["remedy"].as_str().unwrap().contains("--adopt"),
            "{action}"
        );
    }
    assert_eq!(scene.content("aada"), content);
    let read = scene.run(["key", "read"]).done();
    assert_eq!(
        (&read["code"], &read["name"], &read["user_name"]),
        (
            &json!("fob-ahead-of-records"),
            &json!(format!("fob {number}")),
            &json!("Aada Korhonen")
        ),
        "{read}"
    );
    assert_eq!(read["id"], scene.key(&number)["id"], "{read}");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert!(adopted["code"].is_null(), "{adopted}");
    assert_eq!(
        (
            &adopted["adopted"],
            &adopted["revision"],
            &adopted["pending"],
            &adopted["state"]
        ),
        (&json!(true), &json!(4), &json!(true), &json!("programmed")),
        "{adopted}"
    );
    assert_eq!(scene.content("aada"), content, "reading wrote");
    let shown = scene.run(["key", "show", &number]).done();
    let changes: Vec<_> = shown["difference"].as_array().unwrap().clone();
    let of = |lock: &str| {
        changes
            .iter()
            .find(|change| change["lock"] == lock)
            .map(|change| change["change"].clone())
    };
    assert_eq!(
        (of("Shed"), of("A 2 door")),
        (Some(json!("-")), Some(json!("+")))
    );
    let _written = scene.run(["key", "program", &number]).done();
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 5);
    assert_eq!(scene.present("aada", "Shed", NOW), "not-listed");
    assert_eq!(scene.present("aada", "A 2 door", NOW), "open");
    let again = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(again["adopted"], false);
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn a_fob_first_written_since_the_backup_finds_its_draft() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let old = backup(&scene, "old.keywright");
    let uid = scene.new_fob("aada");
    let _first = scene.run(["key", "program", &number]).done();
    // A key that the backup knows nothing of.
    let later = scene.draft("Eeva Virta", "Resident A");
    let _uid = scene.new_fob("eeva");
    let _second = scene.run(["key", "program", &later]).done();
    let _restored = scene.run(["system", "restore", &old]).done();
    let _told = scene
        .run(["key", "read", "--adopt"])
        .refused(1, "fob-of-lost-key");
    scene.lay("aada");
    assert_eq!(
        scene.run(["key", "program", &number]).broken_action()["code"],
        "fob-newer-than-records"
    );
    let _adopted = scene.run(["key", "read", "--adopt"]).done();
    let key = scene.key(&number);
    assert_eq!(
        (&key["state"], &key["uid"], &key["pending"]),
        (&json!("programmed"), &json!(uid), &json!(true))
    );
    // Until it is written once more: the list of what is pending has it, though its table is what it shall be.
    let pending = || {
        let told = scene.run(["key", "list", "--pending"]).done();
        told["items"].as_array().unwrap().len()
    };
    assert_eq!(pending(), 1);
    let written = scene.run(["key", "program", &number]).done();
    assert_eq!(written["nothing_to_do"], false);
    assert_eq!(pending(), 0);
    // The number of the lost key is not given again.
    let fresh = scene.draft("Onni Aho", "Resident A");
    assert!(fresh.parse::<u32>().unwrap() > later.parse::<u32>().unwrap() + 1_000);
}

#[test]
fn a_foreign_or_older_image_is_never_taken_over() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    // The memory of the fob as it was, put back after the next write: what a thief with a copier would do.
    let old = scene.root().join("old-memory");
    let _lifted = scene.bench(["lift"]).done();
    let state = scene.bench_folder().join("state");
    super::scene::copy_tree(&state, &old);
    scene.lay("aada");
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _second = scene.run(["key", "program", &number]).done();
    let scene = scene.with_bench_memory(&old);
    scene.lay("aada");
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 1);
    let _told = scene
        .run(["key", "read", "--adopt"])
        .refused(1, "fob-older-than-recorded");
    assert_eq!(scene.key(&number)["revision"], 2);
}

#[test]
fn restored_blocklists_outrank_what_the_field_has_seen() {
    let scene = Scene::town();
    let before = group(&scene, "North");
    let old = backup(&scene, "old.keywright");
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let seen = scene.run(["key", "read"]).done()["blocklist_version"].clone();
    let _restored = scene.run(["system", "restore", &old]).done();
    let after = group(&scene, "North");
    assert!(
        after >= before + 65_536 && after > seen.as_u64().unwrap(),
        "{before} {after} {seen}"
    );
    // A lock takes the list that a fob brings after the restore.
    let _uid = scene.new_fob("eeva");
    let number = scene.draft("Eeva Virta", "Resident A");
    let _second = scene.run(["key", "program", &number]).done();
    let visit = scene
        .bench(["present", "eeva", "--lock", "A main", "--at", NOW])
        .done();
    assert_eq!(visit["blocklist_taken"], after, "{visit}");
}

/// The version of the blocklist of a group.
pub(super) fn group(scene: &Scene, name: &str) -> u64 {
    let shown = scene.run(["blocking-group", "show", name]).done();
    shown["blocklist_version"].as_u64().unwrap()
}

/// A station as the window has it.
fn station(scene: &Scene) -> Station {
    let clock = Arc::new(keywright::time::FixedClock(NOW.parse().unwrap()));
    Station::open(
        &scene.system,
        &Email::new(OPERATOR).unwrap(),
        PASSWORD,
        Access::Write,
        Services::of_this_computer(clock),
    )
    .unwrap()
}

/// Blocks a key as the window does.
pub(super) fn block(scene: &Scene, number: &str) {
    let mut station = station(scene);
    let id = station.key(number).unwrap().key.id;
    let _record = station.block_key(id, "lost").unwrap();
}

#[test]
fn a_key_blocked_since_the_backup_is_blocked_again_by_the_list_on_a_fob() {
    let scene = Scene::town();
    let _uid = scene.new_fob("lost");
    let lost = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.run(["key", "program", &lost]).done();
    let _uid = scene.new_fob("eeva");
    let number = scene.draft("Eeva Virta", "Resident A");
    let _written = scene.run(["key", "program", &number]).done();
    let old = backup(&scene, "old.keywright");
    block(&scene, &lost);
    // The list is newer than the one on the fob, so there is something to do.
    let carried = scene.run(["key", "program", &number]).done();
    assert_eq!(carried["nothing_to_do"], false);
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    assert_eq!(scene.key(&lost)["state"], "programmed");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(
        (&adopted["blocked_again"], &adopted["blocked_unknown"]),
        (&json!([lost.parse::<u32>().unwrap()]), &json!([])),
        "{adopted}"
    );
    assert_eq!(scene.key(&lost)["state"], "blocked");
    let again = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(again["blocked_again"], json!([]));
    // The next list a lock gets still has it.
    let _written = scene.run(["key", "program", &number]).done();
    assert_eq!(scene.present("eeva", "A main", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");
}

#[test]
fn what_a_list_blocks_stays_blocked_though_the_records_know_nothing_of_it() {
    let scene = Scene::town();
    let _uid = scene.new_fob("eeva");
    let carrier = scene.draft("Eeva Virta", "Resident A");
    let _written = scene.run(["key", "program", &carrier]).done();
    // In the backup the one is a draft, and the other is not there at all.
    let drafted = scene.draft("Aada Korhonen", "Resident A");
    let old = backup(&scene, "old.keywright");
    let later = scene.draft("Onni Aho", "Resident A");
    for (fob, number) in [("aada", &drafted), ("onni", &later)] {
        let _uid = scene.new_fob(fob);
        let _written = scene.run(["key", "program", number]).done();
        block(&scene, number);
    }
    scene.lay("eeva");
    let _carried = scene.run(["key", "program", &carrier]).done();
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    let number = |text: &str| text.parse::<u32>().unwrap();
    assert_eq!(
        (&adopted["blocked_again"], &adopted["blocked_unknown"]),
        (&json!([number(&drafted)]), &json!([number(&later)])),
        "{adopted}"
    );
    assert_eq!(scene.key(&drafted)["state"], "blocked");
    assert_eq!(
        scene.run(["blocking-group", "show", "North"]).done()["blocked"],
        2
    );
    // The next list that a lock gets has both, and nothing is written under their numbers.
    let _written = scene.run(["key", "program", &carrier]).done();
    assert_eq!(scene.present("eeva", "A main", NOW), "open");
    for fob in ["aada", "onni"] {
        assert_eq!(scene.present(fob, "A main", NOW), "blocked", "{fob}");
    }
    let _uid = scene.new_fob("other");
    let refused = scene.run(["key", "program", &drafted]);
    assert_eq!(
        refused.broken_action()["code"],
        "key-state-not-programmable"
    );
    // Adopted once more, nothing is new.
    scene.lay("eeva");
    let again = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(again["blocked_unknown"], json!([]), "{again}");
    // An administrator takes the number off.
    let mut station = station(&scene);
    let north = station.blocking_group("North").unwrap().id;
    let mut token = keywright::workflow::hardware::open_bench_token(
        &scene.bench_folder(),
        &scene.pin,
        keywright::device::programming_key::LastTry::Keep,
    )
    .unwrap();
    let key = keywright::model::KeyNumber(number(&later));
    station.unblock_number(north, key, &mut *token).unwrap();
    assert!(station.unblock_number(north, key, &mut *token).is_err());
    drop((station, token));
    let _written = scene.run(["key", "program", &carrier]).done();
    assert_eq!(scene.present("eeva", "A main", NOW), "open");
    assert_eq!(scene.present("onni", "A main", NOW), "open");
    assert_eq!(scene.present("aada", "A main", NOW), "blocked");
}

#[test]
fn only_the_operators_own_slot_brings_a_backup_back() {
    let scene = Scene::town();
    let old = backup(&scene, "old.keywright");
    let place = slots::file::beside(std::path::Path::new(&old));
    let mut held = slots::file::read(&place).unwrap();
    let key = held.open_with_password(OPERATOR, PASSWORD).unwrap();
    // As one of somebody whose address has the same hint.
    let stranger = "another password of somebody else";
    let _number = held
        .add_password(&key, OPERATOR, stranger, Cost::LEAST, &mut OsRandom)
        .unwrap();
    slots::file::write(&place, &held).unwrap();
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_PASSWORD", stranger)
        .args(["--json", "--at", NOW, "system", "restore", &old]);
    let _told = finish(&mut command).refused(1, "secrets-wrong-password");
    let _restored = scene.run(["system", "restore", &old]).done();
}

#[test]
fn what_stood_there_is_kept_and_opens() {
    let scene = Scene::town();
    let old = backup(&scene, "old.keywright");
    let _number = scene.draft("Aada Korhonen", "Resident A");
    let restored = scene.run(["system", "restore", &old]).done();
    assert_eq!(users(&scene.run(["user", "list"])), 1);
    let previous = restored["previous"].as_str().unwrap();
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_SYSTEM", previous)
        .args(["--json", "--at", NOW, "user", "list"]);
    assert_eq!(users(&finish(&mut command)), 2);
    // Again: an earlier one is not lost.
    let again = scene.run(["system", "restore", &old]).done();
    assert_ne!(again["previous"], restored["previous"]);
    // A damaged one is kept as it is, and replaced.
    std::fs::write(&scene.system, b"damaged").unwrap();
    let third = scene.run(["system", "restore", &old]).done();
    assert_eq!(
        std::fs::read(third["previous"].as_str().unwrap()).unwrap(),
        b"damaged"
    );
    assert_eq!(users(&scene.run(["user", "list"])), 1);
    // Another system is not replaced.
    let other = Scene::bare();
    let _made = other.init();
    let foreign = backup(&other, "foreign.keywright");
    let _told = scene
        .run(["system", "restore", &foreign])
        .refused(1, "restore-other-system");
    assert_eq!(users(&scene.run(["user", "list"])), 1);
}

#[test]
fn a_backup_that_is_not_there_is_named() {
    let scene = Scene::town();
    let nowhere = scene.root().join("nowhere.keywright");
    let name = nowhere.to_str().unwrap();
    let told = scene
        .run(["system", "restore", name])
        .refused(4, "store-backup-missing");
    assert!(told["message"].as_str().unwrap().contains(name), "{told}");
    let remedy = told["remedy"].as_str().unwrap();
    assert!(!remedy.contains("restore"), "no circle: {remedy}");
    assert_eq!(users(&scene.run(["user", "list"])), 1);
}

fn users(run: &Run) -> usize {
    run.done()["items"].as_array().map_or(0, Vec::len)
}

#[cfg(debug_assertions)]
#[test]
fn a_kill_at_every_step_of_backup_and_restore_leaves_what_opens() {
    let scene = Scene::town();
    let old = backup(&scene, "old.keywright");
    let _number = scene.draft("Aada Korhonen", "Resident A");
    let killed = |point: usize, words: &[&str]| {
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_FAILPOINT", point.to_string());
        let ended = command.arg("--json").args(words).output().unwrap();
        if !ended.status.success() {
            assert_eq!(ended.status.code(), None, "{ended:?}");
        }
        !ended.status.success()
    };
    let mut backups = 0;
    for point in 1..20 {
        let path = scene.root().join(format!("copy-{point}.keywright"));
        let name = path.to_str().unwrap();
        if !killed(point, &["system", "backup", name]) {
            break;
        }
        backups = point;
        if path.exists() {
            let there = scene.root().join(format!("there-{point}.keywright"));
            let mut command = scene.command();
            let _command = command.env("KEYWRIGHT_SYSTEM", &there);
            let _restored =
                finish(command.args(["--json", "--at", NOW, "system", "restore", name])).done();
        } else {
            let _again = scene.run(["system", "backup", name]).done();
        }
    }
    let mut states = Vec::<Value>::new();
    for point in 1..20 {
        // The newer state each time anew, so that old and new can be told apart.
        let newer = scene.root().join("newer.keywright");
        if point == 1 {
            let _done = scene
                .run(["system", "backup", newer.to_str().unwrap()])
                .done();
        } else {
            let _back = scene
                .run(["system", "restore", newer.to_str().unwrap()])
                .done();
        }
        if !killed(point, &["system", "restore", &old]) {
            break;
        }
        let people = users(&scene.run(["user", "list"]));
        assert!([1, 2].contains(&people), "fail point {point}: {people}");
        let _report = scene.run(["system", "verify"]).done();
        states.push(json!(people));
    }
    println!("{backups} kills of a backup; users after each kill of a restore: {states:?}");
    assert!(backups >= 3 && states.len() >= 5);
    assert!(states.contains(&json!(1)) && states.contains(&json!(2)));
}
