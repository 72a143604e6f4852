//! Whoever is refused and does what the remedy says comes to an end: for every state of a key, with its fob on the
//! encoder, every verb either works or names commands that do, after two steps at most, and never the same one twice.

mod dry_run;

use std::collections::{BTreeMap, BTreeSet};

use keywright::model::KeyState;
use keywright::store::{NewTask, Operation, TaskResult};
use tempfile::TempDir;

use super::restored::{backup, lose_the_disk};
use super::scene::{Run, Scene, copy_tree};

const AADA: &str = "aada.korhonen@example.org";
/// Somebody else, whom remedies call USER.
const EEVA: &str = "eeva.virta@example.org";

/// How a key comes to be in a state, and what can be done with it at once.
struct State {
    name: &'static str,
    /// Brings a draft there, whose fob lies on the encoder.
    bring: fn(&Scene, &str),
    /// The state that the records tell.
    told: &'static str,
    /// The verbs that work.
    works: &'static [&'static str],
}

const STATES: &[State] = &[
    State {
        name: "draft",
        bring: |_, _| {},
        told: "draft",
        works: &["user add", "program"],
    },
    State {
        name: "draft, written after the backup",
        bring: restored_with_the_draft,
        told: "draft",
        works: &["lost number"],
    },
    State {
        name: "draft, written after the backup and blocked by its number",
        bring: |scene, number| {
            restored_with_the_draft(scene, number);
            done(scene, &["key", "block", "--lost-number", number]);
        },
        told: "blocked",
        works: &["lost number", "lost", "written off", "write-off"],
    },
    State {
        name: "deleted, written after the backup",
        bring: |scene, number| {
            restored_with_the_draft(scene, number);
            done(scene, &["user", "remove", AADA]);
        },
        told: "deleted",
        works: &["lost number", "return what lies"],
    },
    State {
        name: "returned, written after the backup on another fob too",
        bring: |scene, number| {
            restored_with_the_draft(scene, number);
            let _uid = scene.new_fob("second");
            program(scene, number);
            done(scene, &["key", "return", number]);
            scene.lay("fob");
        },
        told: "returned",
        works: &["lost number", "return what lies", "pass-on"],
    },
    State {
        name: "task",
        bring: |scene, number| queue(scene, number, Operation::Program),
        told: "task",
        works: &["user add", "program", "block", "lost"],
    },
    State {
        name: "writing",
        bring: |scene, number| cut_off(scene, &["key", "program", number], "24"),
        told: "writing",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "programmed",
        bring: program,
        told: "programmed",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
            "hand-over",
        ],
    },
    State {
        name: "handed over",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "hand-over", number]);
        },
        told: "handed-over",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "pending",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["role", "edit", "Resident A", "--add-lock", "Shed"]);
        },
        told: "programmed",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
            "hand-over",
        ],
    },
    State {
        name: "write cut off",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["role", "edit", "Resident A", "--add-lock", "Shed"]);
            cut_off(scene, &["key", "program", number], "8");
        },
        told: "writing",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "write failed",
        bring: |scene, number| {
            cut_off(scene, &["key", "program", number], "24");
            fail(scene, number);
        },
        told: "write-failed",
        works: &[
            "program",
            "program what lies",
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "emptying",
        bring: |scene, number| {
            program(scene, number);
            cut_off(scene, &["key", "return", number], "12");
        },
        told: "writing",
        works: &[
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "empty failed",
        bring: |scene, number| {
            program(scene, number);
            cut_off(scene, &["key", "return", number], "12");
            fail(scene, number);
        },
        told: "empty-failed",
        works: &[
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "returned",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "return", number]);
        },
        told: "returned",
        works: &["user add", "pass-on"],
    },
    State {
        name: "passed on",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "return", number]);
            done(scene, &["key", "pass-on", number, "--to", AADA]);
        },
        told: "returned",
        works: &["user add"],
    },
    State {
        name: "blocked",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "block", number]);
        },
        told: "blocked",
        works: &[
            "unblock",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "blocked half-written",
        bring: |scene, number| {
            cut_off(scene, &["key", "program", number], "24");
            done(scene, &["key", "block", number]);
        },
        told: "blocked",
        works: &[
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "blocked before it was written",
        bring: |scene, number| {
            queue(scene, number, Operation::Program);
            done(scene, &["key", "block", number]);
        },
        told: "blocked",
        works: &["user add", "lost", "written off", "write-off"],
    },
    State {
        name: "blocked, its holder gone",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "block", number]);
            done(scene, &["user", "remove", AADA]);
        },
        told: "blocked",
        works: &["return", "return what lies", "write-off"],
    },
    State {
        name: "replaced",
        bring: |scene, number| {
            program(scene, number);
            put(scene, number, KeyState::Replaced);
        },
        told: "replaced",
        works: &[
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
    State {
        name: "replaced and blocked",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "replace", number, "--lost"]);
        },
        told: "replaced",
        works: &["block", "return", "return what lies", "write-off"],
    },
    State {
        name: "deleted",
        bring: |scene, _| done(scene, &["user", "remove", AADA]),
        told: "deleted",
        works: &["user add"],
    },
    State {
        name: "written off",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "write-off", number]);
        },
        told: "written-off",
        works: &["block", "return", "return what lies", "lost", "written off"],
    },
    State {
        name: "written off and replaced",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "replace", number, "--written-off"]);
        },
        told: "written-off",
        works: &["block", "return", "return what lies"],
    },
    State {
        name: "written off, its holder gone",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "write-off", number]);
            done(scene, &["user", "remove", AADA]);
        },
        told: "written-off",
        works: &["block", "return", "return what lies"],
    },
    State {
        name: "written off and half emptied",
        bring: |scene, number| {
            program(scene, number);
            done(scene, &["key", "write-off", number]);
            cut_off(scene, &["key", "return", number], "12");
        },
        told: "writing",
        works: &[
            "block",
            "return",
            "return what lies",
            "lost",
            "written off",
            "write-off",
        ],
    },
];

