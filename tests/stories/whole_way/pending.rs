//! Rights change after the fob was written: what becomes pending, what is shown, what is written, what doors do.

use serde_json::json;

use super::scene::{NOW, Scene};

#[test]
fn a_changed_role_makes_keys_pending_until_they_are_written_again() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let other = scene.draft("Bea Korhonen", "Resident B");
    let first = scene.run(["key", "program", &number]).done();
    assert_eq!(
        scene.run(["key", "list", "--pending"]).done()["items"],
        json!([])
    );

    let edited = scene
        .run([
            "role",
            "edit",
            "Resident A",
            "--add-lock",
            "Shed",
            "--add-lock",
            "A 2 door",
        ])
        .done();
    assert_eq!(edited["keys_changed"], 1);
    let pending = scene.run(["key", "list", "--pending"]).done();
    let numbers: Vec<String> = pending["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["number"].to_string())
        .collect();
    assert_eq!(numbers, [number.as_str()]);
    assert_eq!(scene.key(&other)["pending"], false);
    let shown = scene.run(["key", "show", &number]).done();
    let difference = shown["difference"].as_array().unwrap();
    let mut added: Vec<&str> = Vec::new();
    for change in difference {
        assert_eq!(
            (&change["change"], &change["source"]),
            (&json!("+"), &json!("Resident A"))
        );
        assert_eq!(change["key"].to_string(), number);
        added.push(change["lock"].as_str().unwrap());
    }
    added.sort_unstable();
    assert_eq!(added, ["A 2 door", "Shed"]);
    assert_eq!(scene.present("aada", "Shed", NOW), "not-listed");

    let again = scene.run(["key", "program", &number]).done();
    assert_eq!(again["difference"], shown["difference"]);
    let count = |answer: &serde_json::Value, name: &str| answer["wire"][name].as_u64().unwrap();
    assert!(
        count(&again, "exchanges") * 3 < count(&first, "exchanges") * 2,
        "{} after {}",
        again["wire"],
        first["wire"]
    );
    assert!(
        count(&again, "bytes_out") * 2 < count(&first, "bytes_out"),
        "{} after {}",
        again["wire"],
        first["wire"]
    );
    println!("first {}, again {}", first["wire"], again["wire"]);
    for lock in ["Shed", "A 2 door", "A main"] {
        assert_eq!(scene.present("aada", lock, NOW), "open");
    }
    assert_eq!(
        scene.run(["key", "list", "--pending"]).done()["items"],
        json!([])
    );

    // Taken back and narrowed: the fob opens no more than it shall.
    let _edited = scene
        .run([
            "role",
            "edit",
            "Resident A",
            "--remove-lock",
            "Shed",
            "--remove-lock",
            "A 2 door",
            "--times",
            "mon-fri 06:00-16:00",
        ])
        .done();
    let shown = scene.run(["key", "show", &number]).done();
    let mut changes: Vec<&str> = shown["difference"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["change"].as_str().unwrap())
        .collect();
    changes.sort_unstable();
    assert_eq!(changes, ["-", "-", "~", "~"]);
    let _done = scene.run(["key", "program"]).done();
    assert_eq!(scene.present("aada", "Shed", NOW), "not-listed");
    assert_eq!(
        scene.present("aada", "A main", "2026-11-23T17:00:00+02:00"),
        "outside-times"
    );
    assert_eq!(scene.present("aada", "A main", NOW), "open");
}

#[test]
fn a_lock_that_joins_a_group_must_be_visited_and_the_fob_stays() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.run(["key", "program", &number]).done();
    let lock = scene
        .run(["lock", "edit", "A 2 door", "--add-lock-group", "Common A"])
        .done();
    assert_eq!(lock["state"], "pending");
    assert_eq!(scene.key(&number)["pending"], false);
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["doors_to_visit"], json!(["A 2 door"]));
    assert_eq!(scene.present("aada", "A 2 door", NOW), "not-listed");
    let deployed = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(deployed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &deployed["items"][0]["state"],
            &deployed["items"][0]["revision"]
        ),
        (&json!("deployed"), &json!(2))
    );
    assert_eq!(
        scene.run(["key", "show", &number]).done()["doors_to_visit"],
        json!([])
    );
    assert_eq!(scene.present("aada", "A 2 door", NOW), "open");
    assert_eq!(
        scene.run(["lock", "read", "A 2 door"]).done()["as_recorded"],
        true
    );
}

#[test]
fn what_opens_for_somebody_with_no_access_left_is_told_with_what_ends_it() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let taken = [
        "user",
        "edit",
        "aada.korhonen@example.org",
        "--remove-role",
        "Resident A",
    ];
    let _edited = scene.run(taken).done();
    assert_eq!(scene.present("aada", "A main", NOW), "open");
    let refused = scene.run(["key", "program", &number]).broken_action();
    assert_eq!(refused["code"], json!("key-opens-nothing"), "{refused}");
    let remedy = refused["remedy"].as_str().unwrap();
    let ends = [
        format!("`keywright key return {number}`"),
        format!("`keywright key block {number}`"),
    ];
    assert!(ends.iter().all(|end| remedy.contains(end)), "{remedy}");
    let _done = scene.persevere(&["key", "return", &number]).done();
    assert_ne!(scene.present("aada", "A main", NOW), "open");
}
