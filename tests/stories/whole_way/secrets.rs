//! Marked secrets and names go through the whole main job with every log line on; then everything that was said, every
//! file that is not the bench's own, and what the system shows of every process that ran are searched for them, in
//! every form they could take. What the program made up itself, the test opens and derives beside it, with the bench's
//! token. No account of a mail server is among them: there is none.

mod derived;
mod watched;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use keywright::mail::{Security, Server};
use keywright::secrets::slots;
use keywright::workflow::inviting::MailSettings;

use self::watched::{Seen, watched};
use super::authority::{RESERVE_PIN, RESERVE_PUK, Reserve};
use super::scene::{NOW, OPERATOR, PROGRAM, Run, Scene, copy_tree};

/// One secret with every form in which it is looked for.
struct Canary {
    what: &'static str,
    forms: Vec<(&'static str, Vec<u8>)>,
}

impl Canary {
    fn new(what: &'static str, bytes: &[u8]) -> Self {
        let decimal: Vec<String> = bytes.iter().map(u8::to_string).collect();
        let url: String = bytes
            .iter()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(*byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
        let mut forms = vec![
            ("raw", bytes.to_vec()),
            ("hex", HEXLOWER.encode(bytes).into_bytes()),
            ("HEX", HEXUPPER.encode(bytes).into_bytes()),
            ("base64", BASE64_NOPAD.encode(bytes).into_bytes()),
            ("base64 padded", BASE64.encode(bytes).into_bytes()),
            ("base64url", BASE64URL_NOPAD.encode(bytes).into_bytes()),
            ("decimal", decimal.join(", ").into_bytes()),
            ("decimal bare", decimal.join(",").into_bytes()),
            ("URL", url.into_bytes()),
            ("UTF-16", bytes.iter().flat_map(|byte| [*byte, 0]).collect()),
        ];
        // Base64 of a text within another starts at any of three places.
        for skip in 1..3.min(bytes.len()) {
            let whole = BASE64_NOPAD.encode(&bytes[skip..]);
            forms.push((
                "base64 shifted",
                whole.as_bytes()[..whole.len() - 2].to_vec(),
            ));
        }
        forms.dedup_by(|one, other| one.1 == other.1);
        Self { what, forms }
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// A person whose every word is marked.
const PERSON: [&str; 18] = [
    "user",
    "add",
    "--first",
    "Kanarieaana",
    "--last",
    "Fagelsson",
    "--email",
    "canary.mailbox@example.org",
    "--telephone",
    "+358407771234",
    "--company",
    "Kanarie Oy Ab",
    "--role",
    "Caretaker",
    "--key",
    "fob",
    "--program",
    "--invite",
];

/// Everything a person does, with every log line on: what each command said, by its words, and what was seen of its
/// processes and passing files.
fn go_the_whole_way(scene: &Scene, reserve: &Reserve) -> (Vec<(String, Run)>, Seen) {
    let mut said: Vec<(String, Run)> = Vec::new();
    let mut seen = Seen::default();
    let mut run = |arguments: &[&str], set: &[(&str, &str)]| {
        let mut command: Command = scene.command();
        let _command = command
            .env("KEYWRIGHT_LOG", "trace")
            .envs(set.iter().copied())
            .args(["--json", "--at", NOW])
            .args(arguments);
        let run = watched(&mut command, scene.root(), &mut seen);
        said.push((arguments.join(" "), run));
    };
    let file = scene.system.to_str().unwrap();
    run(
        &[
            "system",
            "init",
            file,
            "--name",
            "Town",
            "--zone",
            "Europe/Helsinki",
            "--demo",
        ],
        &[],
    );
    run(&["blocking-group", "add", "--name", "North"], &[]);
    run(
        &["lock", "add", "--name", "Door", "--blocking-group", "North"],
        &[],
    );
    run(
        &["role", "add", "--name", "Caretaker", "--lock", "Door"],
        &[],
    );
    run(&["lock", "deploy", "--all"], &[]);
    let backup = scene.root().join("copy.keywright");
    for arguments in [
        &PERSON[..],
        &PERSON,
        &["key", "read"],
        &["key", "program"],
        &["doctor"],
        &["audit", "verify"],
        &["system", "backup", backup.to_str().unwrap()],
        &["role", "show", "Nothing"],
    ] {
        run(arguments, &[]);
    }
    run(&["user", "list"], &[("KEYWRIGHT_PASSWORD", WRONG)]);
    let second = reserve.token();
    run(
        &[
            "programming-key",
            "add",
            "--new-token",
            &second,
            "--label",
            "Reserve",
            "--operator-of-key",
            OPERATOR,
        ],
        &[
            ("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN),
            ("KEYWRIGHT_PUK", RESERVE_PUK),
        ],
    );
    // One that dies in the middle leaves its files as they are, the log of the database among them.
    let again = [
        "user",
        "add",
        "--first",
        "Kanarieaana",
        "--last",
        "Fagelsson",
        "--email",
        "canary.mailbox2@example.org",
    ];
    run(&again, &[("KEYWRIGHT_FAILPOINT", "2")]);
    let codes: Vec<i32> = said.iter().map(|(_, run)| run.code).collect();
    assert_eq!(codes, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, -1]);
    (said, seen)
}

const WRONG: &str = "Canary-Password-wrong";

/// Whose form it is, its name and its bytes.
type Form<'a> = (&'a Canary, &'a str, &'a [u8]);

/// Every form of some canaries, found in one pass.
struct Index<'a> {
    by_start: HashMap<[u8; 2], Vec<Form<'a>>>,
}

impl<'a> Index<'a> {
    fn of(canaries: &[&'a [Canary]]) -> Self {
        let mut by_start = HashMap::<_, Vec<_>>::new();
        for canary in canaries.iter().flat_map(|some| some.iter()) {
            for (name, form) in &canary.forms {
                let of_start = by_start.entry([form[0], form[1]]).or_default();
                of_start.push((canary, *name, form.as_slice()));
            }
        }
        Self { by_start }
    }

    fn hits(&self, bytes: &[u8]) -> Vec<String> {
        let mut hits = Vec::new();
        for (place, pair) in bytes.windows(2).enumerate() {
            for (canary, name, form) in self.by_start.get(pair).into_iter().flatten() {
                if bytes[place..].starts_with(form) {
                    hits.push(format!("{} as {name}", canary.what));
                }
            }
        }
        hits
    }
}

/// What was searched, and what was found there.
#[derive(Default)]
struct Search {
    hits: Vec<String>,
    places: usize,
    bytes: usize,
}

impl Search {
    fn look(&mut self, place: &str, content: &[u8], index: &Index<'_>) {
        self.places += 1;
        self.bytes += content.len();
        let found = index.hits(content).into_iter();
        self.hits.extend(found.map(|hit| format!("{place}: {hit}")));
    }

