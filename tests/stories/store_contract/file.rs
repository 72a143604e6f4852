//! The file under attack: flipped bits, torn logs, full disks, other instances.

use super::{Fresh, KEY, Numbers, change, full, id, new_system, options, sqlite, user, verify};
use keywright::store::{self, Error, Mode, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn one_instance_writes_and_others_may_read() {
    let fresh = sqlite();
    let second = store::open(&fresh.path, &KEY, options(Mode::Write));
    assert_eq!(second.err(), Some(Error::InUse));
    let reader = store::open(&fresh.path, &KEY, options(Mode::Read)).unwrap();
    change(&*fresh.store, 1, |c| {
        c.insert_user(&user(1, "Aino", "Järvi"))
    })
    .unwrap();
    assert_eq!(reader.read(|reading| reading.user_count()).unwrap(), 1);
    let refused = change(&*reader, 2, |c| c.insert_user(&user(2, "Eino", "Virta")));
    assert_eq!(refused, Err(Error::ReadOnly));
    assert!(fresh.store.is_writable() && !reader.is_writable());
    drop((fresh.store, reader));
    assert!(store::open(&fresh.path, &KEY, options(Mode::Write)).is_ok());
}

#[test]
fn a_wrong_key_a_foreign_file_and_no_file_are_told_apart() {
    let fresh = sqlite();
    let wrong = store::open(&fresh.path, &[1; 32], options(Mode::Read)).err();
    assert_eq!(wrong, Some(Error::WrongKey));
    let nowhere = store::open(Path::new("/nowhere/x"), &KEY, options(Mode::Read)).err();
    assert_eq!(nowhere, Some(Error::FileMissing));
    let foreign = fresh.dir.path().join("letter.txt");
    std::fs::write(&foreign, "Dear Sir or Madam".repeat(500)).unwrap();
    let refused = store::open(&foreign, &KEY, options(Mode::Write)).err();
    assert_eq!(refused, Some(Error::WrongKey));
    let again = store::create(&fresh.path, &KEY, &new_system(), options(Mode::Write)).err();
    assert_eq!(again, Some(Error::FileExists));
}

#[test]
fn a_backup_is_the_whole_system_and_restores_it() {
    let fresh = sqlite();
    change(&*fresh.store, 1, |c| {
        c.insert_user(&user(1, "Aino", "Järvi"))
    })
    .unwrap();
    let backup = fresh.dir.path().join("backup.keywright");
    let restored = fresh.dir.path().join("restored.keywright");
    fresh.store.backup(&backup).unwrap();
    assert_eq!(fresh.store.backup(&backup), Err(Error::FileExists));
    let restore = |to: &std::path::Path| {
        store::Incoming::bring(&backup, to, &KEY)?
            .mark(&KEY, super::at(2), &mut |_| Ok(()))?
            .put_in_place(&KEY)
    };
    restore(&restored).unwrap();
    let copy = store::open(&restored, &KEY, options(Mode::Write)).unwrap();
    let (info, was) = (copy.info().unwrap(), fresh.store.info().unwrap());
    assert_eq!((info.id, info.name), (was.id, was.name));
    // It is marked in the log, which goes on from where it was.
    assert_eq!(info.head.count, was.head.count + 1);
    assert_eq!(copy.read(|r| r.user_count()).unwrap(), 1);
    let _report = copy.verify(&verify).unwrap();
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&backup, bytes).unwrap();
    let damaged = restore(&fresh.dir.path().join("no"));
    assert!(matches!(damaged, Err(Error::Damaged { .. })), "{damaged:?}");
    assert!(!fresh.dir.path().join("no").exists());
}

#[test]
fn every_flipped_bit_is_found() {
    let flips = if full() { 2_000 } else { 300 };
    let Fresh { store, path, dir } = sqlite();
    change(&*store, 1, |change| {
        (1..=200).try_for_each(|n| change.insert_user(&user(n, "Aino", "Järvi")))
    })
    .unwrap();
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let copy = dir.path().join("copy.keywright");
    let mut numbers = Numbers(20_261_121);
    let mut found = 0;
    for _ in 0..flips {
        let (byte, bit) = (numbers.below(sound.len()), numbers.below(8));
        let mut bytes = sound.clone();
        bytes[byte] ^= 1 << bit;
        std::fs::write(&copy, &bytes).unwrap();
        let checked = store::open(&copy, &KEY, options(Mode::Read)).and_then(|store| store.check());
        match checked {
            Err(Error::WrongKey | Error::Damaged { .. } | Error::DiskFailed) => found += 1,
            other => panic!("bit {bit} of byte {byte} went unseen: {other:?}"),
        }
    }
    println!("{found} of {flips} flipped bits found");
}

#[test]
fn a_torn_log_leaves_a_prefix_of_what_was_done() {
    let steps: u64 = if full() { 128 } else { 24 };
    let fresh = sqlite();
    for number in 1..=20 {
        change(&*fresh.store, 1, |c| {
            c.insert_user(&user(number, "Aino", "Järvi"))
        })
        .unwrap();
    }
    let beside = |path: &Path, ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
    let database = std::fs::read(&fresh.path).unwrap();
    let log = std::fs::read(beside(&fresh.path, "-wal")).unwrap();
    let mut prefixes = BTreeSet::new();
    for step in 0..steps {
        // Half of the tears within the last 64 KiB, half anywhere.
        let reach = if step % 2 == 0 {
            65_536
        } else {
            u64::try_from(log.len()).unwrap()
        };
        let torn = usize::try_from((step + 1) * reach / steps / 512 * 512).unwrap();
        for garbled in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("system.keywright");
            std::fs::write(&path, &database).unwrap();
            let mut rest = log.clone();
            let end = rest.len() - torn;
            if garbled {
                rest[end..].iter_mut().for_each(|byte| *byte ^= 0xA5);
            } else {
                rest.truncate(end);
            }
            std::fs::write(beside(&path, "-wal"), rest).unwrap();
            let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
            let report = store.verify(&verify).unwrap();
            let users = store.read(|reading| reading.user_count()).unwrap();
            assert_eq!(report.head.count, users, "whole change sets only");
            for number in 1..=u32::try_from(users).unwrap() {
                let _user = store.read(|reading| reading.user(id(1, number))).unwrap();
            }
            let _new = prefixes.insert(users);
        }
    }
    println!("{} tears left {prefixes:?} of 20 changes", steps * 2);
}

#[test]
fn a_full_disk_is_named_and_nothing_is_half_written() {
    let Fresh {
        store,
        path,
        dir: _dir,
    } = sqlite();
    drop(store);
    let pages = u32::try_from(std::fs::metadata(&path).unwrap().len() / 4096).unwrap() + 8;
    let limited = Options {
        max_pages: Some(pages),
        ..options(Mode::Write)
    };
    let store = store::open(&path, &KEY, limited).unwrap();
    let mut kept = 0;
    let refused = loop {
        let added = change(&*store, 1, |change| {
            (0..5).try_for_each(|n| change.insert_user(&user(kept * 5 + n, "Aino", "Järvi")))
        });
        match added {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, Error::DiskFull);
    assert!(kept > 0);
    assert_eq!(store.read(|r| r.user_count()).unwrap(), u64::from(kept) * 5);
    let _report = store.verify(&verify).unwrap();
    drop(store);
    let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
    change(&*store, 2, |change| {
        (0..5).try_for_each(|n| change.insert_user(&user(kept * 5 + n, "Aino", "Järvi")))
    })
    .unwrap();
    println!(
        "full after {} users; the same change set finished with room",
        kept * 5
    );
}
