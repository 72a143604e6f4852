//! What a newcomer sees first: the demo without a display. Every verdict that it prints, and those of all doors at other
//! times, must be what a program in another language finds in the bare bytes of fob and doors.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use keywright::bench::control;
use keywright::device::programming_key::LastTry;
use keywright::medium::PublicKey;
use keywright::model::{Email, LockNumber};
use keywright::time::UtcMillis;
use keywright::workflow::{Access, Authority, Services, Station, hardware};
use serde_json::{Value, json};

use super::scene::{BenchProcess, PROGRAM, finish};

/// The demo in a folder of its own, done and gone.
struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    fn run() -> (Self, Value) {
        let folder = tempfile::tempdir().unwrap();
        let run = finish(
            Command::new(PROGRAM)
                .env_clear()
                .env("TMPDIR", folder.path())
                .args(["--json", "demo"])
                .arg(folder.path().join("demo"))
                .arg("--headless"),
        );
        let told = run.done();
        (Self { folder }, told)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join("demo").join(name)
    }

    fn text(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.place(name)).unwrap();
        text.trim_end().to_owned()
    }

    /// What the demo's programming key opens: the public signing key, and the sealing key of each lock.
    fn authority(&self, locks: &[u32]) -> (PublicKey, BTreeMap<u32, String>) {
        let mut token =
            hardware::open_bench_token(&self.place("bench"), &self.text("pin"), LastTry::Keep)
                .unwrap();
        let station = Station::open(
            &self.place("demo.keywright"),
            &Email::new(&self.text("operator")).unwrap(),
            &self.text("password"),
            Access::Read,
            Services::of_this_computer(std::sync::Arc::new(keywright::time::SystemClock)),
        )
        .unwrap();
        let authority = Authority::unlock(&station, &mut *token).unwrap();
        let seals = locks.iter().map(|lock| {
            let keys = authority.seal_keys(LockNumber(*lock)).unwrap();
            (*lock, data_encoding::HEXLOWER.encode(&*keys[0]))
        });
        let key = authority.trusted_keys().unwrap()[0].key;
        (key, seals.collect())
    }
}

/// The answers of the program in Python to these visits.
fn judged(visits: &[Value]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("KEYWRIGHT_PYTHON")
        .unwrap_or_else(|| root.join(".venv/bin/python").into_os_string());
    let mut child = Command::new(&python)
        .arg("-B")
        .arg(root.join("tests/peers/verdict.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", python.display()));
    let lines: Vec<String> = visits.iter().map(Value::to_string).collect();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        for line in lines {
            writeln!(input, "{line}").unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the judge in Python failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), visits.len());
    answers
}

/// The bare bytes from which a visit is judged.
struct Bytes {
    fob: Value,
    doors: BTreeMap<u32, Value>,
    key: String,
    seals: BTreeMap<u32, String>,
}

impl Bytes {
    fn of(demo: &Demo, bench: &Path) -> Self {
        let asked = finish(
            Command::new(PROGRAM)
                .env_clear()
                .args(["--json", "bench"])
                .arg(bench)
                .args(["dump", "demo-fob"]),
        );
        let ask = |request: &Value| control::request(bench, request).unwrap();
        let listed = ask(&json!({ "verb": "locks" }));
        let numbers = listed["items"].as_array().unwrap().iter();
        let locks: Vec<u32> = numbers
            .map(|item| u32::try_from(item["lock"].as_u64().unwrap()).unwrap())
            .collect();
        let door = |lock: &u32| (*lock, ask(&json!({ "verb": "lock-read", "lock": lock })));
        let (key, seals) = demo.authority(&locks);
        Self {
            fob: asked.done(),
            doors: locks.iter().map(door).collect(),
            key: data_encoding::HEXLOWER.encode(key.as_bytes()),
            seals,
        }
    }

    fn visit(&self, lock: u32, at: &str) -> Value {
        let application = self.fob["applications"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["aid"] == "F54B57")
            .unwrap();
        let at: UtcMillis = at.parse().unwrap();
        json!({
            "image": application["files"][0]["data"],
            "uid": self.fob["uid"],
            "generation": application["keys"][2]["version"],
            "configuration": self.doors[&lock]["configuration"],
            "blocklist": self.doors[&lock]["blocklist"],
            "seal": self.seals[&lock],
            "key": self.key,
            "at": at.seconds(),
        })
    }
}

/// Decision and reason, and nothing else of an answer.
fn short(answer: &Value) -> Value {
    json!({ "decision": answer["decision"], "reason": answer["reason"] })
}

