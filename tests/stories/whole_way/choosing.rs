//! The home group: what follows from each choice, and what is said when a key's locks have left it; and by which source
//! a lock comes and goes.

use keywright::workflow::listing::{KeyWaits, Waiting};
use serde_json::{Value, json};

use super::scene::Scene;

/// The choices of a refusal without their ids, by name.
fn choices(told: &Value) -> Value {
    let mut all = told["choices"]
        .as_array()
        .unwrap_or_else(|| panic!("{told}"))
        .clone();
    for choice in &mut all {
        assert!(choice.as_object_mut().unwrap().remove("id").is_some());
    }
    json!(all)
}

fn choice(name: &str, other: &str, carriers: u32) -> Value {
    let locks = if name == "North" { 2 } else { 1 };
    json!({
        "name": name,
        "locks": locks,
        "blocklist_version": 0,
        "blocked": 0,
        "capacity": 500,
        "locks_behind": 0,
        "carriers": carriers,
        "not_carried": [other],
    })
}

#[test]
fn a_choice_of_home_group_is_asked_for_with_what_follows_from_each() {
    let scene = Scene::town();
    let _uid = scene.new_fob("first");
    let words = [
        "user",
        "add",
        "--first",
        "Eve",
        "--last",
        "Where",
        "--email",
        "eve@example.org",
        "--role",
        "Everywhere",
        "--key",
        "fob",
        "--program",
    ];
    let run = scene.run(words);
    assert_eq!(run.code, 1, "{run:?}");
    let told = run.json();
    assert_eq!(told["code"], "home-group-not-chosen");
    assert_eq!(
        choices(&told),
        json!([choice("North", "South", 0), choice("South", "North", 0)])
    );
    let chosen: Vec<&str> = words
        .iter()
        .copied()
        .chain(["--home-group", "North"])
        .collect();
    let _done = scene.persevere(&chosen).done();

    let number = scene.draft("Max Where", "Everywhere");
    let _uid = scene.new_fob("second");
    let refused = scene.run(["key", "program", &number]);
    assert_eq!(
        choices(&refused.broken_action()),
        json!([choice("North", "South", 1), choice("South", "North", 0)])
    );
    let text = scene.tell(&["key", "program", &number]);
    for line in [
        "North: 2 locks of this key · blocklist version 0, 0 of 500 entries · locks behind: 0 · other carriers: 1 · not carried: South",
        "South: 1 lock of this key · blocklist version 0, 0 of 500 entries · locks behind: 0 · other carriers: 0 · not carried: North",
    ] {
        assert!(text.stdout.contains(line), "{text:?}");
    }
    assert_eq!(scene.key(&number)["state"], "draft");
}

/// The numbers of the keys on the to-do list because their home group is lost: as the list of keys tells it, and as the
/// window is told.
fn lost(scene: &Scene) -> Vec<u64> {
    let list = scene.run(["key", "list", "--orphaned"]).done();
    let items = list["items"].as_array().unwrap();
    let numbers: Vec<u64> = items
        .iter()
        .map(|key| key["number"].as_u64().unwrap())
        .collect();
    let waiting = scene.station().waiting().unwrap();
    let todo: Vec<u64> = waiting
        .iter()
        .filter_map(|one| match one {
            Waiting::Key(KeyWaits::Orphaned, record, _) => Some(record.key.number.0.into()),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, todo);
    numbers
}

#[test]
fn a_key_whose_locks_have_left_its_home_group_is_told_and_stays_on_the_list() {
    let scene = Scene::town();
    let _uid = scene.new_fob("eve");
    let number = scene.draft("Eve Where", "Everywhere");
    let key: u64 = number.parse().unwrap();
    let program = ["key", "program", &number, "--home-group", "North"];
    let done = scene.persevere(&program).done();
    assert_eq!(done["actions"][0]["code"], Value::Null);
    assert!(lost(&scene).is_empty());

    let role = [
        "role",
        "edit",
        "Everywhere",
        "--remove-lock-group",
        "Common A",
    ];
    let told = scene.run(role).done();
    assert_eq!(told["home_group_orphaned"][0]["key"], json!(key), "{told}");
    assert_eq!(told["home_group_orphaned"][0]["home_group"], "North");
    assert!(
        told["notice"]
            .as_str()
            .unwrap()
            .contains("key list --orphaned"),
        "{told}"
    );
    assert_eq!(lost(&scene), [key]);
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["home_group_orphaned"], json!(true));
    assert!(shown["notice"].is_string(), "{shown}");

    // Allowed: it is written, warned of, and stays on the list.
    let written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(
        (
            &written["actions"][0]["outcome"],
            &written["actions"][0]["code"]
        ),
        (&json!("done"), &json!("home-group-orphaned")),
        "{written}"
    );
    assert_eq!(written["keys"][0]["home_group"], "North");
    assert_eq!(scene.key(&number)["pending"], json!(false));
    assert_eq!(lost(&scene), [key]);

    // A change that robs nobody else says nothing.
    let told = scene
        .run(["role", "edit", "Everywhere", "--times", "always"])
        .done();
    assert_eq!(
        (&told["home_group_orphaned"], &told["notice"]),
        (&json!([]), &Value::Null)
    );

    let _gone = scene.persevere(&["key", "return", &number]).done();
    assert!(lost(&scene).is_empty());
}

