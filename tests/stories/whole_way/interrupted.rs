//! The fob is pulled away at every exchange of a first programming and of a rewrite; then it is laid again and
//! the same command, or the task, finishes. A copy of the system that slept is refused by the fob.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::full;
use super::scene::{NOW, Run, Scene, finish, side_by_side};

/// More exchanges than any write takes.
const ENOUGH: usize = 120;

/// Moments of a pull: the one of the command line, then the others, as the control socket knows them.
const MOMENTS: [&str; 4] = ["answered", "before", "executed", "mid-answer"];
/// Of the exchanges at which the other ways are tried too, all or, as long as not the full set is asked for, every
/// sixth; each way at others, so that together they come to every second one.
const SPARSE: usize = 6;

/// Pulls the fob at each exchange at which this way is tried; `work` says whether there was still one to pull at.
/// How many there were.
fn at_each_exchange(way: usize, work: impl Fn(&Scene, usize) -> bool + Sync) -> usize {
    let step = if way == 0 || full() { 1 } else { SPARSE };
    let first = if step == 1 { 1 } else { 2 * way };
    side_by_side(ENOUGH / step, |scene, item| {
        work(scene, first + item * step)
    })
}

/// How many pulls a way must have come to, of `least` exchanges.
fn enough(way: usize, least: usize) -> std::ops::Range<usize> {
    if way == 0 || full() {
        least..ENOUGH
    } else {
        (least / SPARSE).max(1)..ENOUGH / SPARSE
    }
}

fn pull(scene: &Scene, after: usize, moment: &str) {
    if moment == "answered" {
        let _armed = scene
            .bench(["pull", "--after-exchange", &after.to_string()])
            .done();
    } else {
        let request = json!({"verb": "pull", "after_exchange": after, "moment": moment});
        let armed = keywright::bench::control::request(&scene.bench_folder(), &request).unwrap();
        assert_eq!(armed["ok"], true);
    }
}

/// The run was cut off: a device failed, nothing claims to be done, and the answer says what to do.
fn was_cut_off(run: &Run, place: &str) {
    assert_eq!(run.code, 3, "{place}: {run:?}");
    let action = run.broken_action();
    assert_eq!(action["outcome"], "failed", "{place}: {action}");
    for field in ["code", "message", "remedy"] {
        assert!(
            action[field].as_str().is_some_and(|text| !text.is_empty()),
            "{place}: {action}"
        );
    }
}

fn tasks_of(scene: &Scene, key: &Value) -> Vec<Value> {
    let tasks = scene.run(["task", "list"]).done()["items"]
        .as_array()
        .unwrap()
        .clone();
    tasks
        .into_iter()
        .filter(|task| task["key"] == key["id"])
        .collect()
}

/// Finishes what is open, in one of the ways a person may choose.
fn finish_write(scene: &Scene, number: &str, tasks: &[Value], way: usize) -> Value {
    let words = match (tasks.first(), way % 3) {
        (Some(_), 0) => vec!["task", "run"],
        (Some(task), 1) => vec!["task", "run", task["id"].as_str().unwrap()],
        _ => vec!["key", "program", number],
    };
    scene.persevere(&words).done()
}

fn first_programming(scene: &Scene, after: usize, moment: &str) -> Option<String> {
    let place = format!("first programming, exchange {after}, {moment}");
    let fob = format!("first-{moment}-{after}");
    let number = scene.draft(&format!("N{after} {moment}"), "Resident A");
    let uid = scene.new_fob(&fob);
    pull(scene, after, moment);
    let run = scene.run(["key", "program", &number]);
    if run.code == 0 {
        scene.lay(&fob);
        return None;
    }
    was_cut_off(&run, &place);
    let key = scene.key(&number);
    let tasks = tasks_of(scene, &key);
    let state = key["state"].as_str().unwrap().to_owned();
    match state.as_str() {
        "draft" => assert!(
            tasks.is_empty() && key["uid"].is_null(),
            "{place}: {key} {tasks:?}"
        ),
        "writing" => {
            assert_eq!(
                (tasks.len(), &tasks[0]["uid"], &key["uid"]),
                (1, &json!(uid), &json!(uid)),
                "{place}"
            );
            if after.is_multiple_of(7) {
                let id = tasks[0]["id"].as_str().unwrap();
                let _told = scene
                    .run(["task", "cancel", id])
                    .refused(1, "task-write-begun");
            }
        }
        other => panic!("{place}: the key is {other}"),
    }
    assert_eq!(
        scene.run(["key", "show", &number]).done()["written"],
        Value::Null,
        "{place}"
    );
    scene.lay(&fob);
    let done = finish_write(scene, &number, &tasks, after);
    assert_eq!(done["keys"][0]["state"], "programmed", "{place}");
    let read = scene.run(["key", "read"]).done();
    assert_eq!(
        (&read["signature"], &read["revision"], &read["uid"]),
        (&json!("valid"), &json!(1), &json!(uid)),
        "{place}"
    );
    assert_eq!(tasks_of(scene, &key), Vec::<Value>::new(), "{place}");
    assert_eq!(scene.present(&fob, "A main", NOW), "open", "{place}");
    assert_eq!(scene.present(&fob, "Shed", NOW), "not-listed", "{place}");
    Some(state)
}

