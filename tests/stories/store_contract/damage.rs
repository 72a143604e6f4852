//! More damage to the file: bits turned in the log beside it, pages of which half is old, a file or a folder that may
//! not be written.

use super::{Fresh, KEY, Numbers, change, full, id, options, sqlite, user, verify};
use keywright::store::{self, Error, Mode};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHANGES: u32 = 20;
/// Bytes of a page.
const PAGE: usize = 4_096;
/// Somebody without any right of his own.
const NOBODY: u32 = 65_534;

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

/// One user makes a change set.
fn add(fresh: &Fresh, number: u32) {
    change(&*fresh.store, i64::from(number), |change| {
        change.insert_user(&user(number, "Aino", "Järvi"))
    })
    .unwrap();
}

/// A bit turned in the log ends it there: what was written down before it is all there, nothing is there by halves,
/// and nothing is there that was never written.
#[test]
fn a_bit_turned_in_the_log_costs_at_most_what_came_after_it() {
    let flips = if full() { 500 } else { 100 };
    let fresh = sqlite();
    let log_of = |fresh: &Fresh| std::fs::read(beside(&fresh.path, "-wal")).unwrap();
    // How long the log was when each change set was acknowledged.
    let mut ends = Vec::new();
    for number in 1..=CHANGES {
        add(&fresh, number);
        ends.push(log_of(&fresh).len());
    }
    let database = std::fs::read(&fresh.path).unwrap();
    let log = log_of(&fresh);
    let mut numbers = Numbers(20_261_123);
    let (mut found, mut refused, mut fewest) = (0, 0, CHANGES);
    for _ in 0..flips {
        let (byte, bit) = (numbers.below(log.len()), numbers.below(8));
        let what = format!("bit {bit} of byte {byte} of the log");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("system.keywright");
        let mut damaged = log.clone();
        damaged[byte] ^= 1 << bit;
        std::fs::write(&path, &database).unwrap();
        std::fs::write(beside(&path, "-wal"), &damaged).unwrap();
        let store = match store::open(&path, &KEY, options(Mode::Write)) {
            Ok(store) => store,
            Err(Error::Damaged { .. } | Error::WrongKey | Error::DiskFailed) => {
                refused += 1;
                continue;
            }
            Err(other) => panic!("{what}: {other:?}"),
        };
        let report = store.verify(&verify).unwrap();
        store.check().unwrap();
        let users = store.read(|reading| reading.user_count()).unwrap();
        assert_eq!(report.head.count, users, "{what}: whole change sets only");
        let users = u32::try_from(users).unwrap();
        let before = ends.iter().filter(|end| **end <= byte).count();
        assert!(
            users as usize >= before,
            "{what}: {users} of {before} are left"
        );
        for number in 1..=users {
            let there = store.read(|reading| reading.user(id(1, number))).unwrap();
            assert_eq!(there.value, user(number, "Aino", "Järvi"), "{what}");
        }
        found += u32::from(users < CHANGES);
        fewest = fewest.min(users);
    }
    println!(
        "{flips} bits turned in the log: it ended before {found}, {refused} refused, none cost what stood before it; \
         at worst {fewest} of {CHANGES} changes left"
    );
    assert_eq!(found + refused, flips, "some went unseen");
}

#[test]
fn every_page_of_which_half_is_old_is_found() {
    let most = if full() { 200 } else { 60 };
    let dir = tempfile::tempdir().unwrap();
    let fresh = sqlite();
    (1..=200).for_each(|number| add(&fresh, number));
    // Closing brings all of the log into the file.
    let Fresh {
        store,
        path,
        dir: _kept,
    } = fresh;
    drop(store);
    let old = std::fs::read(&path).unwrap();
    let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
    for number in 201..=400 {
        change(&*store, number.into(), |change| {
            change.insert_user(&user(number, "Eino", "Virta"))
        })
        .unwrap();
    }
    drop(store);
    let new = std::fs::read(&path).unwrap();
    let page = |bytes: &[u8], number: usize| bytes[number * PAGE..(number + 1) * PAGE].to_vec();
    let differ = |number: &usize| {
        let (old, new) = (page(&old, *number), page(&new, *number));
        old[..PAGE / 2] != new[..PAGE / 2] && old[PAGE / 2..] != new[PAGE / 2..]
    };
    let pages: Vec<usize> = (0..old.len() / PAGE).filter(differ).collect();
    let copy = dir.path().join("copy.keywright");
    let mut torn = 0;
    'all: for number in &pages {
        for first_is_old in [true, false] {
            if torn == most {
                break 'all;
            }
            let mut bytes = new.clone();
            let start = number * PAGE + if first_is_old { 0 } else { PAGE / 2 };
            bytes[start..start + PAGE / 2].copy_from_slice(&old[start..start + PAGE / 2]);
            std::fs::write(&copy, &bytes).unwrap();
            let checked =
                store::open(&copy, &KEY, options(Mode::Read)).and_then(|store| store.check());
            assert!(
                matches!(
                    checked,
                    Err(Error::WrongKey | Error::Damaged { .. } | Error::DiskFailed)
                ),
                "page {number}, first half old {first_is_old}: {checked:?}"
            );
            torn += 1;
        }
    }
    println!(
        "{torn} torn pages, all found ({} pages differ)",
        pages.len()
    );
    assert!(torn >= 40, "{torn}");
    std::fs::write(&copy, &new).unwrap();
    let sound = store::open(&copy, &KEY, options(Mode::Read)).and_then(|store| store.check());
    assert_eq!(sound, Ok(()));
}

