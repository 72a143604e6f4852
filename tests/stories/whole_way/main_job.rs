//! The main job by the command line, the shape of its answers, its refusals and its exit codes.

use std::collections::BTreeSet;
use std::sync::Arc;

use keywright::model::Email;
use keywright::time::SystemClock;
use keywright::workflow::{NewStation, Services, Station, hardware};
use serde_json::{Value, json};

use super::scene::{NOW, OPERATOR, PASSWORD, PROGRAM, Run, Scene, finish, init_of_the_town};

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
const KEY_ADDED: [&str; 6] = [
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
    has_exactly(answer, &ANSWER, added);
    has_id_and_name(&answer["user"]);
    for key in answer["keys"].as_array().unwrap() {
        has_exactly(key, &KEY, &KEY_ADDED);
    }
    for action in answer["actions"].as_array().unwrap() {
        has_exactly(action, &ACTION, &[]);
    }
    for change in answer["difference"].as_array().unwrap() {
        has_exactly(change, &["lock", "change", "source"], &[]);
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

#[test]
fn a_person_is_added_the_fob_programmed_and_the_doors_obey() {
    let scene = Scene::town();
    has_exactly(
        &init_of_the_town(),
        &["id", "name"],
        &["zone", "demo", "recovery_code", "notice"],
    );
    let uid = scene.new_fob("marja");
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
    holds_the_contract(&added, &["doors_to_visit", "cannot_open"]);
    assert_eq!(added["user"]["name"], "Marja Siivonen");
    let key = &added["keys"][0];
    assert_eq!(
        (
            &key["kind"],
            &key["state"],
            &key["uid"],
            &key["home_group"],
            &key["generation"]
        ),
        (
            &json!("fob"),
            &json!("programmed"),
            &json!(uid),
            &json!("North"),
            &json!(1)
        )
    );
    assert_eq!(added["keys"][1]["kind"], "phone");
    let outcomes: Vec<&Value> = added["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["outcome"])
        .collect();
    assert_eq!(outcomes, ["done", "done", "done"]);
    assert_eq!(
        added["difference"],
        json!([
            {"lock": "A laundry", "change": "+", "source": "Cleaner"},
            {"lock": "A main", "change": "+", "source": "Cleaner"},
            {"lock": "Shed", "change": "+", "source": "Short"},
        ])
        .as_array()
        .map(|changes| {
            let told = added["difference"].as_array().unwrap();
            assert!(
                changes.iter().all(|change| told.contains(change)) && told.len() == 3,
                "{told:?}"
            );
            added["difference"].clone()
        })
        .unwrap()
    );
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
    has_exactly(&read, &contract, &["revision", "events"]);
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
    let number = added["keys"][0]["number"].to_string();
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["wanted"], shown["written"]);
    assert_eq!(shown["written"], read["entries"]);
    assert_eq!(shown["difference"], json!([]));

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

    let _other = other_system(&scene, "stranger");
    assert_eq!(scene.present("stranger", "B main", NOW), "wrong-system");
    let _new = reasons.insert("wrong-system");
    println!("{} answers of doors: {reasons:?}", reasons.len());
}

/// A second system with the same programming key, and a fob of it.
fn other_system(scene: &Scene, fob: &str) -> std::path::PathBuf {
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
    holds_the_contract(&run.json(), &["resumed"]);
    let done = scene
        .run(["key", "program", &number, "--home-group", "South"])
        .done();
    holds_the_contract(&done, &["resumed"]);
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

/// Refusals that one command reaches, with exit code and stable word.
const REFUSALS: &[(&[&str], i32, &str)] = &[
    (&["role", "show", "Nobody"], 1, "name-unknown"),
    (&["premises", "show", "Twin"], 1, "name-ambiguous"),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--premises",
            "A 1:Cleaner",
        ],
        1,
        "role-not-linked",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--premises",
            "Building A",
        ],
        1,
        "premises-not-private",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--without-source",
            "Cleaner",
        ],
        1,
        "source-not-held",
    ),
    (
        &[
            "user", "add", "--first", "A", "--last", "B", "--email", "nothing",
        ],
        1,
        "email-malformed",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "LockSmith@Example.org",
        ],
        1,
        "email-taken",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "",
            "--last",
            "B",
            "--email",
            "x@example.org",
        ],
        1,
        "name-malformed",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Cleaner@2027-01-01..2026-01-01",
        ],
        1,
        "validity-end-before-start",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Cleaner@never..",
        ],
        1,
        "time-malformed",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Door with times",
            "--key",
            "fob",
            "--program",
        ],
        1,
        "lock-without-clock",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Everywhere",
            "--key",
            "fob",
            "--program",
        ],
        1,
        "home-group-not-chosen",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Empty",
            "--key",
            "fob",
            "--program",
        ],
        1,
        "key-opens-nothing",
    ),
    (
        &[
            "user",
            "add",
            "--first",
            "A",
            "--last",
            "B",
            "--email",
            "x@example.org",
            "--role",
            "Resident A",
            "--key",
            "fob",
            "--home-group",
            "South",
            "--program",
        ],
        1,
        "home-group-without-locks",
    ),
    (&["role", "add", "--name", "Cleaner"], 1, "name-taken"),
    (
        &["role", "add", "--name", "R", "--times", "whenever"],
        1,
        "access-times-interval",
    ),
    (&["role", "remove", "Cleaner"], 1, "still-used"),
    (&["task", "cancel", "no-id"], 1, "id-malformed"),
    (
        &["task", "cancel", "01a2076b-4400-75a8-ba8d-aa1ad3fc6448"],
        1,
        "not-found",
    ),
    (&["key", "read"], 3, "no-fob"),
    (
        &["--encoder", "/dev/null/none", "key", "read"],
        3,
        "port-unavailable",
    ),
    (
        &["--token", "bench:/dev/null", "key", "read"],
        3,
        "programming-key-gone",
    ),
    (
        &["--system", "/tmp/no such file.keywright", "user", "list"],
        4,
        "store-file-missing",
    ),
];