#[test]
fn a_first_programming_pulled_at_every_exchange_is_finished_by_the_same_command() {
    for (way, moment) in MOMENTS.iter().enumerate() {
        let states = Mutex::new(std::collections::BTreeMap::<String, usize>::new());
        let pulls = at_each_exchange(way, |scene, exchange| {
            let state = first_programming(scene, exchange, moment);
            if let Some(state) = &state {
                *states.lock().unwrap().entry(state.clone()).or_default() += 1;
            } else {
                let _report = scene.run(["audit", "verify"]).done();
            }
            state.is_some()
        });
        println!(
            "first programming, {moment}: {pulls} pulls, all finished; key states in between {:?}",
            states.lock().unwrap()
        );
        assert!(enough(way, 36).contains(&pulls), "{moment}: {pulls}");
    }
}

/// One rewrite cut off; `shed` says whether the role opens the shed afterwards.
fn rewrite(scene: &Scene, after: usize, moment: &str, revisions: &[AtomicUsize; 2]) -> bool {
    let place = format!("rewrite, exchange {after}, {moment}");
    let fob = format!("again-{moment}-{after}");
    let number = scene.draft(&format!("R{after} {moment}"), "Resident A");
    let _uid = scene.new_fob(&fob);
    let _first = scene.persevere(&["key", "program", &number]).done();
    let holds_shed = scene.present(&fob, "Shed", NOW) == "open";
    let edit = if holds_shed {
        "--remove-lock"
    } else {
        "--add-lock"
    };
    let _edited = scene
        .run(["role", "edit", "Resident A", edit, "Shed"])
        .done();
    let before = scene.content(&fob);
    pull(scene, after, moment);
    let run = scene.run(["key", "program", &number]);
    if run.code == 0 {
        scene.lay(&fob);
        return false;
    }
    was_cut_off(&run, &place);
    let between = scene.content(&fob);
    let key = scene.key(&number);
    let state = key["state"].as_str().unwrap();
    assert!(
        ["programmed", "writing"].contains(&state) && key["pending"] == true,
        "{place}: {key}"
    );
    let tasks = tasks_of(scene, &key);
    assert_eq!(tasks.len(), usize::from(state == "writing"), "{place}");
    // A person who reads the fob in between sees the old image or the new one, whole.
    scene.lay(&fob);
    let read = scene.run(["key", "read"]).done();
    assert_eq!(read["signature"], "valid", "{place}");
    let revision = usize::try_from(read["revision"].as_u64().unwrap()).unwrap();
    assert!([1, 2].contains(&revision), "{place}: {read}");
    let _count = revisions[revision - 1].fetch_add(1, Ordering::SeqCst);
    assert_eq!(between == before, revision == 1, "{place}");
    let opens = scene.present(&fob, "Shed", NOW) == "open";
    assert_eq!(
        opens,
        if revision == 1 {
            holds_shed
        } else {
            !holds_shed
        },
        "{place}"
    );
    let done = finish_write(scene, &number, &tasks, after);
    assert_eq!(
        (&done["keys"][0]["state"], &done["keys"][0]["pending"]),
        (&json!("programmed"), &json!(false)),
        "{place}"
    );
    let now = scene.content(&fob);
    assert!(
        revision == 1 || now == between,
        "{place}: the fob held the new image and was changed"
    );
    assert_eq!(
        scene.present(&fob, "Shed", NOW) == "open",
        !holds_shed,
        "{place}"
    );
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 2, "{place}");
    true
}

#[test]
fn a_rewrite_pulled_at_every_exchange_leaves_the_old_image_or_the_new_one() {
    for (way, moment) in MOMENTS.iter().enumerate() {
        let revisions = [const { AtomicUsize::new(0) }; 2];
        let pulls = at_each_exchange(way, |scene, exchange| {
            rewrite(scene, exchange, moment, &revisions)
        });
        println!("rewrite, {moment}: {pulls} pulls; old image {revisions:?} new image");
        assert!(enough(way, 8).contains(&pulls), "{moment}: {pulls}");
    }
}

/// A copy of the system, made by backup and restored elsewhere: the other station.
fn other_station(scene: &Scene, name: &str) -> std::path::PathBuf {
    let copy = scene.root().join(format!("{name}.backup"));
    let there = scene.root().join(name).join("town.keywright");
    std::fs::create_dir_all(there.parent().unwrap()).unwrap();
    let _copied = scene
        .run(["system", "backup", copy.to_str().unwrap()])
        .done();
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_SYSTEM", &there)
        .args(["--json", "--at", NOW, "system", "restore"])
        .arg(&copy);
    let _restored = finish(&mut command).done();
    there
}

fn at(scene: &Scene, system: &std::path::Path, arguments: &[&str]) -> Run {
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_SYSTEM", system)
        .args(["--json", "--at", NOW])
        .args(arguments);
    finish(&mut command)
}

