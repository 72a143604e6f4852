//! A person is erased while another program reads: what it began to read it reads to its end, and until then the disk
//! keeps what it reads.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use keywright::model::UserId;
use keywright::store::{self, Actor, Error, Mode, Reading};

use super::{Fresh, KEY, at, change, id, options, sqlite, user, verify};

/// What the log tells of people.
fn texts(reading: &Reading<'_>) -> Result<Vec<String>, Error> {
    let entries = reading.audit_page(None, 100)?;
    let told = entries.into_iter().flat_map(|entry| entry.personal);
    Ok(told.filter_map(|(_, text)| text).collect())
}

#[test]
fn a_child_that_reads() {
    let Some(path) = std::env::var_os("KEYWRIGHT_READING_CHILD").map(PathBuf::from) else {
        return;
    };
    let store = store::open(&path, &KEY, options(Mode::Read)).unwrap();
    let mut looks = 0;
    store
        .read(|reading| {
            looks += 1;
            let before = texts(reading)?;
            assert!(before.contains(&"Aino".to_owned()), "{before:?}");
            println!("\nreading");
            let _end = std::io::stdin().read(&mut [0; 1]).unwrap();
            // One view is one view, whatever happened since.
            assert_eq!(texts(reading)?, before);
            Ok(())
        })
        .unwrap();
    assert_eq!(looks, 1);
    // The next one shows nothing of them.
    let after = store.read(texts).unwrap();
    assert!(!after.contains(&"Aino".to_owned()), "{after:?}");
    println!("\nread to the end");
}

#[test]
fn who_is_erased_while_another_program_reads_is_gone_from_the_disk_once_it_has_read() {
    let Fresh { store, path, dir } = sqlite();
    let aino: UserId = id(1, 1);
    change(&*store, 1, |change| {
        change.insert_user(&user(1, "Aino", "Järvi"))
    })
    .unwrap();
    change(&*store, 2, |change| change.remove_user(aino, 1)).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "stories::store_contract::erased::a_child_that_reads",
            "--nocapture",
        ])
        .env("KEYWRIGHT_READING_CHILD", &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "reading"));

    let erase = |step| store.erase_person(Actor::Station, at(step), aino);
    assert_eq!(erase(3), Err(Error::Busy));
    let told = store.read(texts).unwrap();
    assert!(!told.contains(&"Aino".to_owned()), "{told:?}");
    // Nobody is kept from working meanwhile.
    change(&*store, 4, |change| {
        change.insert_user(&user(2, "Eino", "Virta"))
    })
    .unwrap();

    drop(child.stdin.take());
    assert!(lines.any(|line| line.unwrap() == "read to the end"));
    assert!(child.wait().unwrap().success());
    assert_eq!(erase(5), Ok(()));
    // Once more there is nothing to do, and nothing more stands in the log.
    assert_eq!(erase(6), Ok(()));
    let log = path.with_file_name("system.keywright-wal");
    let length = std::fs::metadata(&log).map_or(0, |log| log.len());
    assert_eq!(length, 0, "the disk keeps what was overwritten");
    let entries = store.read(|reading| reading.audit_page(None, 100)).unwrap();
    let erasures = entries
        .iter()
        .filter(|entry| entry.action == "person-erased");
    assert_eq!(erasures.count(), 1);
    assert_eq!(store.verify(&verify).unwrap().erased, 1);
    drop(dir);
}
