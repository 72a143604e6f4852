//! Locks without a clock, where people open only for a time or at times: nobody is shut out of a door by a change to
//! lock, role or group without those being named whom it would shut out.

use super::scene::{NOW, Scene, user_add};

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

#[test]
fn whoever_keeps_only_a_timed_way_through_a_door_without_a_clock_is_named() {
    let scene = Scene::town();
    let always = ["role", "add", "--name", "Always", "--lock", "A 1 door"];
    let _done = scene.run(always).done();
    let nights = ["--lock", "A 1 door", "--times", "mon-fri 20:00-22:00"];
    let nights = [&["role", "add", "--name", "Nights"][..], &nights].concat();
    let _done = scene.run(nights).done();
    // A lock that always opens for somebody judges that, whatever else the key holds.
    let more = ["--role", "Always", "--role", "Nights", "--key", "fob"];
    let more = [&more[..], &["--draft"]].concat();
    let added = user_add(("Lena", "Aalto"), "lena.aalto@example.org", &more);
    let number = scene.run(added).done()["keys"][0]["number"].to_string();
    let holder = format!("Lena Aalto ({number})");
    for narrowing in [
        &["role", "edit", "Always", "--remove-lock", "A 1 door"][..],
        &["role", "edit", "Always", "--times", "mon 06:00-08:00"],
        &["role", "edit", "Always", "--expiry", "24"],
    ] {
        named(&scene, narrowing, "A 1 door", &holder);
    }
    let _gone = scene.run(["key", "remove", &number]).done();
    let narrowing = ["role", "edit", "Always", "--remove-lock", "A 1 door"];
    let _done = scene.run(narrowing).done();
}

#[test]
fn no_end_date_comes_over_a_door_without_a_clock() {
    let scene = Scene::town();
    let _done = scene
        .run(["role", "add", "--name", "Always", "--lock", "A 1 door"])
        .done();
    let number = scene.draft("Lena Aalto", "Always");
    let before = scene.run(["user", "show", "Lena Aalto"]).done();
    for limit in [
        &["--end-date", "2027-01-31"][..],
        &["--add-role", "Always@2026-12-01..2027-01-31"],
    ] {
        let edit = [&["user", "edit", "Lena Aalto"][..], limit].concat();
        let refused = scene.run(edit).refused(1, "lock-without-clock");
        let message = refused["message"].as_str().unwrap();
        assert!(
            message.contains("A 1 door") && message.contains(&number),
            "{message}"
        );
    }
    assert_eq!(scene.run(["user", "show", "Lena Aalto"]).done(), before);
    // Without the door the date may come, and then a door of this kind may not.
    let dated = ["user", "edit", "Lena Aalto", "--end-date", "2027-01-31"];
    let without = [&dated[..], &["--remove-role", "Always"]].concat();
    let _done = scene.run(without).done();
    let again = ["user", "edit", "Lena Aalto", "--add-role", "Always"];
    let _refused = scene.run(again).refused(1, "lock-without-clock");
}
