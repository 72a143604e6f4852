//! The whole program on a disk that fails: the n-th write or sync of its files, while it does the main job. It ends
//! with success or says what the disk said; on a disk that works the next run heals; and no fob holds what the system
//! does not know to have begun.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use super::super::store_contract::disk::failing_disk;
use super::full;
use super::scene::{MAIN_JOB, NOW, Run, Scene, finish, side_by_side, user_add};

/// A disk that fails at its n-th call of a kind, with the number of the error on Linux, from then on or once.
#[derive(Debug, Clone, Copy)]
struct Fault {
    kind: &'static str,
    errno: u32,
    stays: bool,
}

const FULL: Fault = Fault {
    kind: "write",
    errno: 28,
    stays: true,
};
const FAILED_SYNC: Fault = Fault {
    kind: "sync",
    errno: 5,
    stays: false,
};

/// Runs a verb on a disk that fails; whether it failed at all.
fn run_on(scene: &Scene, fault: Fault, at: usize, words: &[String]) -> (Run, bool) {
    let log = scene.root().join(format!("log-{at}-{}", fault.kind));
    let mut command = scene.command();
    let _command = command
        .env("LD_PRELOAD", failing_disk())
        // All files beside the system begin with its name; the bench and its fobs have another disk.
        .env("FAILING_DISK_FOLDER", &scene.system)
        .env("FAILING_DISK_KIND", fault.kind)
        .env("FAILING_DISK_AT", at.to_string())
        .env("FAILING_DISK_ERROR", fault.errno.to_string())
        .env("FAILING_DISK_LOG", &log)
        .args(["--json", "--at", NOW])
        .args(words);
    if fault.stays {
        let _command = command.env("FAILING_DISK_STAYS", "1");
    }
    let run = finish(&mut command);
    let told = std::fs::read_to_string(log).unwrap_or_default();
    (run, told.contains("failed"))
}

/// What it said where it did not succeed: it names the disk and what to do.
fn named(run: &Run, fault: Fault, place: &str) -> String {
    assert!(run.code == 4 || run.code == 1, "{place}: {run:?}");
    let told = run.json();
    let parts = [&told["actions"], &told["items"]];
    let parts = parts.into_iter().filter_map(Value::as_array).flatten();
    let mut wrong = parts.filter(|part| part["code"].is_string());
    let told = wrong.next_back().unwrap_or(&told);
    let code = told["code"].as_str().unwrap_or_default().to_owned();
    let wanted = if fault.errno == FULL.errno {
        "store-disk-full"
    } else {
        "store-disk-failed"
    };
    assert_eq!(code, wanted, "{place}: {run:?}");
    assert!(
        told["remedy"].as_str().unwrap_or_default().len() > 5,
        "{place}"
    );
    code
}

/// A fob that is no more as it was belongs to a key of the system that was begun or is done.
fn is_known(scene: &Scene, fob: &str, uid: &str, before: &[(String, String)], place: &str) {
    if scene.content(fob) == before {
        return;
    }
    let keys = scene.run(["key", "list"]).done();
    let keys = keys["items"].as_array().unwrap().clone();
    let key = keys.iter().find(|key| key["uid"] == uid);
    let state = key.map(|key| key["state"].as_str().unwrap().to_owned());
    assert!(
        matches!(state.as_deref(), Some("writing" | "programmed")),
        "{place}: the fob was written, and the system says {key:?}"
    );
}

/// The words of a verb, and the fob that it writes with its chip number.
type Ready = (Vec<String>, Option<(String, String)>);