    /// Of every process that ran: its arguments hold no secret, its environment none but what it was given.
    fn look_at(
        &mut self,
        seen: &Seen,
        all: &Index<'_>,
        secrets: &Index<'_>,
        not_given: &Index<'_>,
    ) {
        for line in &seen.arguments {
            self.look("arguments of a process", line, secrets);
        }
        for environment in &seen.environments {
            self.look("environment of a process", environment, not_given);
        }
        for (name, content) in &seen.passing {
            self.look(&format!("passing file {name}"), content, all);
        }
    }

    /// Every file below a folder that is not left out, and its name.
    fn look_into(&mut self, folder: &Path, left_out: &[&str], index: &Index<'_>) -> Vec<String> {
        let mut files = Vec::new();
        files_below(folder, &mut files);
        files.retain(|path| {
            let below = path.strip_prefix(folder).unwrap();
            let mut parts = below.components();
            !parts.any(|part| left_out.iter().any(|name| part.as_os_str() == *name))
        });
        for file in &files {
            let content = std::fs::read(file).unwrap();
            self.look(&file.display().to_string(), &content, index);
            self.look("a file name", file.to_string_lossy().as_bytes(), index);
        }
        files
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect()
    }
}

#[test]
fn marked_secrets_are_nowhere_but_where_they_belong() {
    let mut scene = Scene::bare();
    scene.password = "Canary-Password-8c1f7a".to_owned();
    let uid = scene.new_fob("fob");
    let reserve = Reserve::new(&scene, "reserve");
    let (said, seen) = go_the_whole_way(&scene, &reserve);
    let code = said[0].1.json()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned();
    let slots = slots::file::read(&slots::file::beside(&scene.system)).unwrap();
    let key = slots.open_with_password(OPERATOR, &scene.password).unwrap();
    let bare_code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    // What a person gives by the environment, as the README says: nothing else of a process shows it.
    let given = [
        Canary::new("password", scene.password.as_bytes()),
        Canary::new("wrong password", WRONG.as_bytes()),
        Canary::new("PIN", scene.pin.as_bytes()),
        Canary::new("PIN of the new key", RESERVE_PIN.as_bytes()),
        Canary::new("PUK of the new key", RESERVE_PUK.as_bytes()),
    ];
    let mut made = vec![
        Canary::new("recovery code", code.as_bytes()),
        Canary::new("recovery code without marks", bare_code.as_bytes()),
        Canary::new("store key", key.expose()),
        Canary::new(
            "management key",
            &derived::management_key(&scene, "reserve"),
        ),
    ];
    let derived = derived::of(&scene, &uid);
    made.extend(derived.of_the_station);
    // These lie in the fob and in the locks, and nowhere at the counter.
    let at_the_doors = derived.at_the_doors;
    let people = [
        Canary::new("first name", b"Kanarieaana"),
        Canary::new("last name", b"Fagelsson"),
        Canary::new("e-mail", b"canary.mailbox"),
        Canary::new("telephone", b"358407771234"),
        Canary::new("company", b"Kanarie Oy"),
    ];
    // The search finds what is there: the answer of init holds the code, the answer of user add the person.
    assert_eq!(
        Index::of(&[&made]).hits(said[0].1.stdout.as_bytes()),
        ["recovery code as raw"]
    );
    assert!(
        !Index::of(&[&people])
            .hits(said[5].1.stdout.as_bytes())
            .is_empty()
    );

    let everything = [&given[..], &made, &at_the_doors, &people];
    let index = Index::of(&everything);
    let secrets = Index::of(&[&given, &made, &at_the_doors]);
    let not_given = Index::of(&[&made, &at_the_doors]);
    let mut search = Search::default();
    let mut logged = 0;
    for (line, run) in &said {
        logged += run.stderr.len();
        let place = format!("standard error of {line}");
        search.look(&place, run.stderr.as_bytes(), &index);
        // What was answered on standard output belongs there; secrets do not, but for the code of init, once.
        let init = line.starts_with("system init");
        let told = run.stdout.replacen(&code, "", usize::from(init));
        let place = format!("standard output of {line}");
        search.look(&place, told.as_bytes(), &secrets);
    }
    let debugged = |(_, run): &(String, Run)| run.stderr.contains("DEBUG");
    assert!(
        logged > 1_000 && said.iter().any(debugged),
        "every log line is on: {logged} bytes"
    );
    let files = search.look_into(scene.root(), &["bench", "reserve"], &index);
    for needed in [
        "town.keywright",
        "town.keywright-wal",
        "town.keywright.slots",
        "town.keywright.lock",
        "copy.keywright",
    ] {
        assert!(
            files.iter().any(|name| name == needed),
            "{needed} is not among {files:?}"
        );
    }
    assert!(seen.processes >= said.len(), "{}", seen.processes);
    search.look_at(&seen, &index, &secrets, &not_given);
    // The fob and the doors hold numbers and their own keys, never people or what opens the system. Tokens know their
    // PIN.
    let on_bench = Index::of(&[&given, &made, &people]);
    let state = scene.bench_folder().join("state");
    let on_bench = search.look_into(&state, &["tokens"], &on_bench);
    assert!(on_bench.len() >= 2, "{on_bench:?}");
    assert!(search.hits.is_empty(), "{:#?}", search.hits);
    let canaries = || everything.iter().flat_map(|some| some.iter());
    let forms: usize = canaries().map(|canary| canary.forms.len()).sum();
    println!(
        "{forms} forms of {} canaries in {} places, {} bytes ({} processes, {} passing files): 0 hits",
        canaries().count(),
        search.places,
        search.bytes,
        seen.processes,
        seen.passing.len()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_running_process_shows_nobody_its_memory_or_its_environment() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command, Stdio};

    // As root everything is readable, so both the process and the one that looks at it run as nobody.
    let folder = tempfile::tempdir().unwrap();
    let root = rustix::process::getuid().is_root();
    let user = if root {
        65_534
    } else {
        rustix::process::getuid().as_raw()
    };
    let program = folder.path().join("keywright");
    let _bytes = std::fs::copy(PROGRAM, &program).unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let bench = folder.path().join("bench");
    copy_tree(&Scene::town().bench_folder(), &bench);
    let mut all = Vec::new();
    files_below(&bench, &mut all);
    all.extend([
        bench.clone(),
        bench.join("state"),
        bench.join("state/doors"),
        bench.join("state/tokens"),
    ]);
    let start = |command: &mut Command| -> Child {
        let command = command
            .env("KEYWRIGHT_PIN", "canary")
            .stdout(Stdio::piped());
        if root {
            command.uid(user).gid(user).spawn().unwrap()
        } else {
            command.spawn().unwrap()
        }
    };
    for path in all.iter().filter(|_| root) {
        chown(path, Some(user), Some(user)).unwrap();
    }
    let mut process = start(Command::new(&program).arg("bench").arg(&bench));
    let mut ready = [0; 6];
    std::io::Read::read_exact(process.stdout.as_mut().unwrap(), &mut ready).unwrap();
    let mut control = start(Command::new("sleep").arg("60"));
    std::thread::sleep(std::time::Duration::from_millis(100));
    let look = |pid: u32| {
        let seen = start(
            Command::new("cat")
                .arg(format!("/proc/{pid}/environ"))
                .stderr(Stdio::null()),
        )
        .wait_with_output()
        .unwrap();
        let owner = std::fs::metadata(format!("/proc/{pid}/environ"))
            .unwrap()
            .uid();
        let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .unwrap()
            .split_whitespace()
            .nth(4)
            .unwrap()
            .to_owned();
        (
            String::from_utf8_lossy(&seen.stdout).contains("KEYWRIGHT_PIN=canary"),
            owner,
            core,
        )
    };
    let (shown, owner, core) = look(process.id());
    let (other_shown, other_owner, _) = look(control.id());
    for child in [&mut process, &mut control] {
        child.kill().unwrap();
        let _ended = child.wait().unwrap();
    }
    assert!(
        other_shown && other_owner == user,
        "the look itself works: {other_shown} {other_owner}"
    );
    assert_eq!((shown, owner, core.as_str()), (false, 0, "0"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_breaks_down_leaves_no_core() {
    use std::io::Read as _;
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::Stdio;

    // Both may write a core as long as they like, and both are broken off as a fault of the program would do it.
    let folder = tempfile::tempdir().unwrap();
    let broken = |program: &[&str], ready: bool| {
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh"])
            .args(program)
            .current_dir(folder.path())
            .env("KEYWRIGHT_PIN", "canary")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        if ready {
            let mut told = [0; 6];
            child
                .stdout
                .as_mut()
                .unwrap()
                .read_exact(&mut told)
                .unwrap();
        } else {
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(6));
        status.core_dumped()
    };
    let bench = folder.path().join("bench");
    let others = broken(&["sleep", "60"], false);
    assert!(!broken(&[PROGRAM, "bench", bench.to_str().unwrap()], true));
    println!("another program leaves a core here: {others}; ours does not");
}

#[test]
fn the_password_of_the_mail_server_is_sealed_within_the_store_too() {
    let scene = Scene::town();
    let mut station = scene.station();
    let settings = MailSettings {
        server: Server {
            host: "mail.example.org".to_owned(),
            port: 587,
            security: Security::StartTls,
            sender: "Keys <keys@example.org>".to_owned(),
            user: Some("keys".to_owned()),
            password: Some("Canary-Mail-41d0".to_owned().into()),
            authority: None,
        },
        portal: None,
    };
    station.set_mail_settings(&settings).unwrap();
    let kept = station.read(|reading| reading.setting("mail")).unwrap();
    let kept = kept.unwrap();
    assert!(kept.contains("mail.example.org"));
    assert!(!kept.contains("Canary"), "{kept}");
    drop(station);
    let read = scene.station().mail_settings().unwrap();
    assert_eq!(read, Some(settings));
}
