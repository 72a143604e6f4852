//! A disk that fails: the n-th write, sync or truncation of a process, with each error that disks and file systems
//! give, once or from then on. A small library before the C library makes it fail, so that the whole engine is under
//! it.

use super::{KEY, change, full, id, key, new_system, options, user, verify};
use keywright::store::{self, Mode, Store};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What the disk says, with its number on Linux.
const ERRORS: [(&str, u32); 3] = [("ENOSPC", 28), ("EIO", 5), ("EROFS", 30)];

/// How many change sets a child makes, and how many users each adds.
const CHANGES: u32 = 12;
const USERS: u32 = 3;

/// The library that lets a disk fail, compiled once.
pub(crate) fn failing_disk() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| preloaded("failing_disk"))
}

/// Compiles a library of `tests/peers` that stands between a program and the system.
pub(crate) fn preloaded(name: &str) -> PathBuf {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.so"));
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
    let output = Command::new("gcc")
        .args([
            "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o",
        ])
        .arg(&library)
        .arg(peers.join(format!("{name}.c")))
        .arg("-ldl")
        .output()
        .expect("gcc is installed");
    assert!(output.status.success(), "{output:?}");
    library
}

/// One change set: some users, and a key for each.
fn step(store: &dyn Store, number: u32) -> Result<(), store::Error> {
    change(store, i64::from(number), |c| {
        for place in number * USERS..(number + 1) * USERS {
            c.insert_user(&user(place, "Aino", "Järvi"))?;
            let _number = c.insert_key(&key(place, id(1, place)), None)?;
        }
        Ok(())
    })
}

/// How many change sets a system holds; each is wholly there or not at all.
fn held(store: &dyn Store) -> u32 {
    let users = store.read(|reading| reading.user_count()).unwrap();
    let users = u32::try_from(users).unwrap();
    assert_eq!(users % USERS, 0, "a change set is there by halves");
    for place in 0..users {
        let _key = store.read(|reading| reading.key(id(2, place))).unwrap();
    }
    users / USERS
}

#[test]
fn a_child_whose_disk_fails() {
    let Some(path) = std::env::var_os("KEYWRIGHT_DISK_CHILD").map(PathBuf::from) else {
        return;
    };
    let diary = std::env::var_os("KEYWRIGHT_DISK_DIARY").unwrap();
    let mut diary = std::fs::File::create(diary).unwrap();
    let store = match store::open(&path, &KEY, options(Mode::Write)) {
        Ok(store) => store,
        Err(error) => {
            writeln!(diary, "unopened {}", error.code()).unwrap();
            return;
        }
    };
    for number in held(&*store)..CHANGES {
        match step(&*store, number) {
            Ok(()) => writeln!(diary, "done {number}").unwrap(),
            Err(error) => {
                writeln!(diary, "refused {}", error.code()).unwrap();
                // The next one shows whether the store goes on upon a disk of which nobody knows what it holds.
                if let Err(error) = step(&*store, number) {
                    writeln!(diary, "then {}", error.code()).unwrap();
                } else {
                    writeln!(diary, "done {number}").unwrap();
                }
                break;
            }
        }
    }
    if let Err(error) = store.backup(&path.with_extension("backup")) {
        writeln!(diary, "backup {}", error.code()).unwrap();
    }
}

/// What became of the runs.
#[derive(Debug, Default)]
struct Counts {
    runs: u32,
    refused: u32,
    unnoticed: u32,
    kept_though_refused: u32,
}

/// One run: whether anything failed in it.
fn run(kind: &str, at: u32, (name, errno): (&str, u32), stays: bool, counts: &mut Counts) -> bool {
    let what = format!("{kind} {at} {name}{}", if stays { " for good" } else { "" });
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("disk");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("system.keywright");
    drop(store::create(&path, &KEY, &new_system(), options(Mode::Write)).unwrap());
    let (diary, log) = (dir.path().join("diary"), dir.path().join("log"));
    let mut command = Command::new(std::env::current_exe().unwrap());
    let _command = command
        .args([
            "--exact",
            "stories::store_contract::disk::a_child_whose_disk_fails",
        ])
        .env("KEYWRIGHT_DISK_CHILD", &path)
        .env("KEYWRIGHT_DISK_DIARY", &diary)
        .env("LD_PRELOAD", failing_disk())
        .env("FAILING_DISK_FOLDER", &folder)
        .env("FAILING_DISK_KIND", kind)
        .env("FAILING_DISK_AT", at.to_string())
        .env("FAILING_DISK_ERROR", errno.to_string())
        .env("FAILING_DISK_LOG", &log);
    if stays {
        let _command = command.env("FAILING_DISK_STAYS", "1");
    }
    let ended = command.output().unwrap();
    assert!(ended.status.success(), "{what}: {ended:?}");
    let log = std::fs::read_to_string(log).unwrap_or_default();
    if !log.contains("failed") {
        return false;
    }
    counts.runs += 1;
    let diary = std::fs::read_to_string(diary).unwrap();
    let lines = |word: &str| diary.lines().filter(|line| line.starts_with(word)).count();
    let acknowledged = u32::try_from(lines("done")).unwrap();
    let named = |line: &str| {
        let code = line.split_once(' ').map_or("", |(_, code)| code);
        matches!(
            code,
            "store-disk-full" | "store-disk-failed" | "store-read-only"
        )
    };
    let refusals = diary.lines().filter(|line| !line.starts_with("done"));
    let refusals: Vec<&str> = refusals.collect();
    assert!(refusals.iter().all(|line| named(line)), "{what}: {diary}");
    if refusals.is_empty() {
        counts.unnoticed += 1;
    } else {
        counts.refused += 1;
    }
    if kind == "sync" {
        // What becomes of a copy that is thrown away is nobody's loss.
        let again = |line: &str| line.starts_with("again") && !line.contains(".part");
        let tried = log.lines().any(again);
        assert!(!tried, "{what}: a failed sync was tried again: {log}");
        let went_on = lines("refused") != lines("then");
        assert!(!went_on, "{what}: it went on\n{diary}");
    }

    // There is room again, or another disk: nothing is lost, nothing is there by halves, and the rest is done.
    let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
    let _report = store.verify(&verify).unwrap();
    let found = held(&*store);
    assert!(
        (acknowledged..=acknowledged + 1).contains(&found),
        "{what}: {acknowledged} acknowledged, {found} there\n{diary}"
    );
    counts.kept_though_refused += found - acknowledged;
    for number in found..CHANGES {
        step(&*store, number).unwrap();
    }
    assert_eq!(held(&*store), CHANGES, "{what}");
    let copy = path.with_extension("backup");
    if !copy.exists() {
        store.backup(&copy).unwrap();
    }
    let _report = store.verify(&verify).unwrap();
    drop(store);
    let copy = store::open(&copy, &KEY, options(Mode::Read)).unwrap();
    assert!(held(&*copy) <= CHANGES);
    true
}

#[test]
fn a_disk_that_fails_at_any_write_sync_or_truncation_loses_nothing() {
    let pace = |kind: &str| match (full(), kind) {
        (true, _) => 1,
        (false, "write") => 25,
        (false, _) => 3,
    };
    let mut counts = Counts::default();
    for error in ERRORS {
        for kind in ["write", "sync", "truncate"] {
            for stays in [false, true] {
                let mut at = 1;
                while at <= 200 && run(kind, at, error, stays, &mut counts) {
                    at += pace(kind);
                }
            }
        }
    }
    println!("{counts:?}");
    assert!(counts.runs >= 60, "{counts:?}");
    assert!(counts.refused > counts.unnoticed, "{counts:?}");
}
