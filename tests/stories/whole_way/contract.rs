//! The JSON of all verbs names the same thing alike, so that a script that has read one answer can read all others; and
//! with `--json` everything that is said is JSON.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::scene::{NOW, Run, Scene, finish};

/// The fields by which a noun is named in an object about something else. Where one of `any` stands, all of `all` do.
struct Shape {
    any: &'static [&'static str],
    all: &'static [&'static str],
}

const SHAPES: [Shape; 5] = [
    Shape {
        any: &["user", "user_id", "user_name"],
        all: &["user_id", "user_name"],
    },
    Shape {
        any: &["key", "key_id", "key_number"],
        all: &["key_id", "key_number"],
    },
    Shape {
        any: &["lock", "lock_id", "lock_number", "lock_name"],
        all: &["lock_id", "lock_number", "lock_name"],
    },
    Shape {
        any: &["home_group", "home_group_id"],
        all: &["home_group", "home_group_id"],
    },
    Shape {
        any: &["chip", "chip_name"],
        all: &["chip", "chip_name"],
    },
];

/// Lists of records: each has its id and name.
const LISTS: [&str; 9] = [
    "items",
    "keys",
    "entries_of_list",
    "blocklists",
    "operators",
    "similar",
    "locks_left",
    "fobs_left",
    "choices",
];

/// Walks an answer; what is not as it should be.
fn faults(place: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| faults(place, item, found)),
        Value::Object(fields) => {
            for shape in &SHAPES {
                let named = shape.any.iter().any(|name| fields.contains_key(*name));
                let missing = shape.all.iter().filter(|name| !fields.contains_key(**name));
                let missing: Vec<_> = missing.collect();
                if named && !missing.is_empty() {
                    found.push(format!("{place}: {missing:?} missing in {value}"));
                }
            }
            values(place, fields, found);
            for (name, inner) in fields {
                let below = format!("{place} {name}");
                if LISTS.contains(&name.as_str()) {
                    let bare = |item: &&Value| item.is_object() && !is_record(item);
                    let bare = inner.as_array().into_iter().flatten().find(bare);
                    found.extend(bare.map(|item| format!("{below}: no id or name: {item}")));
                }
                faults(&below, inner, found);
            }
        }
        _ => {}
    }
}

fn is_record(item: &Value) -> bool {
    item.get("id").is_some() && item.get("name").is_some()
}

/// The kinds of the values: ids are texts of 36 letters, numbers are numbers, names are texts.
fn values(place: &str, fields: &Map<String, Value>, found: &mut Vec<String>) {
    let mut wrong = |name: &str, right: fn(&Value) -> bool| {
        let value = fields.get(name).filter(|value| !value.is_null());
        if let Some(value) = value.filter(|value| !right(value)) {
            found.push(format!("{place}: {name} is {value}"));
        }
    };
    let id: fn(&Value) -> bool = |value| value.as_str().is_some_and(|text| text.len() == 36);
    for name in ["user_id", "key_id", "lock_id", "home_group_id"] {
        wrong(name, id);
    }
    for name in ["key_number", "lock_number"] {
        wrong(name, Value::is_u64);
    }
    for name in ["user_name", "lock_name", "home_group", "chip_name"] {
        wrong(name, Value::is_string);
    }
}

/// The names of fields in an answer, at any depth.
fn fields(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| fields(item, all)),
        Value::Object(map) => {
            for (name, inner) in map {
                let _new = all.insert(name.clone());
                fields(inner, all);
            }
        }
        _ => {}
    }
}

/// Answers as they are collected, each with the verb that gave it.
struct Answers<'a> {
    scene: &'a Scene,
    all: Vec<(String, Value)>,
}

impl Answers<'_> {
    fn done(&mut self, words: &[&str]) -> Value {
        let answer = self.scene.persevere(words).done();
        self.all.push((words.join(" "), answer.clone()));
        answer
    }

    fn refused(&mut self, words: &[&str]) -> Value {
        let run = self.scene.run(words);
        assert_ne!(run.code, 0, "{run:?}");
        let answer = run.json();
        self.all.push((words.join(" "), answer.clone()));
        answer
    }
}

/// What is refused, and what is told of a key that is gone.
fn refuse(told: &mut Answers<'_>, key: &str) {
    // A write that waits, a fob of somebody else, media that must be decided on, a home group to be chosen.
    let _cut = told.scene.new_fob("eero");
    let _armed = told.scene.bench(["pull", "--after-exchange", "20"]).done();
    let mut eero = vec!["user", "add", "--first", "Eero", "--last", "Virta"];
    eero.extend(["--email", "eero@example.org", "--role", "Resident A"]);
    eero.extend(["--key", "fob", "--program"]);
    let _broken = told.refused(&eero);
    let _tasks = told.done(&["task", "list"]);
    let taken = told.refused(&eero);
    assert_eq!(taken["waiting"]["user_name"], "Eero Virta", "{taken}");
    told.scene.lay("aino");
    let eero = told.all.last().unwrap().1["waiting"]["key_number"].to_string();
    let _other = told.refused(&["key", "program", &eero]);
    let media = told.refused(&["user", "remove", "aino@example.org"]);
    let named = media["message"].as_str().unwrap();
    assert!(named.contains(&format!("keys: {key} (04")), "{named}");
    assert_eq!(media["keys"][0]["number"].to_string(), key, "{media}");
    let everywhere = told.scene.draft("Onni Laine", "Everywhere");
    let choice = told.refused(&["key", "program", &everywhere]);
    assert!(
        choice["actions"][0]["remedy"]
            .as_str()
            .is_some_and(|remedy| remedy.contains("--home-group")),
        "{choice}"
    );
    let _lost = told.done(&["key", "replace", key, "--lost"]);
    let _shown = told.done(&["key", "show", key]);
    let _returned = told.done(&["key", "return", key]);
}

