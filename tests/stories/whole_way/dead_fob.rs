//! Fobs that die in their first programming, writes that are stopped, and writes that have nothing to do.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::scene::{NOW, Scene};

fn tasks(scene: &Scene) -> Vec<Value> {
    let list = scene.run(["task", "list"]).done();
    list["items"].as_array().unwrap().clone()
}

#[test]
fn a_fob_that_died_is_written_off_and_its_holder_gets_another() {
    let scene = Scene::town();
    let dead = scene.new_fob("dead");
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let _armed = scene.bench(["pull", "--after-exchange", "20"]).done();
    let run = scene.run(["key", "program", &number, "--home-group", "North"]);
    assert_eq!(run.code, 3);
    let open = tasks(&scene);
    assert_eq!(open.len(), 1);
    assert!(
        open[0]["failure"].as_str().is_some(),
        "the task tells why it is open: {open:?}"
    );
    let id = open[0]["id"].as_str().unwrap().to_owned();
    let told = scene
        .run(["task", "cancel", &id])
        .refused(1, "task-write-begun");
    let way_out = format!("key replace {number} --written-off");
    assert!(
        told["remedy"].as_str().unwrap().contains(&way_out),
        "{told}"
    );
    assert_eq!(scene.run(["key", "replace", &number]).code, 2);
    let replaced = scene
        .run(["key", "replace", &number, "--written-off"])
        .done();
    assert_eq!(
        (
            &replaced["state"],
            &replaced["home_group"],
            &replaced["replaces"]["state"],
            &replaced["replaces"]["uid"]
        ),
        (
            &json!("draft"),
            &json!("North"),
            &json!("written-off"),
            &json!(dead)
        ),
        "{replaced}"
    );
    assert_eq!(tasks(&scene), Vec::<Value>::new());
    let _told = scene.run(["task", "cancel", &id]).refused(1, "task-over");
    let _told = scene
        .run(["key", "replace", &number, "--written-off"])
        .refused(1, "key-state");
    let fresh = replaced["number"].to_string();
    let _uid = scene.new_fob("fresh");
    let done = scene.run(["key", "program", &fresh]).done();
    assert_eq!(done["keys"][0]["state"], "programmed");
    assert_eq!(scene.present("fresh", "A main", NOW), "open");
    // The fob that was not dead after all is known for what it is.
    scene.lay("dead");
    let another = scene.draft("Eeva Virta", "Resident A");
    assert_eq!(
        scene.run(["key", "program", &another]).broken_action()["code"],
        "fob-of-other-key"
    );
}

#[test]
fn a_medium_that_holds_all_it_shall_is_not_written() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let told = scene.run(["key", "program"]).refused(1, "fob-blank");
    assert!(told["remedy"].as_str().unwrap().contains("key program"));
    let _told = scene.run(["task", "run"]).refused(1, "fob-blank");
    let _first = scene.run(["key", "program", &number]).done();
    for words in [
        &["key", "program", &number][..],
        &["key", "program"],
        &["task", "run"],
    ] {
        let done = scene.run(words).done();
        assert_eq!(
            (&done["nothing_to_do"], &done["actions"][0]["code"]),
            (&json!(true), &json!("nothing-to-do")),
            "{done}"
        );
        assert_eq!(done["actions"][0]["outcome"], "done");
    }
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 1);
    let done = scene.run(["key", "program", "--again"]).done();
    assert_eq!(done["nothing_to_do"], false);
    assert_eq!(scene.run(["key", "read"]).done()["revision"], 2);
    // Another fob is told, although there is nothing to write.
    let _uid = scene.new_fob("other");
    assert_eq!(
        scene.run(["key", "program", &number]).broken_action()["code"],
        "wrong-fob"
    );
    // An expiry interval starts anew with each write.
    let _uid = scene.new_fob("eeva");
    let number = scene.draft("Eeva Virta", "Short");
    for revision in 1..3 {
        let done = scene.run(["key", "program", &number]).done();
        assert_eq!(done["nothing_to_do"], false);
        assert_eq!(scene.run(["key", "read"]).done()["revision"], revision);
    }
}

