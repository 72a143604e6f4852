//! The log, damage to the file, copies, and impatience: two programs at once, the same command twice.

use std::collections::BTreeMap;
use std::process::Stdio;

use serde_json::json;

use super::full;
use super::scene::{NOW, Scene, finish};

#[test]
fn the_log_tells_the_main_job_in_order_and_verifies() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let list = scene.run(["audit", "list", "--count", "1000"]).done();
    let items = list["items"].as_array().unwrap();
    let names: Vec<&str> = items
        .iter()
        .rev()
        .map(|entry| entry["name"].as_str().unwrap())
        .collect();
    let place = |name: &str| {
        names
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| panic!("no {name} in {names:?}"))
    };
    assert!(
        place("task-queued") < place("write-begun") && place("write-begun") < place("task-done"),
        "{names:?}"
    );
    let sequences: Vec<u64> = items
        .iter()
        .rev()
        .map(|entry| entry["sequence"].as_u64().unwrap())
        .collect();
    assert!(sequences.windows(2).all(|two| two[1] == two[0] + 1));
    let report = scene.run(["audit", "verify"]).done();
    assert_eq!(report["verified"], true);
    assert!(report["signed"].as_u64().unwrap() >= 1, "{report}");
    assert_eq!(
        report["entries"].as_u64().unwrap(),
        u64::try_from(items.len()).unwrap()
    );
}

#[test]
fn one_changed_byte_is_found_and_nothing_is_programmed_from_it() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let whole = std::fs::read(&scene.system).unwrap();
    let wal = scene.system.with_extension("keywright-wal");
    assert!(
        std::fs::metadata(&wal).map_or(0, |data| data.len()) == 0,
        "the last writer closed the file"
    );
    let count = if full() { 400 } else { 40 };
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for turn in 0..count {
        // Every part of the file in turn, another place and another bit each time.
        let place = (turn * whole.len() / count + turn * 37) % whole.len();
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (turn % 8);
        std::fs::write(&scene.system, &damaged).unwrap();
        let run = scene.run(["system", "verify"]);
        let told = run.json();
        let code = told["code"]
            .as_str()
            .unwrap_or_else(|| panic!("byte {place} of {}: {run:?}", whole.len()))
            .to_owned();
        let _told = run.refused(4, &code);
        *codes.entry(code).or_default() += 1;
    }
    println!("{count} changed bytes, all found: {codes:?}");
    // Throughout: the main job does not go on, whatever page it meets.
    let damaged: Vec<u8> = whole
        .iter()
        .enumerate()
        .map(|(place, byte)| {
            if place % 4096 == 2000 {
                byte ^ 4
            } else {
                *byte
            }
        })
        .collect();
    std::fs::write(&scene.system, &damaged).unwrap();
    for arguments in [
        &["user", "list"][..],
        &["audit", "verify"],
        &["audit", "list"],
        &["key", "program", &number],
        &["system", "backup", "/tmp/never"],
    ] {
        let run = scene.run(arguments);
        assert_eq!(run.code, 4, "{run:?}");
    }
    assert!(!std::path::Path::new("/tmp/never").exists());
    let _foreign = std::fs::write(&scene.system, b"not a system file at all");
    assert_eq!(scene.run(["user", "list"]).code, 4);
    std::fs::write(&scene.system, &whole).unwrap();
    let _done = scene.run(["key", "program", &number]).done();
}

#[test]
fn a_wrong_count_of_a_list_is_told_and_counted_anew() {
    let scene = Scene::town();
    let _number = scene.draft("Aada Korhonen", "Resident A");
    let station = scene.station();
    let wrong = "UPDATE user_tallies SET users = users + 1 WHERE staff = 1";
    let broken = station
        .store()
        .transaction(&mut |link| link.execute(wrong, &[]).map(|_| ()));
    broken.unwrap();
    drop(station);
    let _told = scene
        .run(["system", "verify"])
        .refused(4, "store-miscounted");
    let repaired = scene.run(["system", "verify", "--repair"]).done();
    // Staff who are residents too, and staff who are none.
    assert_eq!(
        (&repaired["repaired"], &repaired["verified"]),
        (&json!(2), &json!(true))
    );
    let again = scene.run(["system", "verify", "--repair"]).done();
    assert_eq!(again["repaired"], 0);
    let log = scene.run(["audit", "list"]).done();
    let entries = log["items"].as_array().unwrap();
    let told = entries
        .iter()
        .filter(|one| one["name"] == "lists-recounted");
    assert_eq!(told.count(), 1);
}

#[test]
fn a_backup_is_restored_elsewhere_whole() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let backup = scene.root().join("backup.keywright");
    let to = backup.to_str().unwrap();
    assert_eq!(scene.run(["system", "backup", to]).done()["verified"], true);
    let _told = scene
        .run(["system", "backup", to])
        .refused(4, "store-file-exists");
    let there = scene.root().join("restored.keywright");
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_SYSTEM", &there);
    let restore = ["--json", "--at", NOW, "system", "restore", to];
    let wrong = finish(
        scene
            .command()
            .env("KEYWRIGHT_SYSTEM", &there)
            .env("KEYWRIGHT_PASSWORD", "wrong")
            .args(restore),
    );
    assert_eq!((wrong.code, there.exists()), (1, false));
    let _restored = finish(command.args(restore)).done();
    let at_there = |arguments: &[&str]| {
        finish(
            scene
                .command()
                .env("KEYWRIGHT_SYSTEM", &there)
                .args(["--json", "--at", NOW])
                .args(arguments),
        )
        .done()
    };
    assert_eq!(
        at_there(&["user", "list"]),
        scene.run(["user", "list"]).done()
    );
    let entries = |report: &serde_json::Value| report["entries"].as_u64().unwrap();
    let restored = at_there(&["audit", "verify"]);
    assert!(entries(&restored) > entries(&scene.run(["audit", "verify"]).done()));
    assert_eq!(
        at_there(&["key", "show", &number]),
        scene.run(["key", "show", &number]).done()
    );
    let _again = at_there(&["key", "program", &number]);
    // A damaged copy is not put anywhere.
    let mut damaged = std::fs::read(&backup).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(&backup, &damaged).unwrap();
    let nowhere = scene.root().join("nowhere.keywright");
    let run = finish(
        scene
            .command()
            .env("KEYWRIGHT_SYSTEM", &nowhere)
            .args(restore),
    );
    let _told = run.refused(4, "store-damaged");
    assert!(!nowhere.exists());
}