fn done(scene: &Scene, words: &[&str]) {
    let _answer = scene.persevere(words).done();
}

fn program(scene: &Scene, number: &str) {
    done(scene, &["key", "program", number]);
}

/// A write or an emptying from which the fob is pulled away; then it is laid back.
fn cut_off(scene: &Scene, words: &[&str], after: &str) {
    done_by_bench(scene, &["pull", "--after-exchange", after]);
    assert_eq!(scene.run(words).code, 3, "{words:?} was to be cut off");
    scene.lay("fob");
}

fn done_by_bench(scene: &Scene, words: &[&str]) {
    let _answer = scene.bench(words).done();
}

/// The backup has the key as a draft; the fob on the encoder was programmed since.
fn restored_with_the_draft(scene: &Scene, number: &str) {
    let old = backup(scene, "old.keywright");
    program(scene, number);
    lose_the_disk(scene);
    done(scene, &["system", "restore", &old]);
}

/// A task that waits for the encoder.
fn queue(scene: &Scene, number: &str, operation: Operation) {
    let mut station = scene.station();
    let key = station.key(number).unwrap().key.id;
    let id = station.services.id().unwrap();
    let task = NewTask {
        id,
        key,
        operation,
        approved_by: None,
    };
    station.change(|change| change.queue_task(&task)).unwrap();
}

/// Ends the open task of a key as failed.
fn fail(scene: &Scene, number: &str) {
    let station = scene.station();
    let key = station.key(number).unwrap().key.id;
    let tasks = station.read(|reading| reading.tasks_of_key(key)).unwrap();
    let open = tasks
        .into_iter()
        .find(|task| !task.state.is_over())
        .unwrap();
    station
        .change(|change| change.finish_task(open.id, open.version, TaskResult::Failed("test")))
        .unwrap();
}

fn put(scene: &Scene, number: &str, state: KeyState) {
    let station = scene.station();
    let record = station.key(number).unwrap();
    let _version = station
        .change(|change| change.set_key_state(record.key.id, record.version, state))
        .unwrap();
}

/// What somebody may try with a key or its fob.
fn verbs(number: &str) -> Vec<(&'static str, Vec<String>)> {
    let words = |line: &str| -> Vec<String> {
        let line = line.replace('N', number);
        line.split(' ').map(str::to_owned).collect()
    };
    vec![
        (
            "user add",
            words(
                "user add --first uusi --last vuokra --email new@example.org --role Cleaner --key fob --program",
            ),
        ),
        ("program", words("key program N")),
        ("program what lies", words("key program")),
        (
            "pass-on",
            words("key pass-on N --to eeva.virta@example.org"),
        ),
        ("block", words("key block N")),
        ("lost number", words("key block --lost-number N")),
        ("unblock", words("key unblock N")),
        ("return", words("key return N")),
        ("return what lies", words("key return")),
        ("lost", words("key replace N --lost")),
        ("written off", words("key replace N --written-off")),
        ("write-off", words("key write-off N")),
        ("hand-over", words("key hand-over N")),
    ]
}

/// A scene that goes back to how it was.
struct Again {
    scene: Option<Scene>,
    kept: TempDir,
    /// A draft that nobody has written, which remedies call NUMBER.
    spare: String,
    /// How each command ended that was run: none where it worked, else the commands that its refusal names.
    known: BTreeMap<String, Option<Vec<Vec<String>>>>,
}

impl Again {
    fn of(state: &State) -> (Self, String) {
        let scene = Scene::town();
        let _uid = scene.new_fob("fob");
        let spare = scene.draft("Eeva Virta", "Resident A");
        let number = scene.draft("Aada Korhonen", "Resident A");
        (state.bring)(&scene, &number);
        assert_eq!(told_state(&scene, &number), state.told, "{}", state.name);
        done_by_bench(&scene, &["lift"]);
        let kept = tempfile::tempdir().unwrap();
        copy_tree(
            &scene.bench_folder().join("state"),
            &kept.path().join("state"),
        );
        scene.keep_system(&kept.path().join("system"));
        scene.lay("fob");
        let again = Self {
            scene: Some(scene),
            kept,
            spare,
            known: BTreeMap::new(),
        };
        (again, number)
    }