/// What a station without rights of its own finds: opened for writing, a change, opened for reading.
#[test]
fn a_child_that_may_not_write() {
    let Some(path) = std::env::var_os("KEYWRIGHT_DENIED_CHILD").map(PathBuf::from) else {
        return;
    };
    let opened = store::open(&path, &KEY, options(Mode::Write));
    let wrote = opened.and_then(|store| {
        change(&*store, 9, |change| {
            change.insert_user(&user(9, "Eino", "Virta"))
        })
    });
    let read = store::open(&path, &KEY, options(Mode::Read))
        .and_then(|store| store.read(|reading| reading.user_count()));
    let said = |result: Result<String, Error>| match result {
        Ok(done) => done,
        Err(error) => error.code().to_owned(),
    };
    let wrote = said(wrote.map(|()| "written".to_owned()));
    let read = said(read.map(|count| count.to_string()));
    println!("\nSAID {wrote} {read}");
}

#[test]
fn a_file_or_a_folder_that_may_not_be_written_is_named_and_keeps_everything() {
    let (mut denied, mut written) = (0, 0);
    for (file, folder) in [
        (0o666, 0o777),
        (0o444, 0o777),
        (0o666, 0o555),
        (0o444, 0o555),
        (0o000, 0o777),
    ] {
        for left_a_log in [false, true] {
            let what = format!("file {file:o}, folder {folder:o}, log {left_a_log}");
            let dir = tempfile::tempdir().unwrap();
            let place = dir.path().join("disk");
            std::fs::create_dir(&place).unwrap();
            let path = place.join("system.keywright");
            let fresh = sqlite();
            (1..=5).for_each(|number| add(&fresh, number));
            if left_a_log {
                // As after a crash: what was done stands in the log alone.
                for ending in ["", "-wal"] {
                    drop(std::fs::copy(
                        beside(&fresh.path, ending),
                        beside(&path, ending),
                    ));
                }
            } else {
                drop(fresh.store);
                drop(std::fs::copy(&fresh.path, &path));
            }
            let may = |path: &Path, mode: u32| {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            };
            may(dir.path(), 0o755);
            for entry in std::fs::read_dir(&place).unwrap() {
                may(&entry.unwrap().path(), file);
            }
            may(&place, folder);
            let said = child(&path);
            may(&place, 0o777);
            for entry in std::fs::read_dir(&place).unwrap() {
                may(&entry.unwrap().path(), 0o666);
            }
            let words: Vec<&str> = said.split(' ').collect();
            println!("{what}: {said}");
            let free = (file, folder) == (0o666, 0o777);
            if free {
                assert_eq!(words, ["written", "6"], "{what}");
                written += 1;
            } else {
                let named = ["store-read-only", "store-disk-failed", "store-unreadable"];
                assert!(named.contains(&words[0]), "{what}: {said}");
                assert!(
                    words[1] == "5" || named.contains(&words[1]),
                    "{what}: {said}"
                );
                denied += 1;
            }
            // With its rights back, all of it is there.
            let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
            let _report = store.verify(&verify).unwrap();
            let users = store.read(|reading| reading.user_count()).unwrap();
            assert_eq!(users, if free { 6 } else { 5 }, "{what}");
        }
    }
    println!("{denied} denied and named, {written} written, nothing lost");
}

/// Runs the child as somebody without rights, and tells what it said.
fn child(path: &Path) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let _command = command
        .args([
            "--exact",
            "--nocapture",
            "stories::store_contract::damage::a_child_that_may_not_write",
        ])
        .env("KEYWRIGHT_DENIED_CHILD", path);
    if rustix::process::getuid().is_root() {
        let _command = command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = text.lines().find_map(|line| line.strip_prefix("SAID "));
    said.unwrap_or_else(|| panic!("{output:?}")).to_owned()
}
