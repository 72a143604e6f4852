//! A program stands still, as when the lid of a computer is closed: in the middle of a transaction, or of a write to a
//! fob. Whoever else works at the system meanwhile is told who holds it and can read; let go on, it ends as if nothing
//! had been.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use super::full;
use super::scene::{MAIN_JOB, NOW, Run, Scene, finish, side_by_side, user_add};

/// Whether it stands still now (proc(5): the state follows the name in brackets); none where it has ended.
fn stands_still(child: &mut Child) -> Option<bool> {
    if child.try_wait().unwrap().is_some() {
        return None;
    }
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    let (_, after) = stat.rsplit_once(") ")?;
    Some(after.starts_with('T'))
}

/// Waits until it stands still, or has ended (false).
fn wait_until_still(child: &mut Child) -> bool {
    loop {
        match stands_still(child) {
            Some(true) => return true,
            Some(false) => std::thread::sleep(Duration::from_millis(2)),
            None => return false,
        }
    }
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
}

/// What others meet while a writer stands still: it holds the system, and they can look.
fn others_can_only_look(scene: &Scene, item: usize, place: &str) {
    let add = ["role", "add", "--name", "Meanwhile"];
    let _told = scene.run(add).refused(4, "store-in-use");
    let listed = scene.run(["key", "list"]);
    assert_eq!(listed.code, 0, "{place}: {listed:?}");
    let _whole = scene.run(["audit", "verify"]).done();
    if !item.is_multiple_of(3) && !full() {
        return;
    }
    // A copy of the moment, whatever is half done.
    let copy = scene.root().join("meanwhile.keywright");
    let copy = copy.to_str().unwrap();
    let _copied = scene.run(["system", "backup", copy]).done();
    let mut other = scene.command();
    let _command = other
        .env("KEYWRIGHT_SYSTEM", copy)
        .args(["--json", "--at", NOW]);
    let _whole = finish(other.args(["system", "verify"])).done();
    for ending in ["", ".slots", ".lock", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{copy}{ending}"));
    }
}

/// The main job of one person; the words.
fn add(number: usize) -> Vec<String> {
    let email = format!("h{number}@example.org");
    user_add(
        ("Hilla", "Held"),
        &email,
        &[&MAIN_JOB[..], &["--invite"]].concat(),
    )
}

#[cfg(debug_assertions)]
#[test]
fn a_program_that_stands_still_at_a_durable_write_keeps_others_out_and_goes_on() {
    let held = side_by_side(100, |_, item| {
        // A fresh system for each: only the first write of a group signs its blocklist.
        let scene = &Scene::town();
        let fob = format!("h{item}");
        let _uid = scene.new_fob(&fob);
        let place = format!("fail point {}", item + 1);
        let mut command = scene.command();
        let mut child = command
            .env("KEYWRIGHT_FAILPOINT", (item + 1).to_string())
            .env("KEYWRIGHT_FAILPOINT_HOLDS", "1")
            .args(["--json", "--at", NOW])
            .args(add(item))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let still = wait_until_still(&mut child);
        if still {
            others_can_only_look(scene, item, &place);
            signal(&child, rustix::process::Signal::CONT);
        }
        let ended = Run::of(&command, child.wait_with_output().unwrap());
        let answer = ended.done();
        if !still {
            return false;
        }
        assert_eq!(answer["keys"][0]["state"], "programmed", "{place}");
        assert_eq!(scene.present(&fob, "B main", NOW), "open", "{place}");
        let users = scene.run(["user", "list", "--search", "Held"]).done();
        assert_eq!(users["items"].as_array().unwrap().len(), 1, "{place}");
        let _added = scene.run(["role", "add", "--name", "Meanwhile"]).done();
        let _whole = scene.run(["system", "verify"]).done();
        true
    });
    println!("{held} durable writes, a program stood still at each");
    assert!((8..100).contains(&held), "{held}");
}