/// One verb under a failing disk, and the same on one that works.
struct Job {
    name: &'static str,
    /// Makes ready for one run: the words, and the name of the fob with its chip number.
    ready: fn(&Scene, usize) -> Ready,
    /// Does the same on a disk that works, and looks at the effect.
    heal: fn(&Scene, usize, &str),
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

fn add(item: usize) -> Vec<String> {
    let email = format!("d{item}@example.org");
    user_add(("Dora", &format!("D{item}")), &email, &MAIN_JOB)
}

fn number_of(scene: &Scene, email: &str) -> Option<String> {
    let shown = scene.run(["user", "show", email]);
    (shown.code == 0).then(|| shown.json()["keys"][0]["number"].to_string())
}

const JOBS: [Job; 4] = [
    Job {
        name: "user add --program",
        ready: |scene, item| {
            let fob = format!("d{item}");
            let uid = scene.new_fob(&fob);
            (add(item), Some((fob, uid)))
        },
        heal: |scene, item, place| {
            match number_of(scene, &format!("d{item}@example.org")) {
                None => {
                    let added = scene.run(add(item));
                    assert!(added.code == 0 || added.code == 3, "{place}: {added:?}");
                }
                Some(number) => {
                    let _done = scene.persevere(&["key", "program", &number]).done();
                }
            }
            let number = number_of(scene, &format!("d{item}@example.org")).unwrap();
            let _done = scene.persevere(&["key", "program", &number]).done();
            assert_eq!(
                scene.present(&format!("d{item}"), "B main", NOW),
                "open",
                "{place}"
            );
        },
    },
    Job {
        name: "key program",
        ready: |scene, item| {
            let fob = format!("d{item}");
            let number = scene.draft(&format!("Dora D{item}"), "Resident A");
            let uid = scene.new_fob(&fob);
            let _first = scene.persevere(&["key", "program", &number]).done();
            let email = format!("dora.d{item}@example.org");
            let _more = scene
                .run(["user", "edit", &email, "--add-role", "Short"])
                .done();
            (words(&format!("key program {number}")), Some((fob, uid)))
        },
        heal: |scene, item, place| {
            let number = number_of(scene, &format!("dora.d{item}@example.org")).unwrap();
            let _done = scene.persevere(&["key", "program", &number]).done();
            assert_eq!(
                scene.present(&format!("d{item}"), "Shed", NOW),
                "open",
                "{place}"
            );
            let read = scene.persevere(&["key", "read"]).done();
            assert!(read["revision"].as_u64().unwrap() >= 2, "{place}: {read}");
        },
    },
    Job {
        name: "lock deploy",
        ready: |scene, _| {
            let held = scene.run(["lock", "show", "A 1 door"]).done();
            let clock = if held["clock"] == true { "no" } else { "yes" };
            let _edited = scene
                .run(["lock", "edit", "A 1 door", "--clock", clock])
                .done();
            (
                vec!["lock".into(), "deploy".into(), "A 1 door".into()],
                None,
            )
        },
        heal: |scene, _, place| {
            let _deployed = scene.run(["lock", "deploy", "A 1 door"]).done();
            let wanted = scene.run(["lock", "show", "A 1 door"]).done();
            let held = scene.run(["lock", "read", "A 1 door"]).done();
            assert_eq!(held["clock"], wanted["clock"], "{place}: {held}");
        },
    },
    Job {
        name: "blocklist sign",
        ready: |scene, item| {
            let number = scene.draft(&format!("Dora D{item}"), "Resident A");
            let _uid = scene.new_fob(&format!("d{item}"));
            let _first = scene.persevere(&["key", "program", &number]).done();
            let mut block = scene.command();
            let _command = block
                .env_remove("KEYWRIGHT_TOKEN")
                .env_remove("KEYWRIGHT_PIN");
            let _blocked =
                finish(block.args(["--json", "--at", NOW, "key", "block", &number])).done();
            (words("blocklist sign"), None)
        },
        heal: |scene, _, place| {
            let _signed = scene.run(["blocklist", "sign"]).done();
            let shown = scene.run(["blocklist", "show", "North"]).done();
            assert_eq!(shown["distributable"], true, "{place}: {shown}");
        },
    },
];

/// How a run on a failing disk ended; none where the disk had nothing more to fail at.
fn one(scene: &Scene, job: &Job, fault: Fault, (item, at): (usize, usize)) -> Option<String> {
    let place = format!("{}, {} {at}", job.name, fault.kind);
    let (words, fob) = (job.ready)(scene, item);
    let before = fob.as_ref().map(|(fob, _)| scene.content(fob));
    let (run, failed) = run_on(scene, fault, at, &words);
    if !failed {
        assert!(run.code == 0 || run.code == 3, "{place}: {run:?}");
        return None;
    }
    let told = if run.code == 0 {
        "done".to_owned()
    } else {
        named(&run, fault, &place)
    };
    let _whole = scene.run(["system", "verify"]).done();
    if let (Some((fob, uid)), Some(before)) = (&fob, &before) {
        is_known(scene, fob, uid, before, &place);
    }
    (job.heal)(scene, item, &place);
    let _whole = scene.run(["audit", "verify"]).done();
    let tasks = scene.run(["task", "list"]).done();
    assert_eq!(tasks["items"], json!([]), "{place}");
    Some(told)
}

/// At which calls a disk fails: all, or a sample that comes to every part of the jobs.
fn positions(fault: Fault) -> Vec<usize> {
    match (full(), fault.kind) {
        (true, "write") => (1..=200).collect(),
        (true, _) => (1..=20).collect(),
        (false, "write") => vec![2, 17, 34, 70, 110, 160],
        (false, _) => vec![1, 3, 6],
    }
}

#[test]
fn a_disk_that_fails_under_the_whole_program_costs_nothing() {
    let mut runs = Vec::new();
    for fault in [FULL, FAILED_SYNC] {
        for job in &JOBS {
            runs.extend(positions(fault).into_iter().map(|at| (fault, job, at)));
        }
    }
    let ends = Mutex::new(BTreeMap::<(&str, &str), BTreeMap<String, usize>>::new());
    let _run = side_by_side(runs.len(), |scene, item| {
        let (fault, job, at) = runs[item];
        if let Some(told) = one(scene, job, fault, (item, at)) {
            let mut ends = ends.lock().unwrap();
            let ends = ends.entry((fault.kind, job.name)).or_default();
            *ends.entry(told).or_default() += 1;
        }
        true
    });
    let ends = ends.into_inner().unwrap();
    let counts = ends.values().flat_map(BTreeMap::values);
    println!(
        "{} runs on disks that fail: {ends:?}",
        counts.sum::<usize>()
    );
    assert_eq!(ends.len(), 8);
    for (place, ends) in &ends {
        let told = ends.keys().any(|end| end != "done");
        assert!(told, "{place:?}: {ends:?}");
    }
}
