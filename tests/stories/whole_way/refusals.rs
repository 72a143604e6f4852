//! What the command line refuses, with which words and exit codes, in four languages.

use std::collections::BTreeSet;
use std::sync::Arc;

use keywright::model::Email;
use keywright::time::SystemClock;
use keywright::workflow::{NewStation, Services, Station, hardware};
use serde_json::Value;

use super::scene::{NOW, OPERATOR, PASSWORD, PROGRAM, Scene, finish, user_add};

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
            "Door with times",
            "--key",
            "fob",
            "--draft",
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
        // The right PIN gives the tries back.
        let words = ["--messages", language, "lock", "deploy", "Shed"];
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
    let told = with("KEYWRIGHT_PIN", Some(&scene.pin), &["key", "read"]);
    let told = told.refused(3, "programming-key-last-pin-try");
    let remedy = told["remedy"].as_str().unwrap();
    assert!(remedy.contains("--risk-last-pin-try"), "{remedy}");
    let told = with("KEYWRIGHT_PIN", Some(&scene.pin), &["doctor"]);
    assert_eq!(told.code, 3, "doctor tells that one try is left: {told:?}");
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
    let _told = told.refused(2, "encoder-not-named");
    let told = with("KEYWRIGHT_TOKEN", None, &["key", "read"]);
    let _told = told.refused(2, "programming-key-not-named");
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
fn no_pin_is_given_where_nothing_is_signed() {
    let scene = Scene::town();
    for words in [&["doctor"][..], &["lock", "deploy", "--all"]] {
        for _again in 0..4 {
            let mut command = scene.command();
            let _command = command
                .env("KEYWRIGHT_PIN", "00000000")
                .args(["--json", "--at", NOW]);
            let told = finish(command.args(words)).done();
            assert!(told["items"].is_array(), "{told}");
        }
    }
    // All tries are there still.
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.run(["key", "program", &number]).done();
}

#[test]
fn a_time_that_is_none_is_refused_alike_by_every_verb() {
    let scene = Scene::town();
    let present = ["present", "aada", "--lock", "A main", "--at", "noon"];
    let told = scene.bench(present).refused(1, "time-malformed");
    let role = ["--role", "Cleaner@noon..", "--draft"];
    let same = scene.run(user_add(("Aada", "Korhonen"), "aada@example.org", &role));
    assert_eq!(same.refused(1, "time-malformed"), told);
    assert!(
        told["remedy"].as_str().is_some_and(|way| !way.is_empty()),
        "{told}"
    );
}