#[test]
fn two_programs_at_once_do_one_job() {
    let scene = Scene::town();
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for turn in 0..6 {
        let fob = format!("twice-{turn}");
        let number = scene.draft(&format!("Twice T{turn}"), "Resident A");
        let _uid = scene.new_fob(&fob);
        let spawn = || {
            let mut command = scene.command();
            // One that waits comes through after the other, and finds the work done.
            let wait = if turn % 3 == 2 { "60" } else { "0" };
            let _command = command
                .env("KEYWRIGHT_WAIT", wait)
                .args(["--json", "--at", NOW, "key", "program", &number])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let both = [spawn(), spawn()].map(|child| child.wait_with_output().unwrap());
        let mut codes: Vec<i32> = both
            .iter()
            .map(|ended| ended.status.code().unwrap())
            .collect();
        codes.sort_unstable();
        let revision = scene.run(["key", "read"]).done()["revision"]
            .as_u64()
            .unwrap();
        match codes[..] {
            [0, 4] => {
                let loser = both
                    .iter()
                    .find(|ended| ended.status.code() == Some(4))
                    .unwrap();
                let answer: serde_json::Value = serde_json::from_slice(&loser.stdout).unwrap();
                assert!(
                    answer["remedy"].as_str().is_some_and(|text| text.len() > 5),
                    "{answer}"
                );
                assert_eq!(revision, 1);
                *told.entry(answer["code"].to_string()).or_default() += 1;
            }
            // One came after the other had ended: it found its work done.
            [0, 0] => assert_eq!(revision, 1),
            ref other => panic!("{other:?} {both:?}"),
        }
        assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));
        let key = scene.key(&number);
        assert_eq!(
            (&key["state"], &key["revision"]),
            (&json!("programmed"), &json!(revision))
        );
    }
    println!("6 pairs of programs; the second was told {told:?}");
    assert!(told.contains_key("\"store-in-use\""), "{told:?}");
}

#[test]
fn the_same_command_twice_does_one_thing() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let add = [
        "user",
        "add",
        "--first",
        "Aada",
        "--last",
        "Korhonen",
        "--email",
        "aada@example.org",
        "--role",
        "Resident A",
        "--key",
        "fob",
        "--program",
    ];
    let _added = scene.run(add).done();
    let content = scene.content("aada");
    let _told = scene.run(add).refused(1, "email-taken");
    assert_eq!(scene.content("aada"), content);
    assert_eq!(
        scene.run(["key", "list"]).done()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for words in [
        &["role", "add", "--name", "Twice"][..],
        &["lock-group", "add", "--name", "Twice"],
        &["blocking-group", "add", "--name", "Twice"],
        &[
            "lock",
            "add",
            "--name",
            "Twice",
            "--blocking-group",
            "North",
        ],
    ] {
        let _first = scene.run(words).done();
        let told = scene.run(words);
        assert_eq!(told.code, 1, "{words:?} twice: {told:?}");
    }
    let file = scene.system.to_str().unwrap();
    let again = scene.run([
        "system",
        "init",
        file,
        "--name",
        "Again",
        "--zone",
        "Europe/Helsinki",
        "--demo",
    ]);
    let _told = again.refused(4, "store-file-exists");
    assert_eq!(
        scene.run(["lock", "deploy", "--all"]).done()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        scene.run(["lock", "deploy", "--all"]).done()["items"],
        json!([])
    );
}

#[test]
fn a_clock_that_stands_before_the_newest_entry_is_told_and_the_order_stays() {
    let scene = Scene::town();
    let store = || {
        let run = scene.run(["--messages", "en", "doctor"]);
        run.json()["items"][0].clone()
    };
    assert_eq!(store()["state"], "ok", "{}", store());
    // Two daylight saving times, a leap of years, and the ends of 32 bits.
    let times = [
        "2026-11-23T10:01:01+02:00",
        "2026-11-23T11:00:00+02:00",
        "2026-11-24T10:00:00+02:00",
        "2027-03-28T04:30:00+03:00",
        "2027-10-31T03:30:00+02:00",
        "2038-01-19T03:14:08Z",
        "2100-03-01T00:00:00Z",
    ];
    for (number, time) in times.iter().enumerate() {
        let name = format!("Group {number}");
        let mut command = scene.command();
        let command = command.args(["--json", "--at", time, "lock-group", "add", "--name", &name]);
        let _added = finish(command).done();
        let told = store();
        assert_eq!(told["state"], "warning", "{time}: {told}");
        assert!(told["found"].as_str().unwrap().contains("clock"), "{told}");
    }
    // By its numbers, whatever the clock says.
    let report = scene.run(["audit", "verify"]).done();
    let newest = scene.run(["audit", "list", "--count", "1"]).done();
    assert_eq!(
        newest["items"][0]["sequence"], report["entries"],
        "{newest}"
    );
    println!("{} clocks", times.len());
}