#[test]
fn a_key_press_stops_a_write_where_it_can_be_resumed() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let mut command = scene.command();
    let _command = command
        .args(["--json", "--at", NOW, "key", "program", &number])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let begun = lines.any(|line| line.unwrap().contains("\"files\""));
    assert!(begun);
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    for line in lines {
        let _line = line.unwrap();
    }
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(3), "{ended:?}");
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(told["actions"][0]["code"], "device-cancelled", "{told}");
    assert_eq!(tasks(&scene)[0]["failure"], "device-cancelled");
    let done = scene.run(["task", "run"]).done();
    assert_eq!(done["keys"][0]["state"], "programmed");
    assert_eq!(scene.present("aada", "A main", NOW), "open");
}

#[cfg(debug_assertions)]
#[test]
fn home_group_and_intent_are_there_together_or_not_at_all() {
    for point in 1..8 {
        let scene = Scene::town();
        let _uid = scene.new_fob("aada");
        let number = scene.draft("Aada Korhonen", "Everywhere");
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_FAILPOINT", point.to_string());
        let words = ["key", "program", &number, "--home-group", "South"];
        let ended = command
            .args(["--json", "--at", NOW])
            .args(words)
            .args(["--stamp", "0042"])
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), None, "{ended:?}");
        let key = scene.key(&number);
        let begun = key["state"] != "draft";
        assert_eq!(
            (key["home_group"] == "South", key["stamp"] == "0042"),
            (begun, begun),
            "fail point {point}: {key}"
        );
    }
}

/// The command in a remedy that writes what is left.
fn left(action: &Value) -> String {
    let remedy = action["remedy"].as_str().unwrap();
    let (_, command) = remedy.split_once("written by `keywright ").unwrap();
    command.split('`').next().unwrap().to_owned()
}

#[test]
fn a_fob_that_is_pulled_away_is_lifted_wherever_that_was() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _first = scene.persevere(&["key", "program", &number]).done();
    let again = ["key", "program", &number, "--again"];
    let mut pulled = 0;
    for after in 1..30 {
        let _armed = scene
            .bench(["pull", "--after-exchange", &after.to_string()])
            .done();
        let run = scene.run(again);
        scene.lay("aada");
        if run.code == 0 {
            break;
        }
        pulled = after;
        let action = run.broken_action();
        assert_eq!(action["code"], "fob-lifted", "after {after}: {action}");
        // What was asked for is what is left.
        let command = left(&action);
        assert_eq!(command, format!("key program {number} --again"));
        let words: Vec<&str> = command.split(' ').collect();
        let done = scene.persevere(&words).done();
        assert_eq!(done["nothing_to_do"], false, "after {after}: {done}");
    }
    assert!(pulled >= 9, "{pulled}");
}

#[test]
fn what_was_chosen_for_a_write_stands_in_the_command_that_is_left() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let _group = scene
        .run(["blocking-group", "edit", "South", "--name", "Far South"])
        .done();
    let _armed = scene.bench(["pull", "--after-exchange", "2"]).done();
    let chosen = ["--home-group", "Far South", "--stamp", "0042"];
    let cut = scene.run([&["key", "program", &number][..], &chosen].concat());
    let action = cut.broken_action();
    let command = format!("key program {number} --home-group 'Far South' --stamp 0042");
    assert_eq!(left(&action), command, "{action}");
}

#[test]
fn nothing_is_counted_where_nothing_was_written() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let told = scene.run(["key", "read"]).refused(3, "fob-not-programmed");
    assert!(
        told["remedy"]
            .as_str()
            .unwrap()
            .contains("keywright key program NUMBER"),
        "{told}"
    );
    let written = scene.tell(&["key", "program", &number]);
    assert!(written.stdout.contains(" exchanges, "), "{written:?}");
    let compared = scene.tell(&["key", "program", &number]);
    assert!(
        compared.stdout.contains("it was read and compared"),
        "{compared:?}"
    );
    assert!(!compared.stdout.contains(" exchanges, "), "{compared:?}");
    // What a key is already, it does not become.
    let _handed = scene.run(["key", "hand-over", &number]).done();
    let told = scene
        .run(["key", "hand-over", &number])
        .refused(1, "key-state");
    assert_eq!(told["message"], "The key is handed over already.");
    let _back = scene.persevere(&["key", "return", &number]).done();
    let back = scene.run(["key", "return", &number]).broken_action();
    let remedy = back["remedy"].as_str().unwrap();
    assert!(
        remedy.contains(&format!("key pass-on {number}")) && !remedy.contains("draft"),
        "{back}"
    );
}
