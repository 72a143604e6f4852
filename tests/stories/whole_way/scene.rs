//! A place to run the program in: a folder with a bench of its own and a small town of locks, copied from one
//! that was made once, by verbs alone.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use keywright::model::Email;
use keywright::time::FixedClock;
use keywright::workflow::{Access, Services, Station};
use serde_json::Value;
use tempfile::TempDir;

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");
pub(super) const OPERATOR: &str = "locksmith@example.org";
pub(super) const PASSWORD: &str = "a long password for the counter";
/// A Monday at ten in Helsinki.
pub(super) const NOW: &str = "2026-11-23T10:00:00+02:00";

/// Two buildings: what the verbs make of them, one line each.
const TOWN: &[&[&str]] = &[
    &["blocking-group", "add", "--name", "North"],
    &["blocking-group", "add", "--name", "South"],
    &["lock-group", "add", "--name", "Common A"],
    &["lock-group", "add", "--name", "Common B"],
    &[
        "lock",
        "add",
        "--name",
        "A main",
        "--kind",
        "hybrid",
        "--clock",
        "--lock-group",
        "Common A",
        "--blocking-group",
        "North",
    ],
    &[
        "lock",
        "add",
        "--name",
        "A laundry",
        "--clock",
        "--lock-group",
        "Common A",
        "--blocking-group",
        "North",
    ],
    &[
        "lock",
        "add",
        "--name",
        "A 1 door",
        "--blocking-group",
        "North",
    ],
    &[
        "lock",
        "add",
        "--name",
        "A 2 door",
        "--blocking-group",
        "North",
    ],
    &[
        "lock",
        "add",
        "--name",
        "Shed",
        "--clock",
        "--blocking-group",
        "North",
    ],
    &[
        "lock",
        "add",
        "--name",
        "B main",
        "--clock",
        "--lock-group",
        "Common B",
        "--blocking-group",
        "South",
    ],
    &[
        "lock",
        "add",
        "--name",
        "B 1 door",
        "--blocking-group",
        "South",
    ],
    &[
        "role",
        "add",
        "--name",
        "Resident A",
        "--lock-group",
        "Common A",
    ],
    &[
        "role",
        "add",
        "--name",
        "Resident B",
        "--lock-group",
        "Common B",
    ],
    &[
        "role",
        "add",
        "--name",
        "Cleaner",
        "--lock-group",
        "Common A",
        "--times",
        "mon-fri 06:00-16:00",
    ],
    &[
        "role",
        "add",
        "--name",
        "Everywhere",
        "--lock-group",
        "Common A",
        "--lock-group",
        "Common B",
    ],
    &["role", "add", "--name", "Empty"],
    &[
        "role",
        "add",
        "--name",
        "Door with times",
        "--lock",
        "A 2 door",
        "--times",
        "mon-fri 06:00-16:00",
    ],
    &[
        "role", "add", "--name", "Short", "--lock", "Shed", "--expiry", "24",
    ],
    &["premises", "add", "--name", "Building A"],
    &[
        "premises",
        "add",
        "--name",
        "A 1",
        "--parent",
        "Building A",
        "--private",
        "--lock",
        "A 1 door",
        "--role",
        "Resident A",
    ],
    &[
        "premises",
        "add",
        "--name",
        "B 1",
        "--private",
        "--lock",
        "B 1 door",
        "--role",
        "Resident B",
    ],
    &["lock", "deploy", "--all"],
];

/// How a run of the program ended.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
    line: String,
}

impl Run {
    /// How this command ended.
    pub(super) fn of(command: &Command, ended: Output) -> Self {
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        Self {
            code: ended.status.code().unwrap_or(-1),
            stdout: String::from_utf8(ended.stdout).unwrap(),
            stderr: String::from_utf8(ended.stderr).unwrap(),
            line: words.join(" "),
        }
    }

