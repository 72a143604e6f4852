//! Two programs over one system at the same instant: they change the same user, role or lock, program the same key,
//! add people, block keys. One of them waits for nobody and is told so; once both have had their turn, nothing is lost
//! and nothing is there twice. A third reads all the while.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::full;
use super::scene::{NOW, Run, Scene, side_by_side, user_add};

/// Looks whether all is there once, at a place that a failure names.
type Check = Box<dyn Fn(&Scene, &str)>;

/// What a race is run for.
struct Race {
    /// What was done by both, for the place of a failure.
    name: &'static str,
    /// The words of the two.
    words: [Vec<String>; 2],
    /// How each may end that is not done and not told to wait: the second finds what the first did.
    refused: &'static [&'static str],
    /// What must be true once both had their turn.
    check: Check,
}

fn words(line: &[&str]) -> Vec<String> {
    line.iter().map(|word| (*word).to_owned()).collect()
}

fn add_user(name: &str, email: &str) -> Vec<String> {
    let draft = ["--role", "Resident A", "--key", "fob", "--draft"];
    user_add(name.split_once(' ').unwrap(), email, &draft)
}

/// A person of the race with a programmed fob; the number of the key and the name of the fob.
fn holder(scene: &Scene, item: usize, who: &str) -> (String, String) {
    let (number, fob) = draft(scene, item, who);
    let _done = scene.persevere(&["key", "program", &number]).done();
    (number, fob)
}

/// The same with the fob blank on the encoder.
fn draft(scene: &Scene, item: usize, who: &str) -> (String, String) {
    let fob = format!("{}{item}", who.to_lowercase());
    let number = scene.draft(&format!("{who} N{item}"), "Resident A");
    let _uid = scene.new_fob(&fob);
    (number, fob)
}

fn names_of(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    let name = |item: &Value| item.as_str().unwrap_or_default().to_owned();
    items.map(name).collect()
}

/// How often this person is in the list of users.
fn times(scene: &Scene, email: &str) -> usize {
    let list = scene.run(["user", "list"]).done();
    let items = list["items"].as_array().unwrap().iter();
    items.filter(|user| user["email"] == email).count()
}

/// How often the key stands on the list of the North, and the version of that list.
fn listed(scene: &Scene, number: &str) -> (usize, u64) {
    let shown = scene.run(["blocklist", "show", "North"]).done();
    let entries = shown["entries"].as_array().unwrap().iter();
    let count = entries
        .filter(|entry| entry["key"].as_u64() == number.parse().ok())
        .count();
    (count, shown["blocklist_version"].as_u64().unwrap())
}

/// What the log holds of one kind of deed since an entry.
fn deeds(scene: &Scene, action: &str, since: u64) -> usize {
    let list = scene.run(["audit", "list", "--count", "1000"]).done();
    let items = list["items"].as_array().unwrap().iter();
    let fresh = |item: &&Value| item["sequence"].as_u64().unwrap() > since;
    items
        .filter(fresh)
        .filter(|item| item["name"] == action)
        .count()
}

fn entries(scene: &Scene) -> u64 {
    scene.run(["audit", "verify"]).done()["entries"]
        .as_u64()
        .unwrap()
}

fn on_people(scene: &Scene, item: usize) -> Race {
    let email = format!("r{item}@example.org");
    match item % 4 {
        0 => {
            let _added = scene.run(add_user(&format!("Race N{item}"), &email)).done();
            let edit = |option: &str, value: &str| words(&["user", "edit", &email, option, value]);
            Race {
                name: "two edits of a user",
                words: [
                    edit("--company", "Bricks"),
                    edit("--add-role", "Resident B"),
                ],
                refused: &[],
                check: Box::new(move |scene, place| {
                    let user = scene.run(["user", "show", &email]).done();
                    assert_eq!(user["company"], "Bricks", "{place}: {user}");
                    assert_eq!(user["sources"].as_array().unwrap().len(), 2, "{place}");
                }),
            }
        }
        1 => Race {
            name: "one person added twice",
            words: ["Race Once", "Race Twice"].map(|name| add_user(name, &email)),
            refused: &["email-taken"],
            check: Box::new(move |scene, place| {
                assert_eq!(times(scene, &email), 1, "{place}");
                let user = scene.run(["user", "show", &email]).done();
                assert_eq!(user["keys"].as_array().unwrap().len(), 1, "{place}");
            }),
        },
        2 => {
            let other = format!("s{item}@example.org");
            Race {
                name: "two people added",
                words: [
                    add_user(&format!("Race N{item}"), &email),
                    add_user(&format!("Speed N{item}"), &other),
                ],
                refused: &[],
                check: Box::new(move |scene, place| {
                    let number = |email: &str| {
                        let user = scene.run(["user", "show", email]).done();
                        assert_eq!(times(scene, email), 1, "{place}");
                        user["keys"][0]["number"].as_u64().unwrap()
                    };
                    assert_ne!(number(&email), number(&other), "{place}");
                }),
            }
        }
        _ => {
            let _added = scene.run(add_user(&format!("Race N{item}"), &email)).done();
            Race {
                name: "a user removed and edited",
                words: [
                    words(&["user", "remove", &email]),
                    words(&["user", "edit", &email, "--company", "Bricks"]),
                ],
                refused: &["name-unknown"],
                check: Box::new(move |scene, place| {
                    assert_eq!(times(scene, &email), 0, "{place}");
                }),
            }
        }
    }
}

