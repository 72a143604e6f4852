//! The house: which room may import which, how long a file may be, which crate belongs where.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each room; a room imports only from lower floors. `bench` is judged apart.
const FLOORS: &[(&str, u8)] = &[
    ("time", 0),
    ("i18n", 0),
    ("model", 1),
    ("secrets", 2),
    ("access", 2),
    ("medium", 3),
    ("lock", 4),
    ("device", 5),
    ("store", 5),
    ("mail", 5),
    ("workflow", 6),
    ("cli", 7),
    ("window", 7),
];

/// Crates that one room alone may name.
const CRATES: &[(&str, &[&str])] = &[
    ("chrono", &["time"]),
    ("chrono_tz", &["time"]),
    ("rusqlite", &["store"]),
    ("serialport", &["device"]),
    ("rusb", &["device"]),
    ("pcsc", &["device"]),
    ("lettre", &["mail"]),
    ("clap", &["cli", "main"]),
    ("fluent_bundle", &["i18n"]),
    ("iced", &["window"]),
];

/// Every Rust file in these folders and those within.
fn rust_files(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in rust_files(vec![root.clone()]) {
        let relative = path.strip_prefix(&root).unwrap().to_path_buf();
        let first = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let room = first.trim_end_matches(".rs").to_owned();
        found.push((room, relative, fs::read_to_string(&path).unwrap()));
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

/// The rooms that a file's code names, as `crate::room` or `crate::{room, other::Item}`. Comments may point
/// anywhere.
fn rooms_named(text: &str) -> Vec<String> {
    let word = |rest: &str| -> String {
        rest.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let mut named = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => named.extend(first_words(group)),
            None => named.push(word(rest)),
        }
    }
    named.retain(|room| !room.is_empty());
    named
}

/// The first word of each item of a braced import, nested braces aside.
fn first_words(group: &str) -> Vec<String> {
    let (mut depth, mut item, mut words) = (1, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            let word = item
                .trim()
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next();
            words.push(word.unwrap_or_default().to_owned());
            item.clear();
        } else {
            item.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    words
}

#[test]
fn a_grouped_import_names_each_of_its_rooms() {
    let text = "use crate::{model::{self, Id}, store, time::Zone};\n//! crate::medium\nuse crate::access::Facts;";
    assert_eq!(rooms_named(text), ["model", "store", "time", "access"]);
}

#[test]
fn every_room_imports_only_from_the_floors_below() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        if room == "lib" || room == "main" {
            // Held by `the_program_itself_only_chooses_a_face`.
            continue;
        }
        for named in rooms_named(&text)
            .into_iter()
            .filter(|named| *named != room)
        {
            let allowed = match (floors.get(room.as_str()), floors.get(named.as_str())) {
                _ if room == "bench" => floors.get(named.as_str()).is_some_and(|floor| *floor <= 4),
                _ if named == "bench" => false,
                (Some(own), Some(other)) => other < own,
                _ => false,
            };
            if !allowed {
                wrong.push(format!("{}: {room} names {named}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What each file of the program itself may name of the library.
const PROGRAM: &[(&str, &[&str])] = &[
    ("main.rs", &["cli", "secrets"]),
    ("main/bench.rs", &["bench", "cli"]),
    ("main/face.rs", &["cli", "window", "i18n", "workflow"]),
];

#[test]
fn the_program_itself_only_chooses_a_face() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (_, path, text) in sources().into_iter().filter(|(room, ..)| room == "main") {
        let name = path.to_string_lossy().into_owned();
        let known = PROGRAM.iter().find(|(file, _)| *file == name);
        let Some((_, allowed)) = known else {
            wrong.push(format!("{name} is no part of the house"));
            continue;
        };
        seen += 1;
        for named in rooms_named(&text.replace("keywright::", "crate::")) {
            if !allowed.contains(&named.as_str()) {
                wrong.push(format!("{name} names {named}"));
            }
        }
        if name == "main.rs" && text.lines().count() >= 80 {
            wrong.push(format!("{name}: {} lines", text.lines().count()));
        }
    }
    assert_eq!(seen, PROGRAM.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_crate_that_belongs_to_one_room_is_named_there_alone() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        for (name, rooms) in CRATES {
            if text.contains(&format!("{name}::")) && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_longer_than_800_lines_and_none_is_called_mod() {
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        if lines > 800 {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
        if path.ends_with("mod.rs") {
            wrong.push(format!("{} is a mod.rs", path.display()));
        }
    }
    for path in beside_the_sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > 800 {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every Rust file of tests, benches and fuzz targets.
fn beside_the_sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests", "benches", "fuzz/fuzz_targets", "fuzz/src"];
    let found = rust_files(folders.map(|folder| root.join(folder)).to_vec());
    assert!(found.len() > 100, "the tests were not found");
    found
}

/// A lock maker can write a reader of a medium on a few pages: the foreign one is the proof.
#[test]
fn the_foreign_reader_of_a_medium_has_at_most_300_lines() {
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/reader.py");
    let text = fs::read_to_string(reader).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() <= 300, "{} lines", lines.len());
    // Nor is it kept short by lines that nobody reads.
    let longest = lines.iter().map(|line| line.chars().count()).max();
    assert!(longest <= Some(120), "{longest:?}");
    let several = lines.iter().filter(|line| line.contains("; ")).count();
    assert!(several <= 10, "{several} lines hold several statements");
}

#[test]
fn every_action_of_the_log_has_words_in_every_language() {
    use keywright::i18n::{Arguments, Language, Texts};
    let mut actions = std::collections::BTreeSet::new();
    for (room, _, text) in sources() {
        let calls = text.split(".record(").skip(1).map(str::trim_start);
        let literals = calls.filter_map(|call| call.strip_prefix('"')?.split('"').next());
        if room == "store" {
            actions.extend(literals.map(str::to_owned));
        }
    }
    assert!(actions.len() > 20, "{actions:?}");
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let texts = Texts::new(language);
        for action in &actions {
            let named = Arguments::from([("action", action.as_str().into())]);
            if texts.text("window-log-action", &named) == *action {
                wrong.push(format!("{language:?}: {action}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_language_has_the_same_texts_with_the_same_arguments() {
    use keywright::i18n::Language;
    let shape = |language: Language| -> BTreeMap<String, Vec<String>> {
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (file, text) in language.files() {
            let mut current = String::new();
            for line in text
                .lines()
                .filter(|line| !line.trim_start().starts_with('#'))
            {
                if let Some((id, _)) = line
                    .split_once(" =")
                    .filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
                {
                    current = format!("{file}/{id}");
                    assert!(
                        ids.insert(current.clone(), Vec::new()).is_none(),
                        "{language:?}: {current} stands twice"
                    );
                }
                let arguments = line.match_indices('$').map(|(at, _)| {
                    line[at + 1..]
                        .chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
                        .collect::<String>()
                });
                if let Some(known) = ids.get_mut(&current) {
                    known.extend(arguments);
                    known.sort();
                    known.dedup();
                }
            }
        }
        ids
    };
    let english = shape(Language::English);
    assert!(english.len() > 10);
    for language in Language::ALL {
        assert_eq!(shape(language), english, "{language:?}");
    }
    println!(
        "{} texts in {} languages",
        english.len(),
        Language::ALL.len()
    );
}