#[test]
fn a_lock_that_moves_to_another_blocking_group_takes_the_home_group_from_a_key() {
    let scene = Scene::town();
    let _uid = scene.new_fob("eve");
    let number = scene.draft("Eve Short", "Short");
    let key: u64 = number.parse().unwrap();
    let _done = scene.persevere(&["key", "program", &number]).done();
    let told = scene
        .run(["lock", "edit", "Shed", "--blocking-group", "South"])
        .done();
    assert_eq!(
        (
            &told["keys_changed"],
            &told["home_group_orphaned"][0]["key"]
        ),
        (&json!(0), &json!(key)),
        "{told}"
    );
    assert_eq!(lost(&scene), [key]);
    let user = [
        "user",
        "edit",
        "eve.short@example.org",
        "--add-role",
        "Resident B",
        "--dry-run",
    ];
    let told = scene.run(user).done();
    assert_eq!(
        told["home_group_orphaned"][0]["home_group"], "North",
        "{told}"
    );
    let text = scene.tell(&user);
    assert!(
        text.stdout.contains("stays in the home group North"),
        "{text:?}"
    );
}

fn difference(answer: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let all = answer["difference"].as_array().unwrap().iter();
    all.map(|one| {
        [
            word(&one["change"]),
            word(&one["lock"]),
            word(&one["source"]),
        ]
        .join(" ")
    })
    .collect()
}

#[test]
fn a_lock_that_goes_is_told_with_the_source_that_ended() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Short");
    let aada = "aada.korhonen@example.org";
    let given = scene
        .run(["user", "edit", aada, "--add-role", "Resident A"])
        .done();
    assert_eq!(
        difference(&given),
        ["+ A main Resident A", "+ A laundry Resident A"]
    );
    let _done = scene.persevere(&["key", "program", &number]).done();

    let change = ["user", "edit", aada, "--remove-role", "Short"];
    let lost = ["- Shed Short"];
    assert_eq!(
        difference(&scene.run(change.iter().chain(&["--dry-run"])).done()),
        lost
    );
    assert_eq!(difference(&scene.run(change).done()), lost);
    // The source is gone, and even its role: the medium's own record still names it.
    let _gone = scene.run(["role", "remove", "Short"]).done();
    assert_eq!(
        difference(&scene.run(["key", "show", &number]).done()),
        lost
    );
    let text = scene.tell(&["key", "show", &number]);
    assert!(text.stdout.contains("Short"), "{text:?}");
    assert_eq!(
        difference(&scene.persevere(&["key", "program", &number]).done()),
        lost
    );

    // A role that gives less from now on is the source as well.
    let _less = scene
        .run([
            "role",
            "edit",
            "Resident A",
            "--remove-lock-group",
            "Common A",
            "--add-lock",
            "A main",
        ])
        .done();
    assert_eq!(
        difference(&scene.run(["key", "show", &number]).done()),
        ["- A laundry Resident A"]
    );
}