    /// The one JSON object on standard output.
    pub(super) fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.stdout);
        parsed.unwrap_or_else(|error| panic!("{}: {error}\n{self:?}", self.line))
    }

    /// What it answered where it must have succeeded.
    pub(super) fn done(&self) -> Value {
        assert_eq!(
            self.code, 0,
            "{}\n{}{}",
            self.line, self.stdout, self.stderr
        );
        self.json()
    }

    /// That it ended with this exit code and this stable word, with cause and remedy.
    pub(super) fn refused(&self, code: i32, word: &str) -> Value {
        let told = self.json();
        assert_eq!(
            (self.code, told["code"].as_str()),
            (code, Some(word)),
            "{}\n{self:?}",
            self.line
        );
        for field in ["message", "remedy"] {
            let text = told[field].as_str().unwrap_or_default();
            assert!(text.len() > 5, "{}: no {field} in {told}", self.line);
            assert!(!text.contains('{') && !text.contains("error-"), "{text}");
        }
        // What must be known to get past some refusals stands beside code, cause and remedy.
        let details = [
            "choices",
            "costs",
            "excess",
            "removable",
            "waiting",
            "fob_found",
            "fob_expected",
            "keys",
        ];
        let fields = told.as_object().unwrap().keys();
        let told_more = fields.filter(|field| !details.contains(&field.as_str()));
        assert_eq!(told_more.count(), 3, "{told}");
        told
    }

    /// The action that did not succeed; of a verb that answers with no actions, the whole answer.
    pub(super) fn broken_part(&self) -> Value {
        let told = self.json();
        if told["actions"].is_array() {
            self.broken_action()
        } else {
            told
        }
    }

    /// The action of `user add` or `key program` that did not succeed.
    pub(super) fn broken_action(&self) -> Value {
        let told = self.json();
        let actions = told["actions"].as_array().unwrap().clone();
        let broken = actions
            .into_iter()
            .find(|action| action["outcome"] != "done");
        broken.unwrap_or_else(|| panic!("{}: every action was done\n{self:?}", self.line))
    }
}

/// A running bench, ended with the value.
pub(super) struct BenchProcess(pub(super) Child);

impl BenchProcess {
    pub(super) fn start(folder: &Path) -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("bench")
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        let _bytes = BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut ready)
            .unwrap();
        assert_eq!(ready, "ready\n");
        Self(child)
    }
}

impl Drop for BenchProcess {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.0);
        let _sent = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ended = self.0.wait();
    }
}

/// A folder with a system, its bench and what a person at the counter knows.
pub(super) struct Scene {
    folder: TempDir,
    /// The system that [`Scene::run`] works on.
    pub(super) system: PathBuf,
    pub(super) password: String,
    pub(super) pin: String,
    bench: Option<BenchProcess>,
}

struct Town {
    folder: TempDir,
    pin: String,
    init: String,
}

static MADE: LazyLock<Town> = LazyLock::new(|| {
    let scene = Scene::bare();
    let init = scene.init().stdout;
    for line in TOWN {
        let _answer = scene.run(*line).done();
    }
    let Scene {
        folder, pin, bench, ..
    } = scene;
    drop(bench);
    Town { folder, pin, init }
});

/// What `system init` printed when the town was made.
pub(super) fn init_of_the_town() -> Value {
    serde_json::from_str(&MADE.init).unwrap()
}