#[test]
fn every_answer_names_users_keys_and_locks_alike() {
    let scene = Scene::town();
    let mut told = Answers {
        scene: &scene,
        all: Vec::new(),
    };
    let _uid = scene.new_fob("aino");
    let mut add = vec!["user", "add", "--first", "Aino", "--last", "Salo"];
    add.extend([
        "--email",
        "aino@example.org",
        "--premises",
        "A 1",
        "--invite",
    ]);
    add.extend(["--key", "fob", "--key", "phone", "--program"]);
    let number = told.done(&add)["keys"][0]["key_number"].clone();
    assert!(number.is_null(), "a key's own number is its `number`");
    let key = scene.run(["key", "list"]).done()["items"][0]["number"].to_string();
    for words in [
        &["key", "list"][..],
        &["key", "show", &key],
        &["key", "read"],
        &["key", "hand-over", &key],
        &["user", "list"],
        &["user", "show", "aino@example.org"],
        &[
            "user",
            "edit",
            "aino@example.org",
            "--dry-run",
            "--add-role",
            "Cleaner",
            "--key",
            "fob",
        ],
        &["user", "edit", "aino@example.org", "--add-role", "Cleaner"],
        &["key", "program", &key],
        &["role", "list"],
        &["role", "show", "Cleaner"],
        &["role", "edit", "Cleaner", "--times", "mon-fri 18:00-07:00"],
        &["premises", "list"],
        &["lock", "list"],
        &["lock", "show", "A main"],
        &["lock", "read", "A main"],
        &["lock", "deploy", "A main"],
        &["lock-group", "list"],
        &["blocking-group", "list"],
        &["invitation", "list"],
        &["operator", "list"],
        &["administrator-role", "list"],
        &["programming-key", "list"],
        &["campaign", "show"],
        &["key", "block", &key, "--reason", "lost"],
        &["blocklist", "show", "North"],
        &["key", "unblock", &key],
        &["audit", "list"],
        &["doctor"],
        &["system", "info"],
        &["system", "verify"],
        &["audit", "verify"],
        &["task", "list"],
        &["key", "list", "--orphaned"],
    ] {
        let _answer = told.done(words);
    }
    refuse(&mut told, &key);
    let mut gone = BTreeSet::new();
    for verb in ["lay", "lift"] {
        let mut words = vec![verb];
        words.extend((verb == "lay").then_some("eero"));
        let answer = scene.bench(words).done();
        assert_eq!(answer["action"], verb, "{answer}");
        assert!(answer.get("id").is_some() && answer.get("name").is_some());
        let _new = gone.insert(answer["name"].to_string());
    }
    assert_eq!(gone, BTreeSet::from(["\"eero\"".to_owned()]));
    let visit = scene.bench(["present", "aino", "--lock", "A main", "--at", NOW]);
    told.all.push(("bench present".to_owned(), visit.done()));

    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (verb, answer) in &told.all {
        faults(verb, answer, &mut found);
        fields(answer, &mut seen);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The scene met every noun in an object about something else.
    let nouns = ["user_id", "key_id", "lock_id", "home_group_id", "chip_name"];
    for noun in nouns {
        assert!(seen.contains(noun), "{noun}: {seen:?}");
    }
    println!("{} answers, {} fields", told.all.len(), seen.len());
}

#[test]
fn with_json_nothing_but_json_is_said() {
    let scene = Scene::town();
    let only_json = |run: &Run| {
        for line in run.stderr.lines().chain(run.stdout.lines()) {
            let parsed: Result<Value, _> = serde_json::from_str(line);
            assert!(parsed.is_ok_and(|value| value.is_object()), "{run:?}");
        }
    };
    let _uid = scene.new_fob("aino");
    let number = scene.draft("Aino Salo", "Resident A");
    for words in [
        &["key", "show", "77"][..],
        &["key", "shw", "77"],
        &["user", "add"],
        &["role", "edit", "Cleaner"],
        &["user", "remove", "nobody"],
        &["key", "program", &number],
        &["key", "program", &number, "--again"],
        &["doctor", "--encoder", "/dev/null"],
        &["bench", "nowhere", "lay", "x"],
    ] {
        only_json(&scene.run(words));
    }
    // People are told in a line, and without colour where nobody looks at a terminal.
    let told = scene.tell(&["key", "show", "77"]);
    assert_eq!(told.stdout, "");
    assert!(told.stderr.starts_with("keywright: ") && told.stderr.contains("[name-unknown]"));
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_LOG", "trace");
    let logged = finish(command.args(["--at", NOW, "key", "read"]));
    assert!(logged.stderr.contains("TRACE") || logged.stderr.contains("DEBUG"));
    assert!(!logged.stderr.contains('\u{1b}'), "{}", logged.stderr);
}

#[test]
fn refusals_name_their_nouns_in_every_language() {
    let scene = Scene::town();
    let nouns: [(&[&str], [&str; 4]); 5] = [
        (
            &["user", "show", "x"],
            ["user", "Käyttäjää", "användare", "Benutzer"],
        ),
        (&["role", "show", "x"], ["role", "Roolia", "roll", "Rolle"]),
        (
            &["premises", "show", "x"],
            ["premises", "Tilaa", "lokaler", "Räume"],
        ),
        (
            &["lock-group", "show", "x"],
            ["lock group", "Lukkoryhmää", "låsgrupp", "Schlossgruppe"],
        ),
        (
            &["key", "show", "77"],
            ["key \"", "Avainta", "nyckel", "Schlüssel"],
        ),
    ];
    let say = |language: &str, words: &[&str]| {
        let mut command = scene.command();
        let _command = command.args(["--messages", language, "--at", NOW]);
        finish(command.args(words))
    };
    for (words, wanted) in nouns {
        let english = say("en", words).stderr;
        assert!(english.contains(wanted[0]), "{english}");
        for (language, noun) in ["fi", "sv", "de"].into_iter().zip(&wanted[1..]) {
            let told = say(language, words).stderr;
            assert!(told.contains(noun), "{language}: {told}");
            assert!(!told.contains(&format!(" {} ", wanted[0])), "{told}");
        }
    }
    // States and kinds of records are words of the language too.
    let _uid = scene.new_fob("aino");
    let number = scene.draft("Aino Salo", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _blocked = scene.run(["key", "block", &number]).done();
    let program = ["key", "program", &number];
    for (language, english) in [("fi", "blocked"), ("sv", "blocked"), ("de", "blocked")] {
        let told = say(language, &program);
        assert!(!told.stderr.contains(english), "{told:?}");
        let taken = say(language, &["role", "add", "--name", "Cleaner"]);
        assert!(!taken.stderr.contains("(role)"), "{taken:?}");
    }
}

#[test]
fn people_read_names_where_locks_and_nights_are_told() {
    let scene = Scene::town();
    let read = scene.run(["lock", "read", "A main"]).done();
    assert!(read["lock_groups"][0].is_u64(), "{read}");
    assert_eq!(read["lock_group_names"][0], "Common A", "{read}");
    assert_eq!(read["blocking_group_name"], "North", "{read}");
    let told = scene.tell(&["lock", "read", "A main"]).stdout;
    assert!(
        told.contains("Common A") && told.contains("North"),
        "{told}"
    );
    let night = [
        "role",
        "add",
        "--name",
        "Night",
        "--times",
        "mon-fri 18:00-07:00",
    ];
    let added = scene.tell(&night).stdout;
    let split = "Tue-Sat 00:00-07:00, Mon-Fri 18:00-24:00";
    assert_eq!(added.matches(split).count(), 2, "{added}");
    let shown = scene.run(["role", "show", "Night"]).done();
    assert_eq!(
        shown["access_times"],
        "tue-sat 00:00-07:00, mon-fri 18:00-24:00"
    );
    for (name, clock, keeps) in [
        ("One", &["--clock"][..], true),
        ("Two", &["--clock", "no"], false),
    ] {
        let mut words = vec!["lock", "add", "--name", name, "--blocking-group", "North"];
        words.extend(clock);
        assert_eq!(scene.run(words).done()["clock"], keeps, "{name}");
        let _gone = scene.run(["lock", "remove", name]).done();
    }
    let nothing = scene.tell(&["lock", "deploy", "--all"]).stdout;
    assert!(nothing.contains("up to date"), "{nothing}");
    let entries = scene.tell(&["audit", "list"]).stdout;
    let head = entries.lines().next().unwrap();
    assert!(!head.split_whitespace().any(|word| word == "ID"), "{head}");
    assert!(!entries.contains("lock-deployed"), "{entries}");
    // What the environment gives is not asked for.
    let slip = scene.tell(&["user", "add"]).stderr;
    let usage = slip
        .lines()
        .find(|line| line.starts_with("Usage:"))
        .unwrap();
    assert!(usage.contains("--email <EMAIL>"), "{usage}");
    assert!(
        !usage.contains("--system") && !usage.contains("--token"),
        "{usage}"
    );
    let mut command = scene.command();
    let german = finish(command.args(["--messages", "de", "key", "lst"])).stderr;
    assert!(german.contains("[OPTIONEN] <BEFEHL>"), "{german}");
    let token = scene
        .bench(["insert", "nope"])
        .refused(3, "bench-token-unknown");
    assert!(
        token["remedy"].as_str().unwrap().contains("new token"),
        "{token}"
    );
}