/// Starts to write a key, and lets it stand still after so many lines of progress; false where it had ended.
fn still_in_a_write(
    scene: &Scene,
    number: &str,
    lines: usize,
) -> (std::process::Command, Child, bool) {
    let mut command = scene.command();
    let _command = command
        .args(["--json", "--at", NOW, "key", "program", number])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut progress = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    let mut seen = 0;
    while seen < lines && progress.read_line(&mut line).unwrap() > 0 {
        seen += usize::from(line.contains("\"phase\""));
        line.clear();
    }
    // Kept open: it would end by a broken pipe otherwise.
    let _drain = std::thread::spawn(move || std::io::copy(&mut progress, &mut std::io::sink()));
    if child.try_wait().unwrap().is_some() {
        return (command, child, false);
    }
    signal(&child, rustix::process::Signal::STOP);
    let still = wait_until_still(&mut child);
    (command, child, still)
}

#[test]
fn a_program_that_stands_still_while_it_writes_a_fob_finishes_it_or_says_how() {
    let outcomes = Mutex::new(BTreeMap::<String, usize>::new());
    let count = if full() { 60 } else { 6 };
    let _run = side_by_side(count, |scene, item| {
        let fob = format!("w{item}");
        let number = scene.draft(&format!("Wilma W{item}"), "Resident A");
        let _uid = scene.new_fob(&fob);
        let place = format!("write {item}");
        let (command, child, still) = still_in_a_write(scene, &number, 1 + item % 6);
        if still {
            others_can_only_look(scene, item, &place);
            let told = scene.run(["doctor"]).json();
            let items = told["items"].as_array().unwrap();
            let encoder = items.iter().find(|item| item["id"] == "encoder");
            assert_eq!(encoder.unwrap()["code"], "port-busy", "{place}: {told}");
            // Longer than the encoder is waited for.
            std::thread::sleep(Duration::from_millis(1500));
            signal(&child, rustix::process::Signal::CONT);
        }
        let ended = Run::of(&command, child.wait_with_output().unwrap());
        let outcome = if ended.code == 0 {
            assert_eq!(ended.json()["keys"][0]["state"], "programmed", "{place}");
            "done".to_owned()
        } else {
            assert_eq!(ended.code, 3, "{place}: {ended:?}");
            let _again = scene.persevere(&["key", "program", &number]).done();
            let told: Value = ended.broken_action();
            format!("then done: {}", told["code"].as_str().unwrap())
        };
        let outcome = if still {
            outcome
        } else {
            "too late".to_owned()
        };
        *outcomes.lock().unwrap().entry(outcome).or_default() += 1;
        let read = scene.persevere(&["key", "read"]).done();
        assert_eq!(
            (&read["revision"], &read["signature"]),
            (&1.into(), &"valid".into()),
            "{place}"
        );
        assert_eq!(scene.present(&fob, "A main", NOW), "open", "{place}");
        let tasks = scene.run(["task", "list"]).done();
        assert_eq!(
            tasks["items"].as_array().unwrap().len(),
            0,
            "{place}: {tasks}"
        );
        let _whole = scene.run(["audit", "verify"]).done();
        true
    });
    let outcomes = outcomes.into_inner().unwrap();
    println!("{count} programs stood still while they wrote a fob: {outcomes:?}");
    let late = outcomes.get("too late").copied().unwrap_or(0);
    assert!(late * 3 < count, "{outcomes:?}");
}

#[test]
fn a_reader_that_stands_still_keeps_nobody_from_working() {
    let count = if full() { 40 } else { 6 };
    let still = Mutex::new(0);
    let _run = side_by_side(count, |scene, item| {
        let mut reader = scene.command();
        let mut reader = reader
            .args(["--json", "--at", NOW, "audit", "verify"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(40 + 15 * item as u64));
        if reader.try_wait().unwrap().is_none() {
            signal(&reader, rustix::process::Signal::STOP);
            *still.lock().unwrap() += 1;
        }
        let email = format!("kai.k{item}@example.org");
        let number = scene.draft(&format!("Kai K{item}"), "Resident A");
        let _uid = scene.new_fob(&format!("k{item}"));
        let _done = scene.persevere(&["key", "program", &number]).done();
        let _blocked = scene.run(["key", "block", &number]).done();
        let _gone = scene.run(["user", "remove", &email, "--block", &number]);
        signal(&reader, rustix::process::Signal::CONT);
        let ended = reader.wait_with_output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        let _whole = scene.run(["system", "verify"]).done();
        true
    });
    let still = still.into_inner().unwrap();
    println!("{still} of {count} readers stood still while others wrote");
    assert!(still * 2 > count);
}
