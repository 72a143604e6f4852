//! The main job by the command line, the shape of its answers, its refusals and its exit codes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene, finish, init_of_the_town};

fn fields(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("{value}"))
        .keys()
        .map(String::as_str)
        .collect()
}

/// That an object has the fields of the contract, and beside them only those named here.
fn has_exactly(value: &Value, contract: &[&str], added: &[&str]) {
    let wanted: BTreeSet<&str> = contract.iter().chain(added).copied().collect();
    assert_eq!(fields(value), wanted, "{value}");
}

fn has_id_and_name(value: &Value) {
    assert!(
        !value["id"].is_null() && value["name"].is_string(),
        "{value}"
    );
}

const KEY: [&str; 7] = [
    "id",
    "name",
    "kind",
    "state",
    "uid",
    "home_group",
    "generation",
];
const KEY_ADDED: [&str; 7] = [
    "home_group_id",
    "number",
    "pending",
    "stamp",
    "revision",
    "blocklist_version",
    "written_at",
];
const ANSWER: [&str; 5] = ["user", "keys", "actions", "difference", "wire"];
const ACTION: [&str; 5] = ["action", "outcome", "code", "message", "remedy"];

fn holds_the_contract(answer: &Value, added: &[&str]) {
    let user = ["user_id", "user_name"];
    has_exactly(answer, &ANSWER, &[added, &user].concat());
    has_id_and_name(&answer["user"]);
    for key in answer["keys"].as_array().unwrap() {
        has_exactly(key, &KEY, &KEY_ADDED);
    }
    for action in answer["actions"].as_array().unwrap() {
        let choices: &[&str] = match action["code"].as_str() {
            Some("home-group-not-chosen") => &["choices"],
            _ => &[],
        };
        has_exactly(action, &ACTION, choices);
    }
    for change in answer["difference"].as_array().unwrap() {
        let named = [
            "key_id",
            "key_number",
            "lock_id",
            "lock_number",
            "lock_name",
        ];
        let added = [&["key"][..], &named].concat();
        has_exactly(change, &["lock", "change", "source"], &added);
        assert!(
            ["+", "-", "~"].contains(&change["change"].as_str().unwrap()),
            "{change}"
        );
    }
    if !answer["wire"].is_null() {
        has_exactly(
            &answer["wire"],
            &["exchanges", "bytes_out", "bytes_in"],
            &[],
        );
    }
}

/// Progress on standard error: JSON lines, counting up, at most one in 50 ms within a phase.
fn progress(run: &Run) -> Vec<Value> {
    let lines: Vec<Value> = run
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for line in &lines {
        has_exactly(line, &["phase", "done", "total"], &[]);
    }
    let done: Vec<u64> = lines
        .iter()
        .map(|line| line["done"].as_u64().unwrap())
        .collect();
    assert!(done.is_sorted(), "{done:?}");
    lines
}