#[test]
fn a_station_that_slept_is_refused_by_the_fob_itself() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let stale = other_station(&scene, "stale");

    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _second = scene.run(["key", "program", &number]).done();
    let content = scene.content("aada");
    let _edited = at(
        &scene,
        &stale,
        &["role", "edit", "Resident A", "--add-lock", "A 2 door"],
    )
    .done();
    let run = at(&scene, &stale, &["key", "program", &number]);
    was_cut_off(&run, "stale station");
    assert_eq!(run.broken_action()["code"], "fob-changed-elsewhere");
    assert_eq!(scene.content("aada"), content);
    assert_eq!(
        at(&scene, &stale, &["task", "list"]).done()["items"],
        json!([])
    );
    assert_eq!(
        at(&scene, &stale, &["key", "list", "--pending"]).done()["items"][0]["state"],
        "programmed",
        "nothing was written"
    );
    // Again, and by the task: still refused, and the station that is up to date goes on.
    assert_eq!(
        at(&scene, &stale, &["key", "program"]).broken_action()["code"],
        "fob-changed-elsewhere"
    );
    let _edited = scene
        .run(["role", "edit", "Resident A", "--remove-lock", "Shed"])
        .done();
    let _third = scene.run(["key", "program", &number]).done();
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 3);
}

#[test]
fn a_write_cut_off_here_and_finished_there_steps_once() {
    // The copy is made with the write open: both hold the same intent, and either may finish it.
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let mut counts = [0; 2];
    for (turn, after) in [1, 5, 8, 11].into_iter().enumerate() {
        let edit = if turn % 2 == 0 {
            "--add-lock"
        } else {
            "--remove-lock"
        };
        let _edited = scene
            .run(["role", "edit", "Resident A", edit, "Shed"])
            .done();
        pull(&scene, after, "executed");
        let run = scene.run(["key", "program", &number]);
        was_cut_off(&run, "here");
        scene.lay("aada");
        let there = other_station(&scene, &format!("there-{turn}"));
        let _finished = at(&scene, &there, &["key", "program", &number]).done();
        let content = scene.content("aada");
        let _finished = scene.run(["key", "program", &number]).done();
        let revision = scene.run(["key", "read"]).done()["revision"]
            .as_u64()
            .unwrap();
        let open = tasks_of(&scene, &scene.key(&number));
        assert_eq!(open, Vec::<Value>::new());
        // With an intent the second finds its work done; without one it begins a write of its own.
        counts[usize::from(scene.content("aada") == content)] += 1;
        println!("exchange {after}: revision {revision}");
    }
    println!("{counts:?} finished elsewhere: written again, found done");
}

#[test]
fn an_open_write_that_the_fob_outran_ends_as_failed() {
    // The copy is made before the write: it knows nothing of it and writes its own.
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.run(["key", "program", &number]).done();
    let there = other_station(&scene, "there");
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    pull(&scene, 2, "answered");
    was_cut_off(&scene.run(["key", "program", &number]), "here");
    assert_eq!(tasks_of(&scene, &scene.key(&number)).len(), 1);
    scene.lay("aada");
    let _edited = at(
        &scene,
        &there,
        &["role", "edit", "Resident A", "--add-lock", "A 2 door"],
    )
    .done();
    let _finished = at(&scene, &there, &["key", "program", &number]).done();
    let content = scene.content("aada");
    let run = scene.run(["task", "run"]);
    was_cut_off(&run, "outrun");
    assert_eq!(run.broken_action()["code"], "fob-changed-elsewhere");
    assert_eq!(scene.content("aada"), content);
    assert_eq!(
        tasks_of(&scene, &scene.key(&number)),
        Vec::<Value>::new(),
        "a task that can never end stays open"
    );
    assert_eq!(scene.key(&number)["state"], "write-failed");
}

#[test]
fn a_fob_whose_first_write_was_cut_off_is_told_as_that_keys() {
    let scene = Scene::town();
    // From the commit on the fob shows its image.
    let (mut shown, mut adopted) = (0, 0);
    for place in [10, 20, 28, 32, 36] {
        let name = format!("fob{place}");
        let number = scene.draft(&format!("Aada {place}"), "Resident A");
        let _uid = scene.new_fob(&name);
        pull(&scene, place, "answered");
        was_cut_off(&scene.run(["key", "program", &number]), &name);
        scene.lay(&name);
        let read = scene.run(["key", "read"]);
        if read.code != 0 {
            continue;
        }
        shown += 1;
        let told = read.done();
        assert_eq!(
            (&told["key_number"], &told["state"], &told["code"]),
            (
                &json!(number.parse::<u32>().unwrap()),
                &json!("writing"),
                &Value::Null
            ),
            "{told}"
        );
        let taken = scene.run(["key", "read", "--adopt"]);
        adopted += usize::from(taken.code == 0);
        let finished = scene.run(["key", "program", &number]).done();
        assert_eq!(
            finished["keys"][0]["state"], "programmed",
            "{place} {taken:?}"
        );
        let _emptied = scene.run(["key", "return", &number]).done();
    }
    println!("{shown} fobs read before their first write was finished, {adopted} of them adopted");
    assert!(shown >= 3, "{shown}");
}