    fn scene(&self) -> &Scene {
        self.scene.as_ref().unwrap()
    }

    fn go_back(&mut self) {
        let scene = self.scene.take().unwrap();
        scene.put_system_back(&self.kept.path().join("system"));
        let scene = scene.with_bench_memory(&self.kept.path().join("state"));
        scene.lay("fob");
        self.scene = Some(scene);
    }

    fn run(&self, words: &[String]) -> Run {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.scene().persevere(&words)
    }

    /// The commands that a remedy names, without those that only look.
    fn named(&self, run: &Run) -> Vec<Vec<String>> {
        let told = run.json();
        let remedy = match told["remedy"].as_str() {
            Some(remedy) => remedy.to_owned(),
            None => run.broken_action()["remedy"].as_str().unwrap().to_owned(),
        };
        // What was asked for is told as what is left to do.
        let remedy = remedy.split("What is left").next().unwrap().to_owned();
        let commands = remedy.split('`').skip(1).step_by(2);
        let commands = commands.filter_map(|command| command.strip_prefix("keywright "));
        let looks = |command: &str| {
            let looks = ["key list", "key show", "key read"];
            looks.iter().any(|look| command.starts_with(look)) && !command.contains("--adopt")
        };
        commands
            .filter(|command| !looks(command))
            .map(|command| command.replace("USER", EEVA).replace("NUMBER", &self.spare))
            .map(|command| command.split(' ').map(str::to_owned).collect())
            .collect()
    }

    /// Runs a command in the state, once whoever names it. Answers with what its refusal names, or none where it works.
    fn outcome(&mut self, words: &[String]) -> Option<Vec<Vec<String>>> {
        let line = words.join(" ");
        if let Some(known) = self.known.get(&line) {
            return known.clone();
        }
        let run = self.run(words);
        let outcome = if run.code == 0 {
            self.go_back();
            None
        } else {
            assert!([1, 3].contains(&run.code), "{line}: {run:?}");
            let named = self.named(&run);
            assert!(!named.is_empty(), "no way out of {line}: {run:?}");
            Some(named)
        };
        let _new = self.known.insert(line, outcome.clone());
        outcome
    }

    /// Does what a refusal says, in every way it names; each ends in something that works.
    fn follow(&mut self, named: Vec<Vec<String>>, been: &mut Vec<String>) {
        for words in named {
            let line = words.join(" ");
            assert!(!been.contains(&line), "a circle: {been:?} and again {line}");
            assert!(been.len() <= 2, "too long a way: {been:?}, {line}");
            if let Some(further) = self.outcome(&words) {
                been.push(line);
                self.follow(further, been);
                let _last = been.pop();
            }
        }
    }
}

/// Empties the fob on the encoder, whatever the records know of it.
fn free_the_fob(scene: &Scene, number: &str) {
    let by_number = ["key", "return", number];
    if scene.persevere(&by_number).code == 0 || scene.persevere(&["key", "return"]).code == 0 {
        return;
    }
    done(scene, &["key", "read", "--adopt"]);
    done(scene, &by_number);
}

fn told_state(scene: &Scene, number: &str) -> String {
    let shown = scene.run(["key", "show", number]).done();
    shown["state"].as_str().unwrap().to_owned()
}

/// Tries every verb on a key in a state. Answers with those that work at once.
fn every_verb(state: &State) -> BTreeSet<&'static str> {
    let (mut again, number) = Again::of(state);
    let mut works = BTreeSet::new();
    for (name, words) in verbs(&number) {
        let Some(named) = again.outcome(&words) else {
            let _new = works.insert(name);
            continue;
        };
        let told = told_state(again.scene(), &number);
        assert_eq!(told, state.told, "{}: {name} was refused", state.name);
        if name == "user add" {
            // What was left of it goes through once the fob is free.
            again.go_back();
            let left = again.run(&words).json()["keys"][0]["number"].to_string();
            free_the_fob(again.scene(), &number);
            done(again.scene(), &["key", "program", &left]);
            again.go_back();
        }
        again.follow(named, &mut vec![words.join(" ")]);
    }
    works
}

/// Some of the states, side by side with the others.
fn states(part: usize) {
    const PARTS: usize = 3;
    let mut wrong = BTreeMap::new();
    for state in STATES.iter().skip(part).step_by(PARTS) {
        let works = every_verb(state);
        let expected: BTreeSet<&str> = state.works.iter().copied().collect();
        if works != expected {
            let _new = wrong.insert(state.name, works);
        }
    }
    assert!(wrong.is_empty(), "what works at once: {wrong:#?}");
}

#[test]
fn remedies_end_in_something_that_works_for_every_state_of_a_key() {
    states(0);
}

#[test]
fn remedies_end_in_something_that_works_for_every_other_state_of_a_key() {
    states(1);
}

#[test]
fn remedies_end_in_something_that_works_for_the_states_between() {
    states(2);
}