/// Adds a cleaner with a fob and a phone; the number of the fob's key.
fn add_a_cleaner(scene: &Scene, uid: &str) -> String {
    let run = scene.run([
        "user",
        "add",
        "--first",
        "Marja",
        "--last",
        "Siivonen",
        "--email",
        "marja@example.org",
        "--role",
        "Cleaner@..2027-12-31",
        "--role",
        "Short@2026-12-01..2026-12-31",
        "--key",
        "fob",
        "--key",
        "phone",
        "--program",
        "--invite",
        "--language",
        "fi",
    ]);
    let added = run.done();
    holds_the_contract(
        &added,
        &["capacity", "doors_to_visit", "cannot_open", "similar"],
    );
    assert_eq!(added["user"]["name"], "Marja Siivonen");
    let key = &added["keys"][0];
    for (field, value) in [
        ("kind", json!("fob")),
        ("state", json!("programmed")),
        ("uid", json!(uid)),
        ("home_group", json!("North")),
        ("generation", json!(1)),
    ] {
        assert_eq!(key[field], value, "{key}");
    }
    assert_eq!(added["keys"][1]["kind"], "phone");
    let outcomes: Vec<&Value> = added["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["outcome"])
        .collect();
    assert_eq!(outcomes, ["done", "done", "done"]);
    let difference = added["difference"].as_array().unwrap();
    // Each of the two keys with its own.
    assert_eq!(difference.len(), 6);
    for (lock, source) in [
        ("A laundry", "Cleaner"),
        ("A main", "Cleaner"),
        ("Shed", "Short"),
    ] {
        for key in added["keys"].as_array().unwrap() {
            let is_own = |change: &&Value| {
                [&change["lock"], &change["lock_name"]] == [lock, lock]
                    && [&change["change"], &change["source"]] == ["+", source]
                    && [&change["key"], &change["key_number"]] == [&key["number"]; 2]
                    && change["key_id"] == key["id"]
            };
            let own = difference.iter().filter(is_own).count();
            assert_eq!(own, 1, "{difference:?}");
        }
    }
    let phases: BTreeSet<String> = progress(&run)
        .iter()
        .map(|line| line["phase"].as_str().unwrap().to_owned())
        .collect();
    for phase in [
        "identify",
        "files",
        "keys",
        "write",
        "commit",
        "read-back",
        "factory-check",
    ] {
        assert!(phases.contains(phase), "{phase} is not in {phases:?}");
    }
    key["number"].to_string()
}

/// What lies on the encoder is what the key shall hold.
fn reads_as_wanted(scene: &Scene, number: &str, uid: &str) {
    let read = scene.run(["key", "read"]).done();
    let contract = [
        "uid",
        "chip",
        "system",
        "key",
        "generation",
        "home_group",
        "blocklist_version",
        "entries",
        "signature",
    ];
    let added = ["revision", "events", "user", "key_number", "state"];
    let named = [
        "id",
        "name",
        "key_id",
        "user_id",
        "user_name",
        "home_group_id",
        "chip_name",
    ];
    has_exactly(&read, &contract, &[&added[..], &named].concat());
    for entry in read["entries"].as_array().unwrap() {
        has_exactly(
            entry,
            &["target", "windows", "access_times"],
            &["expiry_hours"],
        );
        assert!(entry["windows"].is_array());
    }
    assert_eq!(
        (&read["signature"], &read["uid"], &read["home_group"]),
        (&json!("valid"), &json!(uid), &json!("North"))
    );
    let shown = scene.run(["key", "show", number]).done();
    assert_eq!(shown["wanted"], shown["written"]);
    assert_eq!(shown["written"], read["entries"]);
    assert_eq!(shown["difference"], json!([]));
}

#[test]
fn a_person_is_added_the_fob_programmed_and_the_doors_obey() {
    let scene = Scene::town();
    has_exactly(
        &init_of_the_town(),
        &["id", "name"],
        &["zone", "demo", "recovery_code", "notice"],
    );
    let uid = scene.new_fob("marja");
    let number = add_a_cleaner(&scene, &uid);
    reads_as_wanted(&scene, &number, &uid);

    let _lock = scene
        .run([
            "lock",
            "add",
            "--name",
            "New door",
            "--blocking-group",
            "North",
        ])
        .done();
    let _blank = scene.bench(["new", "fob", "blank"]).done();
    let _other = other_system(&scene, "stranger");
    let mut reasons = BTreeSet::new();
    for (fob, lock, at, expected) in [
        ("marja", "A main", NOW, "open"),
        ("marja", "A laundry", "2026-11-24T15:59:00+02:00", "open"),
        (
            "marja",
            "A main",
            "2026-11-23T16:00:00+02:00",
            "outside-times",
        ),
        (
            "marja",
            "A main",
            "2026-11-28T10:00:00+02:00",
            "outside-times",
        ),
        ("marja", "A main", "2028-01-03T10:00:00+02:00", "expired"),
        ("marja", "Shed", NOW, "not-yet-valid"),
        ("marja", "Shed", "2026-12-02T10:00:00+02:00", "expired"),
        ("marja", "B main", NOW, "not-listed"),
        ("marja", "A 1 door", NOW, "not-listed"),
        ("marja", "New door", NOW, "not-deployed"),
        ("blank", "A main", NOW, "not-readable"),
        ("stranger", "B main", NOW, "wrong-system"),
    ] {
        assert_eq!(
            scene.present(fob, lock, at),
            expected,
            "{fob} at {lock}, {at}"
        );
        let _new = reasons.insert(expected);
    }
    let number = scene.run(["lock", "show", "A main"]).done()["number"]
        .as_u64()
        .unwrap();
    let request =
        json!({"verb": "present", "name": "marja", "lock": number, "at": NOW, "unsure": true});
    let unsure = keywright::bench::control::request(&scene.bench_folder(), &request).unwrap();
    assert_eq!(unsure["reason"], "clock-unsure");
    let _new = reasons.insert("clock-unsure");
    println!("{} answers of doors: {reasons:?}", reasons.len());
}

/// A second system with the same programming key, and a fob of it.
pub(super) fn other_system(scene: &Scene, fob: &str) -> std::path::PathBuf {
    let system = scene.root().join("other.keywright");
    let with = |arguments: &[&str]| {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_SYSTEM", &system)
            .args(["--json", "--at", NOW])
            .args(arguments);
        finish(&mut command).done()
    };
    let _made = with(&[
        "system",
        "init",
        system.to_str().unwrap(),
        "--name",
        "Other",
        "--zone",
        "Europe/Berlin",
        "--demo",
    ]);
    let _group = with(&["blocking-group", "add", "--name", "All"]);
    let _lock = with(&["lock", "add", "--name", "Door", "--blocking-group", "All"]);
    let _role = with(&["role", "add", "--name", "R", "--lock", "Door"]);
    let _uid = scene.new_fob(fob);
    let _added = with(&[
        "user",
        "add",
        "--first",
        "O",
        "--last",
        "P",
        "--email",
        "o@example.org",
        "--role",
        "R",
        "--key",
        "fob",
        "--program",
    ]);
    system
}

#[test]
fn every_list_has_items_and_every_record_an_id_and_a_name() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _failed = scene.bench(["pull", "--after-exchange", "30"]).done();
    let _broken = scene.run(["key", "program", &number]).broken_action();
    let lists = [
        ("user", 2),
        ("role", 7),
        ("premises", 3),
        ("lock", 7),
        ("lock-group", 2),
        ("blocking-group", 2),
        ("key", 1),
        ("programming-key", 1),
        ("task", 1),
        ("audit", 10),
    ];
    for (verb, least) in lists {
        let list = scene.run([verb, "list"]).done();
        has_exactly(&list, &["items"], &[]);
        let items = list["items"].as_array().unwrap();
        assert!(items.len() >= least, "{verb}: {items:?}");
        items.iter().for_each(has_id_and_name);
        if matches!(
            verb,
            "user" | "role" | "premises" | "lock" | "lock-group" | "blocking-group" | "key"
        ) {
            let id = items[0]["id"].as_str().unwrap();
            let shown = scene.run([verb, "show", id]).done();
            has_id_and_name(&shown);
            assert_eq!(shown["id"], items[0]["id"]);
        }
    }
    let info = scene.run(["system", "info"]).done();
    has_id_and_name(&info);
    println!("{} lists", lists.len());
}

