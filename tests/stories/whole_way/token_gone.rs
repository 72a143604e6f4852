//! The programming key is pulled while a command uses its authority at several doors.

use std::path::Path;
use std::time::{Duration, Instant};

use keywright::bench::control;
use serde_json::{Value, json};

use super::scene::{Run, Scene};

#[test]
fn doors_after_the_programming_key_left_are_refused_and_told() {
    let scene = Scene::town();
    let bench = scene.bench_folder();
    let ask = |request: Value| control::request(&bench, &request).unwrap();
    let own = ask(json!({"verb": "list"}))["inserted"].clone();
    let listed = scene.run(["lock", "list"]).done();
    let names = listed["items"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|lock| lock["name"].as_str().unwrap()).collect();
    let deploy = [&["lock", "deploy"], &names[..]].concat();
    let mut between = 0;
    for after in 4..40 {
        let _lit = ask(json!({"verb": "remove", "after_exchange": after}));
        let run = scene.run(&deploy);
        let _back = ask(json!({"verb": "insert", "name": own}));
        if run.code == 0 {
            break;
        }
        assert_eq!(run.code, 3, "{run:?}");
        let told = run.json();
        // Pulled before the secrets were open, nothing was done.
        let Some(items) = told["items"].as_array() else {
            assert_eq!(told["code"], "programming-key-gone", "{told}");
            continue;
        };
        assert_eq!(items.len(), names.len(), "every door is told of: {told}");
        let done = |item: &&Value| item.get("revision").is_some_and(Value::is_u64);
        let count = items.iter().filter(done).count();
        for (place, item) in items.iter().enumerate() {
            let is_refused = item["code"] == "programming-key-gone";
            assert_eq!(is_refused, place >= count, "{after}: {told}");
        }
        assert!(count > 0, "the door under way is finished: {told}");
        between += 1;
    }
    assert!(
        between > 1,
        "it was pulled between two doors {between} times"
    );
    println!("the programming key was pulled between two doors {between} times");
}

const FOBS: [(&str, &str); 3] = [
    ("one", "Ada Rinne"),
    ("two", "Bo Salmi"),
    ("three", "Cai Tammi"),
];

/// That the programming key is missed, and nothing else.
fn is_gone(run: &Run) {
    let told = run.broken_part();
    assert_eq!(
        (run.code, &told["code"]),
        (3, &json!("programming-key-gone")),
        "{run:?}"
    );
}

/// Pulls the token out once the fob was asked so often; whether it came to that.
fn pull_after(bench: &Path, asked: u64) -> bool {
    let begun = Instant::now();
    let mut seen = 0;
    while begun.elapsed() < Duration::from_secs(10) {
        let stats = control::request(bench, &json!({"verb": "stats"})).unwrap();
        seen += stats["exchanges"].as_u64().unwrap_or_default();
        if seen >= asked {
            let pulled = control::request(bench, &json!({"verb": "remove"})).unwrap();
            return pulled["ok"] == true;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    false
}

/// Writes the fobs one after another. While the first is written the programming key leaves: that one is finished, and no
/// other is begun until it is back.
fn each_fob_needs_it(scene: &Scene, write: &dyn Fn(usize) -> Vec<String>) {
    let bench = scene.bench_folder();
    let ask = |request: Value| control::request(&bench, &request).unwrap();
    let own = ask(json!({"verb": "list"}))["inserted"].clone();
    scene.lay(FOBS[0].0);
    let before = scene.content(FOBS[0].0);
    // The token is pulled as soon as the fob has been asked so often.
    let mut asked = 2;
    loop {
        asked += 2;
        assert!(asked < 60, "it never leaves while the first fob is written");
        let hand = {
            let bench = bench.clone();
            let _since = ask(json!({"verb": "stats"}));
            std::thread::spawn(move || pull_after(&bench, asked))
        };
        let run = scene.run(write(0));
        let pulled = hand.join().unwrap();
        if run.code == 0 {
            assert!(pulled, "the fob was written before the token could leave");
            break;
        }
        // Pulled before the secrets were open, nothing was begun.
        is_gone(&run);
        assert_eq!(scene.content(FOBS[0].0), before, "{asked}");
        let _back = ask(json!({"verb": "insert", "name": own}));
    }
    assert_ne!(scene.content(FOBS[0].0), before);
    for (place, (fob, _)) in FOBS.iter().enumerate().skip(1) {
        scene.lay(fob);
        let before = scene.content(fob);
        is_gone(&scene.run(write(place)));
        assert_eq!(scene.content(fob), before, "{fob}");
        let tasks = scene.run(["task", "list"]).done();
        assert_eq!(
            tasks["items"].as_array().unwrap().len(),
            0,
            "a task was begun: {tasks}"
        );
    }
    let _back = ask(json!({"verb": "insert", "name": own}));
    for (place, (fob, _)) in FOBS.iter().enumerate().skip(1) {
        scene.lay(fob);
        let before = scene.content(fob);
        let _done = scene.run(write(place)).done();
        assert_ne!(scene.content(fob), before, "{fob}");
    }
}

#[test]
fn fobs_after_the_programming_key_left_wait_for_it() {
    let scene = Scene::town();
    let numbers = FOBS.map(|(fob, name)| {
        let number = scene.draft(name, "Resident A");
        let _uid = scene.new_fob(fob);
        let _done = scene.run(["key", "program", &number]).done();
        number
    });
    let edit = ["role", "edit", "Resident A", "--add-lock", "A 2 door"];
    let _pending = scene.run(edit).done();
    each_fob_needs_it(&scene, &|_| ["task", "run"].map(str::to_owned).to_vec());

    // The same where the secrets were changed.
    let _started = scene.run(["campaign", "start"]).done();
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    each_fob_needs_it(&scene, &|place| {
        ["key", "program", &numbers[place]]
            .map(str::to_owned)
            .to_vec()
    });
    let campaign = scene.run(["campaign", "show"]).done();
    assert_eq!(campaign["fobs"]["left"], 0, "{campaign}");
}