#[test]
fn the_demo_without_a_display_agrees_with_a_program_of_another_language() {
    let (demo, told) = Demo::run();
    assert_eq!(told["agreed"], true);
    assert_eq!(told["read"]["signature"], "valid");
    let folder = demo.place("bench");
    let bench = BenchProcess::start(&folder);
    let bytes = Bytes::of(&demo, &folder);
    assert_eq!(bytes.doors.len(), 60);

    // The doors that the demo itself tried.
    let doors = told["doors"].as_array().unwrap();
    let number = |door: &Value| u32::try_from(door["lock"].as_u64().unwrap()).unwrap();
    let visits: Vec<Value> = doors
        .iter()
        .map(|door| bytes.visit(number(door), door["at"].as_str().unwrap()))
        .collect();
    let mut reasons = BTreeMap::<String, usize>::new();
    for (door, found) in doors.iter().zip(judged(&visits)) {
        assert_eq!(short(door), found, "{door}");
        let word = door["reason"].as_str().unwrap_or("open");
        *reasons.entry(word.to_owned()).or_default() += 1;
    }
    println!("{} verdicts of the demo agree: {reasons:?}", doors.len());
    for word in ["open", "outside-times", "not-listed", "expired"] {
        assert!(reasons.contains_key(word), "no door said {word}");
    }

    // Every door, over the edges of the cleaner's hours, of the summer, of the days and of the contract.
    let times = [
        "2026-11-23T05:59:59+02:00",
        "2026-11-23T06:00:00+02:00",
        "2026-11-27T15:59:59+02:00",
        "2026-11-29T10:00:00+02:00",
        "2027-03-29T06:00:00+03:00",
        "2027-12-31T10:00:00+02:00",
        "2028-01-03T10:00:00+02:00",
    ];
    let asked: Vec<(u32, &str)> = bytes
        .doors
        .keys()
        .flat_map(|lock| times.map(|at| (*lock, at)))
        .collect();
    let visits: Vec<Value> = asked
        .iter()
        .map(|(lock, at)| bytes.visit(*lock, at))
        .collect();
    let mut seen = BTreeMap::<String, usize>::new();
    for ((lock, at), found) in asked.iter().zip(judged(&visits)) {
        let request = json!({ "verb": "present", "name": "demo-fob", "lock": lock, "at": at });
        let answer = control::request(&folder, &request).unwrap();
        assert_eq!(short(&answer), found, "lock {lock} at {at}");
        let word = answer["reason"].as_str().unwrap_or("open");
        *seen.entry(word.to_owned()).or_default() += 1;
    }
    println!("{} more visits agree: {seen:?}", asked.len());
    assert!(seen["open"] > 0 && seen.len() >= 4, "{seen:?}");

    // The judge is no echo: a turned byte, another chip, other card keys and an hour later change its mind.
    let good = bytes.visit(number(&doors[0]), doors[0]["at"].as_str().unwrap());
    let with = |field: &str, value: Value| {
        let mut visit = good.clone();
        visit[field] = value;
        visit
    };
    let mut turned = good["image"].as_str().unwrap().to_owned();
    let place = 2 * 110;
    let digit = if &turned[place..=place] == "0" {
        "1"
    } else {
        "0"
    };
    turned.replace_range(place..=place, digit);
    let found = judged(&[
        good.clone(),
        with("image", json!(turned)),
        with("uid", json!("04000000000000")),
        with("generation", json!(2)),
        with("at", Value::Null),
    ]);
    let words: Vec<&str> = found
        .iter()
        .map(|one| one["reason"].as_str().unwrap_or("open"))
        .collect();
    assert_eq!(
        words,
        [
            "open",
            "bad-signature",
            "wrong-uid",
            "old-generation",
            "clock-unsure"
        ]
    );
    drop(bench);
}

#[test]
fn a_demo_that_is_there_is_named_with_what_to_do() {
    let (demo, _told) = Demo::run();
    let run = |more: &[&str]| {
        finish(
            Command::new(PROGRAM)
                .env_clear()
                .env("TMPDIR", demo.folder.path())
                .args(["--json", "--messages", "en", "demo"])
                .arg(demo.folder.path().join("demo"))
                .arg("--headless")
                .args(more),
        )
    };
    let before = std::fs::read(demo.place("demo.keywright")).unwrap();
    let pin = demo.text("pin");
    let again = run(&[]);
    assert_eq!(again.code, 1, "{again:?}");
    let told = again.json();
    assert_eq!(told["code"], "demo-there", "{told}");
    let word = |name: &str| told[name].as_str().unwrap().to_owned();
    let folder = demo.folder.path().join("demo").display().to_string();
    assert!(word("message").contains(&folder), "{told}");
    assert!(word("remedy").contains("--fresh"), "{told}");
    // It is as it was.
    assert!(std::fs::read(demo.place("demo.keywright")).unwrap() == before);
    assert_eq!(demo.text("pin"), pin);
    // One that was cut off while it was made is told alike.
    std::fs::remove_file(demo.place("demo.keywright")).unwrap();
    assert_eq!(run(&[]).json()["code"], "demo-there");
    let _told = run(&["--fresh"]).done();
}