#[test]
fn the_home_group_rule_holds_on_the_command_line() {
    let scene = Scene::town();
    let add = |email: &str, role: &str, more: &[&str]| {
        let words = [
            "user", "add", "--first", "Kaisa", "--last", "Kaksi", "--email", email, "--role", role,
            "--key", "fob",
        ];
        scene.run(words.iter().chain(more))
    };
    let _uid = scene.new_fob("two");
    let told =
        add("two@example.org", "Everywhere", &["--program"]).refused(1, "home-group-not-chosen");
    assert!(
        told["remedy"].as_str().unwrap().contains("North, South"),
        "{told}"
    );
    let _unknown = scene
        .run(["user", "show", "two@example.org"])
        .refused(1, "name-unknown");

    let draft = add("two@example.org", "Everywhere", &["--draft"]).done();
    assert_eq!(draft["keys"][0]["home_group"], Value::Null);
    let number = draft["keys"][0]["number"].to_string();
    let run = scene.run(["key", "program", &number]);
    assert_eq!(
        (
            run.code,
            &run.broken_action()["code"],
            &run.broken_action()["outcome"]
        ),
        (1, &json!("home-group-not-chosen"), &json!("refused"))
    );
    holds_the_contract(&run.json(), &["resumed", "nothing_to_do"]);
    let done = scene
        .run(["key", "program", &number, "--home-group", "South"])
        .done();
    holds_the_contract(&done, &["resumed", "nothing_to_do"]);
    assert_eq!(done["keys"][0]["home_group"], "South");
    let fixed = scene.run(["key", "program", &number, "--home-group", "North"]);
    assert_eq!(
        (fixed.code, fixed.broken_action()["code"].as_str()),
        (1, Some("home-group-fixed"))
    );
    assert_eq!(scene.run(["key", "read"]).done()["home_group"], "South");

    let _uid = scene.new_fob("one");
    let told = add(
        "one@example.org",
        "Resident A",
        &["--program", "--home-group", "South"],
    );
    let _told = told.refused(1, "home-group-without-locks");
    let one = add("one@example.org", "Resident A", &["--program"]).done();
    assert_eq!(one["keys"][0]["home_group"], "North");
    let _told = add("none@example.org", "Empty", &["--program"]).refused(1, "key-opens-nothing");
    let none = add("none@example.org", "Empty", &["--draft"]).done();
    assert_eq!(none["keys"][0]["state"], "draft");
}