#[test]
fn every_refusal_has_code_cause_and_remedy_in_four_languages() {
    let scene = Scene::town();
    for parent in ["Building A", "B 1"] {
        let _twin = scene
            .run(["premises", "add", "--name", "Twin", "--parent", parent])
            .done();
    }
    let _draft = scene.draft("Cleo Clean", "Cleaner");
    let mut wrong = Vec::new();
    let mut words = BTreeSet::new();
    for (arguments, code, word) in REFUSALS {
        let mut texts = BTreeSet::new();
        for language in ["en", "fi", "sv", "de"] {
            let run = scene.run(["--messages", language].iter().chain(*arguments));
            let told: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
            let complete = told["message"]
                .as_str()
                .is_some_and(|text| text.len() > 5 && !text.contains("error-"))
                && told["remedy"].as_str().is_some_and(|text| text.len() > 5);
            if run.code != *code || told["code"] != *word || !complete {
                wrong.push(format!(
                    "{arguments:?} in {language}: wanted {code} {word}, got {run:?}"
                ));
                break;
            }
            let _new = texts.insert(told["message"].to_string())
                | texts.insert(told["remedy"].to_string());
        }
        if texts.len() != 8 && texts.len() > 1 {
            wrong.push(format!(
                "{word}: {} texts in four languages: {texts:?}",
                texts.len()
            ));
        }
        let _new = words.insert(*word);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!(
        "{} refusals, {} words, four languages",
        REFUSALS.len(),
        words.len()
    );
}

#[test]
fn secrets_that_are_wrong_or_missing_are_refused() {
    let scene = Scene::town();
    let with = |name: &str, value: Option<&str>, arguments: &[&str]| {
        let mut command = scene.command();
        let _command = match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
        finish(command.arg("--json").args(arguments))
    };
    let _uid = scene.new_fob("f");
    for language in ["en", "fi", "sv", "de"] {
        let words = ["--messages", language, "user", "list"];
        let _told =
            with("KEYWRIGHT_PASSWORD", Some("wrong"), &words).refused(1, "secrets-wrong-password");
        let words = ["--messages", language, "doctor"];
        let told = with(
            "KEYWRIGHT_PIN",
            Some("00000000"),
            &["--messages", language, "key", "read"],
        );
        assert_eq!(told.code, 3);
        let right = with("KEYWRIGHT_OPERATOR", Some(OPERATOR), &words);
        assert_eq!(right.code, 0, "{right:?}");
    }
    for _again in 0..4 {
        let told = with("KEYWRIGHT_PIN", Some("00000000"), &["key", "read"]);
        assert_eq!(told.code, 3, "{told:?}");
    }
    let told = with("KEYWRIGHT_PIN", Some(&scene.pin), &["doctor"]);
    assert_eq!(
        told.code, 3,
        "the last try of the PIN is not sent by a script: {told:?}"
    );
    for name in [
        "KEYWRIGHT_SYSTEM",
        "KEYWRIGHT_OPERATOR",
        "KEYWRIGHT_PASSWORD",
        "KEYWRIGHT_PIN",
    ] {
        let told = with(name, None, &["key", "read"]).refused(2, "usage");
        assert!(told["message"].as_str().unwrap().contains(name), "{told}");
    }
    let told = with("KEYWRIGHT_ENCODER", None, &["key", "read"]);
    let _told = told.refused(1, "encoder-not-named");
    let told = with("KEYWRIGHT_TOKEN", None, &["key", "read"]);
    let _told = told.refused(1, "programming-key-not-named");
    let clap = with("KEYWRIGHT_PIN", Some("1"), &["user", "add", "--first"]);
    assert_eq!(clap.code, 2);
    let _told = clap.refused(2, "usage");
    let text = finish(std::process::Command::new(PROGRAM).args(["user", "fly"]));
    assert_eq!((text.code, text.stdout.as_str()), (2, ""));
}

#[test]
fn a_system_that_is_no_demo_takes_neither_set_clock_nor_bench() {
    let scene = Scene::bare();
    let file = scene.system.to_str().unwrap();
    let init = [
        "--json",
        "system",
        "init",
        file,
        "--name",
        "Real",
        "--zone",
        "Europe/Helsinki",
    ];
    let told = finish(scene.command().args(init));
    let _told = told.refused(1, "demo-only");
    assert!(!scene.system.exists());
    let told = finish(scene.command().args(init).args(["--at", NOW]));
    let _told = told.refused(1, "demo-only");

    let mut token = hardware::open_bench_token(
        &scene.bench_folder(),
        &scene.pin,
        keywright::device::programming_key::LastTry::Keep,
    )
    .unwrap();
    let new = NewStation {
        name: "Real",
        zone: "Europe/Helsinki".parse().unwrap(),
        demo: false,
        operator: Email::new(OPERATOR).unwrap(),
        password: PASSWORD,
    };
    let services = Services::of_this_computer(Arc::new(SystemClock));
    drop(Station::init(&scene.system, &new, &mut *token, services).unwrap());
    drop(token);
    let plain = |arguments: &[&str]| finish(scene.command().arg("--json").args(arguments));
    let _group = plain(&["blocking-group", "add", "--name", "All"]).done();
    let _lock = plain(&["lock", "add", "--name", "Door", "--blocking-group", "All"]).done();
    let _role = plain(&["role", "add", "--name", "R", "--lock", "Door"]).done();
    let _uid = scene.new_fob("f");
    let user = [
        "user",
        "add",
        "--first",
        "A",
        "--last",
        "B",
        "--email",
        "a@example.org",
        "--role",
        "R",
        "--key",
        "fob",
    ];
    let added = plain(&user).done();
    let number = added["keys"][0]["number"].to_string();
    let mut count = 0;
    for arguments in [
        &["key", "read"][..],
        &["lock", "deploy", "--all"],
        &["lock", "read", "Door"],
        &["--at", NOW, "user", "list"],
        &["--at", NOW, "blocking-group", "add", "--name", "Late"],
    ] {
        let _told = plain(arguments).refused(1, "demo-only");
        count += 1;
    }
    let run = plain(&["key", "program", &number]);
    assert_eq!(
        (run.code, run.broken_action()["code"].as_str()),
        (1, Some("demo-only"))
    );
    assert_eq!(plain(&["key", "list"]).done()["items"][0]["state"], "draft");
    let told = plain(&["doctor"]);
    assert_eq!(told.code, 1);
    println!("{} refusals on a system that is no demo", count + 4);
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
    let _told = told.refused(1, "fob-unknown");
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
        (1, "fob-unknown".to_owned())
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
