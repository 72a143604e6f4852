//! What a person waits for beside the wire.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use keywright::bench::control;
use keywright::model::Email;
use keywright::secrets::slots;
use keywright::time::{FixedClock, UtcMillis};
use keywright::workflow::{Access, Authority, Services, Station, hardware};
use serde_json::{Value, json};

/// A demo system with its bench, worked by command line.
pub struct Demo {
    folder: tempfile::TempDir,
    _bench: Served,
}

impl Demo {
    /// Makes one, or says why not.
    pub fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("demo");
        let demo = Command::new(PROGRAM)
            .args(["demo", "--headless"])
            .arg(&place)
            .output()
            .unwrap();
        if !demo.status.success() {
            return Err(String::from_utf8_lossy(&demo.stderr).into_owned());
        }
        let bench = Served::start(PROGRAM, &place.join("bench"));
        Ok(Self {
            folder,
            _bench: bench,
        })
    }

    pub fn place(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    /// Runs a verb; its answer, and how long it took.
    pub fn run(&self, arguments: &[&str]) -> (Value, Duration) {
        let place = self.place();
        let start = Instant::now();
        let output = Command::new(PROGRAM)
            .args(["--json", "--at", AT, "--system"])
            .arg(place.join("demo.keywright"))
            .arg("--encoder")
            .arg(place.join("bench/encoder"))
            .arg("--token")
            .arg(format!("bench:{}", place.join("bench").display()))
            .arg("--pin-file")
            .arg(place.join("pin"))
            .arg("--password-file")
            .arg(place.join("password"))
            .arg("--operator")
            .arg(read(&place, "operator"))
            .args(arguments)
            .output()
            .unwrap();
        let took = start.elapsed();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {text}");
        (serde_json::from_str(&text).unwrap(), took)
    }

    /// Asks the bench.
    pub fn ask(&self, request: &Value) -> Value {
        control::request(&self.place().join("bench"), request).unwrap()
    }

    /// The system, opened by this process.
    pub fn station(&self) -> Station {
        let place = self.place();
        let clock = Arc::new(FixedClock(AT.parse::<UtcMillis>().unwrap()));
        let services = Services::of_this_computer(clock);
        let email = Email::new(&read(&place, "operator")).unwrap();
        let password = read(&place, "password");
        let system = place.join("demo.keywright");
        Station::open(&system, &email, &password, Access::Write, services).unwrap()
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");

fn read(place: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(place.join(name)).unwrap();
    text.trim().to_owned()
}

/// What a person waits for when a user with a fob is added, beside the wire, whose time is modelled and not slept.
pub fn person(demo: &Demo) {
    let run = |arguments: &[&str]| demo.run(arguments).1;
    let ask = |request: Value| demo.ask(&request);
    let (mut drafts, mut programmed, mut lists, mut starts, mut modelled) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in 0..5 {
        let name = format!("fob{n}");
        let _new = ask(json!({ "verb": "new", "kind": "fob", "name": name, "chip": "ev1-8k" }));
        let _laid = ask(json!({ "verb": "lay", "name": name }));
        let _reset = ask(json!({ "verb": "stats" }));
        let add = |email: &str, how: &str| {
            run(&[
                "user",
                "add",
                "--first",
                "Anna",
                "--last",
                "Waits",
                "--email",
                email,
                "--role",
                "Cleaner@..2027-12-31",
                "--key",
                "fob",
                "--home-group",
                "North",
                how,
            ])
        };
        programmed.push(add(&format!("programmed{n}@example.org"), "--program"));
        let stats = ask(json!({ "verb": "stats" }));
        modelled.push(Duration::from_micros(
            stats["microseconds"].as_u64().unwrap(),
        ));
        drafts.push(add(&format!("draft{n}@example.org"), "--draft"));
        lists.push(run(&["role", "list"]));
        let start = Instant::now();
        let _version = Command::new(PROGRAM).arg("--version").output().unwrap();
        starts.push(start.elapsed());
    }
    let parts = parts(demo);
    let ms = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
    println!(
        "\nWhat a person waits for, without the wire (the least of 5, release build, demo system)\n"
    );
    println!("| | ms |\n|---|---|");
    println!(
        "| `user add --program`, all of it | {} |",
        ms(least(programmed))
    );
    println!("| `user add --draft`, all of it | {} |", ms(least(drafts)));
    println!("| `role list`, all of it | {} |", ms(least(lists)));
    println!("| of these: the process starts | {} |", ms(least(starts)));
    for (name, time) in parts {
        println!("| {name} | {} |", ms(time));
    }
    println!("| on top: the wire as modelled | {} |", ms(least(modelled)));
}

/// A while after the demo was performed, whose clock stands in its log.
const AT: &str = "2026-11-23T11:00:00+02:00";

/// The parts of opening and unlocking, each on its own.
fn parts(demo: &Demo) -> Vec<(&'static str, Duration)> {
    let place = demo.place();
    let (operator, password, pin) = (
        read(&place, "operator"),
        read(&place, "password"),
        read(&place, "pin"),
    );
    let system = place.join("demo.keywright");
    let slots = slots::file::read(&slots::file::beside(&system)).unwrap();
    let (mut kdf, mut open, mut token, mut unlock) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let (_, took) = timed(|| slots.open_with_password(&operator, &password).unwrap());
        kdf.push(took);
        let (station, took) = timed(|| demo.station());
        open.push(took);
        let (mut key, took) = timed(|| {
            hardware::open_bench_token(
                &place.join("bench"),
                &pin,
                keywright::device::programming_key::LastTry::Keep,
            )
            .unwrap()
        });
        token.push(took);
        let (_, took) = timed(|| Authority::unlock(&station, &mut *key).unwrap());
        unlock.push(took);
    }
    let kdf = least(kdf);
    vec![
        (
            "of these: argon2id over the password (64 MiB, 3 passes; meant)",
            kdf,
        ),
        (
            "of these: the store is opened",
            least(open).saturating_sub(kdf),
        ),
        (
            "of `--program`: the programming key is opened, PIN given (bench)",
            least(token),
        ),
        (
            "of `--program`: the secrets are unsealed (ECDH on the bench token, CMS)",
            least(unlock),
        ),
    ]
}

/// A bench in a process of its own.
struct Served(Child);

impl Served {
    fn start(program: &str, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .arg("bench")
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let _ready = BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self(child)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.0.kill().and_then(|()| self.0.wait());
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// The least, which other work on the machine disturbs the least.
fn least(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap()
}