fn on_places(scene: &Scene, item: usize) -> Race {
    let name = format!("Race {item}");
    match item % 3 {
        0 => {
            let _added = scene.run(["role", "add", "--name", &name]).done();
            let edit = |option: &str, value: &str| words(&["role", "edit", &name, option, value]);
            Race {
                name: "two edits of a role",
                words: [
                    edit("--add-lock", "Shed"),
                    edit("--add-lock-group", "Common B"),
                ],
                refused: &[],
                check: Box::new(move |scene, place| {
                    let role = scene.run(["role", "show", &name]).done();
                    let names = [names_of(&role["locks"]), names_of(&role["lock_groups"])];
                    let wanted = [vec!["Shed".to_owned()], vec!["Common B".to_owned()]];
                    assert_eq!(names, wanted, "{place}: {role}");
                }),
            }
        }
        1 => {
            let add = ["lock", "add", "--name", &name, "--blocking-group", "North"];
            let _added = scene.run(add).done();
            let edit = |option: &str, value: &str| words(&["lock", "edit", &name, option, value]);
            Race {
                name: "two edits of a lock",
                words: [edit("--add-lock-group", "Common A"), edit("--clock", "yes")],
                refused: &[],
                check: Box::new(move |scene, place| {
                    let lock = scene.run(["lock", "show", &name]).done();
                    assert_eq!(lock["clock"], true, "{place}: {lock}");
                    assert_eq!(lock["lock_groups"].as_array().unwrap().len(), 1, "{place}");
                }),
            }
        }
        _ => {
            let edit = words(&["lock", "edit", "Shed", "--clock", "yes"]);
            let _edited = scene.run(&edit).done();
            let deploy = words(&["lock", "deploy", "Shed"]);
            let before = scene.run(["lock", "read", "Shed"]).done();
            let revision = before["revision"].as_u64();
            Race {
                name: "one lock deployed twice",
                words: [deploy.clone(), deploy],
                refused: &[],
                check: Box::new(move |scene, place| {
                    let held = scene.run(["lock", "read", "Shed"]).done();
                    let grown = held["revision"].as_u64().zip(revision);
                    assert!(
                        grown.is_some_and(|(now, was)| now == was + 2),
                        "{place}: {held}"
                    );
                }),
            }
        }
    }
}

fn on_keys(scene: &Scene, item: usize) -> Race {
    let since = entries(scene);
    let words_of = |verb: &str, number: &str| words(&["key", verb, number]);
    match item % 5 {
        0 => {
            let (number, fob) = draft(scene, item, "Twin");
            let program = words_of("program", &number);
            Race {
                name: "one key programmed twice",
                words: [program.clone(), program],
                refused: &["port-busy", "encoder-silent"],
                check: Box::new(move |scene, place| {
                    assert_eq!(scene.key(&number)["state"], "programmed", "{place}");
                    let read = scene.persevere(&["key", "read"]).done();
                    assert_eq!(read["revision"], 1, "{place}: {read}");
                    assert_eq!(scene.present(&fob, "A main", NOW), "open", "{place}");
                    assert_eq!(deeds(scene, "write-begun", since), 1, "{place}");
                }),
            }
        }
        1 => {
            let (number, _fob) = holder(scene, item, "Lost");
            let (_, version) = listed(scene, &number);
            let block = words_of("block", &number);
            Race {
                name: "one key blocked twice",
                words: [block.clone(), block],
                refused: &["key-state"],
                check: Box::new(move |scene, place| {
                    assert_eq!(listed(scene, &number), (1, version + 1), "{place}");
                    assert_eq!(scene.key(&number)["state"], "blocked", "{place}");
                }),
            }
        }
        2 => {
            let numbers = ["Lost", "Gone"].map(|who| holder(scene, item, who).0);
            let (_, version) = listed(scene, &numbers[0]);
            Race {
                name: "two keys blocked",
                words: [0, 1].map(|at| words_of("block", &numbers[at])),
                refused: &[],
                check: Box::new(move |scene, place| {
                    for number in &numbers {
                        assert_eq!(listed(scene, number), (1, version + 2), "{place}");
                    }
                }),
            }
        }
        3 => {
            let (number, fob) = draft(scene, item, "Blocked");
            Race {
                name: "a key programmed and blocked",
                words: [words_of("program", &number), words_of("block", &number)],
                // A draft is not blocked: there is no medium that could be lost.
                refused: &["key-state"],
                check: Box::new(move |scene, place| {
                    let key = scene.key(&number);
                    let blocked = key["state"] == "blocked";
                    assert!(blocked || key["state"] == "programmed", "{place}: {key}");
                    assert_eq!(listed(scene, &number).0, usize::from(blocked), "{place}");
                    let _deployed = scene.run(["lock", "deploy", "A main"]).done();
                    let verdict = if blocked { "blocked" } else { "open" };
                    assert_eq!(scene.present(&fob, "A main", NOW), verdict, "{place}");
                }),
            }
        }
        _ => {
            let (number, fob) = holder(scene, item, "Edited");
            let email = format!("edited.n{item}@example.org");
            let edit = ["user", "edit", &email, "--add-role", "Short"];
            Race {
                name: "a key programmed while its holder is edited",
                words: [words_of("program", &number), words(&edit)],
                refused: &[],
                check: Box::new(move |scene, place| {
                    // The write may have come first: then the difference is pending, and the next tap brings it.
                    let _done = scene.persevere(&["key", "program", &number]).done();
                    assert_eq!(scene.present(&fob, "Shed", NOW), "open", "{place}");
                    let shown = scene.run(["key", "show", &number]).done();
                    assert_eq!(shown["difference"], json!([]), "{place}: {shown}");
                }),
            }
        }
    }
}

