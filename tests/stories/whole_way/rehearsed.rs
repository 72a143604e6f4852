//! A dry run of a change to places or keys tells what the change then does, and leaves the system byte for byte as it
//! was.

use serde_json::{Value, json};

use super::scene::{NOW, Scene};

/// What may differ between a dry run and the change itself: that nothing was changed, and what only a dry run has room
/// to tell.
fn without_what_only_a_dry_run_tells(mut answer: Value) -> Value {
    let fields = answer.as_object_mut().unwrap();
    for name in ["dry_run", "notice", "keys", "difference", "version"] {
        let _gone = fields.remove(name);
    }
    answer
}

fn log(scene: &Scene) -> Value {
    scene.run(["audit", "verify"]).done()["head"].clone()
}

#[test]
fn a_dry_run_tells_what_the_change_then_does_and_changes_nothing() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let changes: [(&[&str], &[&str]); 5] = [
        (
            &["role", "edit", "Resident A", "--add-lock", "Shed"],
            &["+ Shed"],
        ),
        (
            &[
                "role",
                "edit",
                "Resident A",
                "--times",
                "mon-fri 07:00-18:00",
            ],
            &[],
        ),
        (&["lock", "edit", "A 1 door", "--name", "A one"], &[]),
        (
            &[
                "premises",
                "edit",
                "A 1",
                "--name",
                "A first",
                "--private",
                "yes",
            ],
            &[],
        ),
        (&["key", "block", &number, "--reason", "lost"], &[]),
    ];
    for (words, difference) in changes {
        let before = log(&scene);
        let shown = scene.run(["key", "show", &number]).done();
        let dry = scene.run([words, &["--dry-run"]].concat()).done();
        assert_eq!(dry["dry_run"], true, "{dry}");
        assert!(
            dry["notice"]
                .as_str()
                .unwrap()
                .contains("Nothing was changed"),
            "{dry}"
        );
        assert_eq!(log(&scene), before, "{words:?} left an entry in the log");
        assert_eq!(scene.run(["key", "show", &number]).done(), shown);
        if let Some(told) = dry["difference"].as_array() {
            let told: Vec<String> = told
                .iter()
                .map(|one| format!("{} {}", one["change"], one["lock"]).replace('"', ""))
                .collect();
            for one in difference {
                assert!(told.contains(&(*one).to_owned()), "{told:?}");
            }
            let keys = dry["keys"].as_array().unwrap();
            assert_eq!(json!(keys.len()), dry["keys_changed"], "{dry}");
            assert!(
                keys.iter().all(|key| key["user_name"] == "Aada Korhonen"),
                "{dry}"
            );
        }
        let done = scene.run(words).done();
        assert_ne!(log(&scene), before);
        if words[0] == "key" {
            let numbers = |answer: &Value| answer["blocklists"][0]["numbers"].clone();
            assert_eq!(numbers(&dry), numbers(&done), "{dry}");
            assert_eq!(dry["blocklists"][0]["distributable"], false, "{dry}");
            assert_eq!(dry["state"], "blocked");
        } else {
            let same = without_what_only_a_dry_run_tells;
            assert_eq!(same(dry), same(done));
        }
    }
}

#[test]
fn a_dry_run_is_refused_as_the_change_would_be() {
    let scene = Scene::town();
    let _uid = scene.new_fob("cleaner");
    let number = scene.draft("Kaisa Virta", "Cleaner");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let before = log(&scene);
    for words in [
        &["lock", "edit", "A laundry", "--clock", "no"][..],
        &["role", "edit", "Cleaner", "--add-lock", "A 1 door"],
    ] {
        let dry = scene.run([words, &["--dry-run"]].concat());
        let _told = dry.refused(1, "lock-without-clock");
        let _told = scene.run(words).refused(1, "lock-without-clock");
    }
    // Nor does anybody have said that the clock is right.
    let clock = [
        "--confirm-clock",
        "role",
        "edit",
        "Cleaner",
        "--name",
        "C",
        "--dry-run",
    ];
    let _told = scene.run(clock).done();
    // An edit of nothing is no edit, dry or not.
    let nothing = scene.run(["role", "edit", "Cleaner", "--dry-run"]);
    let _told = nothing.refused(2, "usage");
    assert_eq!(log(&scene), before);
    assert_eq!(scene.present("cleaner", "A laundry", NOW), "open");
}