#[test]
fn the_wrong_fob_is_never_written() {
    let scene = Scene::town();
    let first = scene.draft("Aada Korhonen", "Resident A");
    let second = scene.draft("Eino Korhonen", "Resident B");
    let _uid = scene.new_fob("first");
    let _done = scene.run(["key", "program", &first]).done();
    let before = scene.content("first");
    let broken = |run: Run| {
        (
            run.code,
            run.broken_action()["code"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(
        broken(scene.run(["key", "program", &second])),
        (1, "fob-of-other-key".to_owned())
    );
    let _uid = scene.new_fob("blank");
    assert_eq!(
        broken(scene.run(["key", "program", &first])),
        (3, "wrong-fob".to_owned())
    );
    let told = scene.run(["key", "program"]);
    let _told = told.refused(1, "fob-blank");
    let _made = scene
        .bench(["new", "fob", "classic", "--chip", "classic-1k"])
        .done();
    scene.lay("classic");
    assert_eq!(
        broken(scene.run(["key", "program", &second])),
        (3, "fob-chip-refused".to_owned())
    );
    let _system = other_system(&scene, "stranger");
    let stranger = scene.content("stranger");
    assert_eq!(
        broken(scene.run(["key", "program", &second])),
        (3, "fob-other-system".to_owned())
    );
    let phone = scene
        .run([
            "user",
            "add",
            "--first",
            "P",
            "--last",
            "Q",
            "--email",
            "p@example.org",
            "--role",
            "Resident A",
            "--key",
            "phone",
        ])
        .done();
    let phone = phone["keys"][0]["number"].to_string();
    assert_eq!(
        broken(scene.run(["key", "program", &phone])),
        (1, "key-kind-not-programmable".to_owned())
    );
    assert_eq!(scene.content("first"), before);
    assert_eq!(scene.content("stranger"), stranger);
    assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));
    assert_eq!(scene.key(&second)["state"], "draft");
    // The refusals left nothing behind: the second key goes onto the blank fob.
    scene.lay("blank");
    let _done = scene.run(["key", "program", &second]).done();
}