impl Scene {
    /// A bench with a token and no system yet.
    pub(super) fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = BenchProcess::start(&folder.path().join("bench"));
        let mut scene = Self {
            system: folder.path().join("town.keywright"),
            folder,
            password: PASSWORD.to_owned(),
            pin: String::new(),
            bench: Some(bench),
        };
        let token = scene.bench(["new", "token", "office"]).done();
        token["pin"].as_str().unwrap().clone_into(&mut scene.pin);
        scene
    }

    /// Makes the system.
    pub(super) fn init(&self) -> Run {
        let file = self.system.to_str().unwrap();
        let made = self.run([
            "system",
            "init",
            file,
            "--name",
            "Small town",
            "--zone",
            "Europe/Helsinki",
            "--demo",
        ]);
        let _answer = made.done();
        made
    }

    /// The town, with a bench of its own.
    pub(super) fn town() -> Self {
        let made = &*MADE;
        let folder = tempfile::tempdir().unwrap();
        copy_tree(made.folder.path(), folder.path());
        let bench = BenchProcess::start(&folder.path().join("bench"));
        Self {
            system: folder.path().join("town.keywright"),
            folder,
            password: PASSWORD.to_owned(),
            pin: made.pin.clone(),
            bench: Some(bench),
        }
    }

    /// The same town with the bench's memory as it was in a copy of its folder `state`.
    pub(super) fn with_bench_memory(mut self, state: &Path) -> Self {
        drop(self.bench.take());
        copy_tree(state, &self.bench_folder().join("state"));
        self.bench = Some(BenchProcess::start(&self.bench_folder()));
        self
    }

    /// The files of the system: all that lies beside the folder of the bench.
    pub(super) fn keep_system(&self, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for file in self.system_files() {
            let _bytes = fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }

    /// Puts the system back as it was kept.
    pub(super) fn put_system_back(&self, from: &Path) {
        for file in self.system_files() {
            fs::remove_file(file).unwrap();
        }
        copy_tree(from, self.root());
    }

    fn system_files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.root()).unwrap();
        let files = entries.map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).collect()
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn bench_folder(&self) -> PathBuf {
        self.root().join("bench")
    }

    /// The program with everything set that a station needs, but no verb.
    pub(super) fn command(&self) -> Command {
        let bench = self.bench_folder();
        let mut command = Command::new(PROGRAM);
        let _command = command
            .env_clear()
            .env("KEYWRIGHT_SYSTEM", &self.system)
            .env("KEYWRIGHT_OPERATOR", OPERATOR)
            .env("KEYWRIGHT_PASSWORD", &self.password)
            .env("KEYWRIGHT_PIN", &self.pin)
            .env("KEYWRIGHT_ENCODER", bench.join("encoder"))
            .env("KEYWRIGHT_TOKEN", format!("bench:{}", bench.display()))
            .env("TMPDIR", self.root())
            .stdin(Stdio::null());
        command
    }

    /// Runs a verb at the fixed time, answered in JSON.
    pub(super) fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        let mut command = self.command();
        let _command = command.args(["--json", "--at", NOW]);
        finish(command.args(arguments))
    }

    /// As [`Scene::run`], with something on standard input.
    pub(super) fn run_told(
        &self,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
        input: &str,
    ) -> Run {
        let mut command = self.command();
        let command = command.args(["--json", "--at", NOW]).args(arguments);
        Self::told(command, input)
    }

    /// Runs a prepared command with something on standard input.
    pub(super) fn told(command: &mut Command, input: &str) -> Run {
        use std::io::{Seek as _, Write as _};
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(input.as_bytes()).unwrap();
        file.rewind().unwrap();
        finish(command.stdin(file))
    }

    /// The town's system, opened by this process at the fixed time.
    pub(super) fn station(&self) -> Station {
        let now = NOW.parse().unwrap();
        let services = Services::of_this_computer(Arc::new(FixedClock(now)));
        let operator = Email::new(OPERATOR).unwrap();
        Station::open(
            &self.system,
            &operator,
            &self.password,
            Access::Write,
            services,
        )
        .unwrap()
    }

    /// Runs a verb for people at the fixed time.
    pub(super) fn tell(&self, words: &[&str]) -> Run {
        let mut command = self.command();
        let _command = command.args(["--messages", "en", "--at", NOW]);
        finish(command.args(words))
    }

    /// Runs a verb as a person does who was told to run it again: on a busy computer the bench may answer too
    /// late, which the program reports and resumes from.
    pub(super) fn persevere(&self, words: &[&str]) -> Run {
        let mut run = self.run(words);
        for _again in 0..4 {
            if run.code != 3 || !run.stdout.contains("encoder-silent") {
                break;
            }
            run = self.run(words);
        }
        run
    }

    /// Runs a verb of the bench.
    pub(super) fn bench(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        let mut command = self.command();
        let _command = command.args(["--json", "bench"]).arg(self.bench_folder());
        finish(command.args(arguments))
    }

    /// A new fob on the encoder; its chip number.
    pub(super) fn new_fob(&self, name: &str) -> String {
        let made = self.bench(["new", "fob", name]).done();
        self.lay(name);
        made["uid"].as_str().unwrap().to_owned()
    }

    pub(super) fn lay(&self, name: &str) {
        let _answer = self.bench(["lay", name]).done();
    }

    /// What a lock says to a fob at a time: its reason, or `open`.
    pub(super) fn present(&self, name: &str, lock: &str, at: &str) -> String {
        let answer = self
            .bench(["present", name, "--lock", lock, "--at", at])
            .done();
        let decision = answer["decision"].as_str().unwrap();
        assert_eq!(decision == "open", answer["reason"].is_null(), "{answer}");
        answer["reason"].as_str().unwrap_or(decision).to_owned()
    }

    /// Adds a person with a fob key; the number of the key.
    pub(super) fn draft(&self, name: &str, role: &str) -> String {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let more = ["--role", role, "--key", "fob", "--draft"];
        let added = self
            .run(user_add(name.split_once(' ').unwrap(), &email, &more))
            .done();
        added["keys"][0]["number"].to_string()
    }

    /// The one key with this number, as the list shows it.
    pub(super) fn key(&self, number: &str) -> Value {
        let list = self.run(["key", "list"]).done();
        let items = list["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .find(|key| key["number"].as_u64() == number.parse().ok())
            .unwrap()
    }

    /// What the fob holds, as the bench keeps it: everything but events.
    pub(super) fn content(&self, name: &str) -> Vec<(String, String)> {
        let dump = self.bench(["dump", name]).done();
        let mut files = Vec::new();
        for application in dump["applications"].as_array().unwrap() {
            for file in application["files"].as_array().into_iter().flatten() {
                let place = format!("{}/{}", application["aid"], file["number"]);
                if file["number"] != 3 {
                    files.push((place, file["data"].to_string()));
                }
            }
        }
        files
    }
}

