//! Locks without a clock, where people open only for a time or at times: nobody is shut out of a door by a change to
//! lock, role or group without those being named whom it would shut out.

use super::scene::{NOW, Scene};

fn named(scene: &Scene, change: &[&str], lock: &str, holder: &str) {
    let refused = scene.run(change).refused(1, "lock-without-clock");
    let message = refused["message"].as_str().unwrap();
    assert!(
        message.contains(lock) && message.contains(holder),
        "{message}"
    );
    assert!(
        refused["remedy"].as_str().unwrap().contains("Nothing was"),
        "{refused}"
    );
}

#[test]
fn no_lock_without_a_clock_comes_under_those_who_open_only_at_times() {
    let scene = Scene::town();
    let _uid = scene.new_fob("cleaner");
    let number = scene.draft("Kaisa Virta", "Cleaner");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let holder = format!("Kaisa Virta ({number})");
    let before = scene.run(["role", "show", "Cleaner"]).done();
    for (change, lock) in [
        (
            &["lock", "edit", "A laundry", "--clock", "no"][..],
            "A laundry",
        ),
        (
            &["role", "edit", "Cleaner", "--add-lock", "A 1 door"],
            "A 1 door",
        ),
        (
            &["lock", "edit", "B 1 door", "--add-lock-group", "Common A"],
            "B 1 door",
        ),
        (
            &[
                "lock",
                "add",
                "--name",
                "Gate",
                "--lock-group",
                "Common A",
                "--blocking-group",
                "North",
            ],
            "Gate",
        ),
    ] {
        named(&scene, change, lock, &holder);
    }
    assert_eq!(scene.run(["role", "show", "Cleaner"]).done(), before);
    let locks = scene.run(["lock", "list"]).done().to_string();
    assert!(!locks.contains("Gate"), "{locks}");
    assert_eq!(scene.present("cleaner", "A laundry", NOW), "open");
    // What does not concern them goes on.
    let _done = scene.run(["lock", "edit", "Shed", "--clock", "no"]).done();
    let _done = scene
        .run(["role", "edit", "Resident A", "--add-lock", "A 1 door"])
        .done();
    // Whoever has come to the end of it stands in nobody's way.
    let _done = scene.run(["key", "write-off", &number]).done();
    let _done = scene
        .run(["lock", "edit", "A laundry", "--clock", "no"])
        .done();
}

#[test]
fn no_lock_without_a_clock_comes_under_those_who_open_only_for_a_time() {
    let scene = Scene::town();
    let number = scene.draft("Lena Aalto", "Resident A@2026-12-01..2027-01-31");
    let holder = format!("Lena Aalto ({number})");
    let adds = ["role", "edit", "Resident A", "--add-lock", "A 1 door"];
    named(&scene, &adds, "A 1 door", &holder);
    let linked = ["premises", "edit", "A 1", "--add-lock", "A 2 door"];
    let _done = scene.run(linked).done();
    // Roles that name no such lock may change under them, and what is there already may go.
    let _done = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _done = scene
        .run(["role", "edit", "Resident A", "--remove-lock", "Shed"])
        .done();
}