/// What somebody who may not write now is told; nothing else is a reason to come again.
fn must_wait(run: &Run) -> bool {
    let told: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
    let code = told["code"].as_str().unwrap_or_default();
    run.code == 4 && matches!(code, "store-in-use" | "store-busy")
}

fn start(scene: &Scene, words: &[String], wait: &str) -> (Command, Child) {
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_WAIT", wait);
    let _command = command.args(["--json", "--at", NOW]).args(words);
    let _command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    (command, child)
}

fn end((command, child): (Command, Child)) -> Run {
    Run::of(&command, child.wait_with_output().unwrap())
}

/// Runs the race; how many of the two were told to wait.
fn run(scene: &Scene, race: &Race, place: &str, wait: &str) -> usize {
    let begun = race.words.each_ref().map(|words| start(scene, words, wait));
    let reader = start(scene, &words(&["audit", "verify"]), wait);
    let ended = begun.map(end);
    let _whole = end(reader).done();
    let waited = ended.iter().filter(|run| must_wait(run)).count();
    assert!(waited < 2, "{place}: nobody came through\n{ended:?}");
    for (words, mut ended) in race.words.iter().zip(ended) {
        if must_wait(&ended) {
            let _told = ended.refused(4, "store-in-use");
            ended = scene.run(words);
        }
        if ended.code == 0 {
            continue;
        }
        let told = ended.broken_part();
        let code = told["code"].as_str().unwrap_or_default();
        assert!(race.refused.contains(&code), "{place}: {ended:?}");
        assert!(told["remedy"].as_str().unwrap().len() > 5, "{place}");
    }
    (race.check)(scene, place);
    let _whole = scene.run(["audit", "verify"]).done();
    waited
}

#[test]
fn of_two_programs_over_one_system_neither_loses_anything() {
    let count = if full() { 200 } else { 36 };
    let told = Mutex::new(BTreeMap::<&str, (usize, usize)>::new());
    let run = side_by_side(count, |scene, item| {
        let race = match item % 3 {
            0 => on_keys(scene, item / 3),
            1 => on_people(scene, item / 3),
            _ => on_places(scene, item / 3),
        };
        let place = format!("race {item}, {}", race.name);
        // Whoever waits for the other comes through at once.
        let patient = item / 6 % 2 == 1;
        let waited = run(scene, &race, &place, if patient { "60" } else { "0" });
        assert!(waited == 0 || !patient, "{place}: was not waited for");
        let mut told = told.lock().unwrap();
        let counts = told.entry(race.name).or_default();
        *counts = (counts.0 + 1, counts.1 + waited);
        if item.is_multiple_of(20) {
            let _whole = scene.run(["system", "verify"]).done();
        }
        true
    });
    let told = told.into_inner().unwrap();
    let waited: usize = told.values().map(|(_, waited)| waited).sum();
    println!("{run} races, in {waited} one of the two was told to wait (races, waits): {told:?}");
    assert_eq!(told.len(), 12);
    assert!(waited * 8 > run, "they hardly met: {waited} of {run}");
}
