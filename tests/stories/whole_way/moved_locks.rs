//! A lock that comes under another blocklist, or under new lock groups: whoever was shut out of it stays shut out.

use serde_json::{Value, json};

use super::blocking::fill;
use super::lost_numbers::restored;
use super::scene::{NOW, Scene};

/// A fob that was programmed and is lost; the number of its key.
fn lost(scene: &Scene, fob: &str, name: &str, role: &str) -> u64 {
    let _uid = scene.new_fob(fob);
    let number = scene.draft(name, role);
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _blocked = scene.run(["key", "block", &number]).done();
    number.parse().unwrap()
}

/// The numbers on the blocklist of a group.
fn listed(scene: &Scene, group: &str) -> Vec<u64> {
    let list = scene.run(["blocklist", "show", group]).done();
    let entries = list["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["key"].as_u64().unwrap())
        .collect()
}

fn contains(told: &Value, name: &str) -> bool {
    told.as_array().unwrap().contains(&json!(name))
}

#[test]
fn whoever_is_shut_out_of_a_lock_stays_so_when_the_lock_moves() {
    let scene = Scene::town();
    let resident = lost(&scene, "resident", "Aada Korhonen", "Resident A");
    let gardener = lost(&scene, "gardener", "Onni Aho", "Short");
    assert_eq!(listed(&scene, "North"), [resident, gardener]);
    // Only who can open it goes along.
    let moved = ["lock", "edit", "A laundry", "--blocking-group", "South"];
    let told = scene.run(moved).done();
    assert_eq!(listed(&scene, "South"), [resident]);
    assert!(contains(&told["doors_to_visit"], "A laundry"), "{told}");
    let south = &told["blocklists"][0];
    assert_eq!(
        (&south["name"], &south["blocked"], &south["distributable"]),
        (&json!("South"), &json!(1), &json!(false)),
        "{told}"
    );
    assert!(
        told["notice"].as_str().unwrap().contains("lock deploy"),
        "{told}"
    );
    let _there = scene.run(["lock", "deploy", "A laundry"]).done();
    assert_eq!(scene.present("resident", "A laundry", NOW), "blocked");
    // Nothing more goes along when it is named anew.
    let again = scene
        .run(["lock", "edit", "A laundry", "--name", "Laundry"])
        .done();
    assert_eq!(again["blocklists"], Value::Null, "{again}");
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn whoever_is_shut_out_of_a_lock_group_is_so_at_the_locks_that_come_to_it() {
    let scene = Scene::town();
    let resident = lost(&scene, "resident", "Aada Korhonen", "Resident A");
    assert_eq!(listed(&scene, "South"), [0; 0]);
    let joins = ["lock", "edit", "B 1 door", "--add-lock-group", "Common A"];
    let _told = scene.run(joins).done();
    assert_eq!(listed(&scene, "South"), [resident]);
    let _there = scene.run(["lock", "deploy", "B 1 door"]).done();
    assert_eq!(scene.present("resident", "B 1 door", NOW), "blocked");
    // One that is added does so too.
    let _east = scene
        .run(["blocking-group", "add", "--name", "East"])
        .done();
    assert_eq!(listed(&scene, "East"), [0; 0]);
    let gate = ["lock", "add", "--name", "Gate", "--blocking-group", "East"];
    let told = scene
        .run([&gate[..], &["--lock-group", "Common A"]].concat())
        .done();
    assert_eq!(told["blocklists"][0]["name"], "East", "{told}");
    assert_eq!(listed(&scene, "East"), [resident]);
}

#[test]
fn a_lock_does_not_move_where_those_shut_out_of_it_have_no_room() {
    let scene = Scene::town();
    let _number = lost(&scene, "resident", "Aada Korhonen", "Resident B");
    let _first = fill(&scene.station(), "many", 500);
    let before = scene.run(["lock", "show", "B main"]).done();
    let moved = ["lock", "edit", "B main", "--blocking-group", "North"];
    let told = scene.run(moved).refused(1, "blocklist-no-room");
    assert!(told["message"].as_str().unwrap().contains("North"));
    assert_eq!(told["removable"][0]["name"], "North", "{told}");
    assert_eq!(scene.run(["lock", "show", "B main"]).done(), before);
    assert_eq!(listed(&scene, "North").len(), 500);
}

#[test]
fn numbers_that_no_key_has_are_shut_out_of_new_groups_too() {
    let scene = Scene::town();
    let number = restored(&scene);
    let _blocked = scene.run(["key", "block", "--lost-number", &number]).done();
    let _east = scene
        .run(["blocking-group", "add", "--name", "East"])
        .done();
    assert_eq!(
        scene.run(["blocklist", "show", "East"]).done()["blocked"],
        1
    );
    let moved = ["lock", "edit", "B main", "--blocking-group", "East"];
    let _told = scene.run(moved).done();
    let _there = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(scene.present("fob", "B main", NOW), "blocked");
}

#[test]
fn the_doors_that_hold_an_older_list_are_named_until_they_were_visited() {
    let scene = Scene::town();
    let _lost = lost(&scene, "resident", "Aada Korhonen", "Resident A");
    let shown = || scene.run(["blocklist", "show", "North"]).done();
    let before = shown();
    let behind = before["doors_to_visit"].as_array().unwrap();
    assert_eq!(json!(behind.len()), before["locks_behind"], "{before}");
    assert!(contains(&before["doors_to_visit"], "A main"), "{before}");
    assert!(!contains(&before["doors_to_visit"], "B main"), "{before}");
    let _visited = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(shown()["doors_to_visit"], json!([]));
}