/// The words that add a person of this first and last name, with more such as `--role`.
pub(super) fn user_add((first, last): (&str, &str), email: &str, more: &[&str]) -> Vec<String> {
    let person = [
        "user", "add", "--first", first, "--last", last, "--email", email,
    ];
    let words = person.iter().chain(more);
    words.map(|word| (*word).to_owned()).collect()
}

/// What makes the whole main job of it: a fob with a choice of home groups, programmed at once.
pub(super) const MAIN_JOB: [&str; 7] = [
    "--role",
    "Everywhere",
    "--home-group",
    "South",
    "--key",
    "fob",
    "--program",
];

/// Runs a prepared command to its end.
pub(super) fn finish(command: &mut Command) -> Run {
    let ended = command.output().unwrap();
    Run::of(command, ended)
}

pub(super) fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy_tree(&entry.path(), &target);
        } else if kind.is_file() {
            let _bytes = fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Does the same work for 0, 1, 2 .. `count` on several scenes at once, because most of a write is waiting. Ends
/// where the work says that there is no more to do.
pub(super) fn side_by_side(count: usize, work: impl Fn(&Scene, usize) -> bool + Sync) -> usize {
    const SCENES: usize = 3;
    let (next, end) = (AtomicUsize::new(0), AtomicUsize::new(count));
    std::thread::scope(|threads| {
        for _ in 0..SCENES {
            let _thread = threads.spawn(|| {
                let scene = Scene::town();
                loop {
                    let item = next.fetch_add(1, Ordering::SeqCst);
                    if item >= end.load(Ordering::SeqCst) {
                        return;
                    }
                    if !work(&scene, item) {
                        let _before = end.fetch_min(item, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    end.load(Ordering::SeqCst)
}
