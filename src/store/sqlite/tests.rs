//! The engine alone: schema steps, unclean ends, settings of its connections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::connection::{Access, connect};
use super::migrate::{MIGRATIONS, Migration, backup_name, migrate};
use super::*;
use crate::model::SystemId;
use crate::time::{UtcMillis, Zone};

const KEY: [u8; 32] = [7; 32];

fn options(mode: Mode) -> Options {
    let random = |buffer: &mut [u8]| {
        buffer.fill(3);
        true
    };
    Options::new(mode, Box::new(random))
}

fn made() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("system.keywright");
    let system = NewSystem {
        id: SystemId([9; 8]),
        name: "Quay".into(),
        zone: Zone::UTC,
        created: UtcMillis(0),
        demo: false,
    };
    drop(create(&path, &KEY, &system, options(Mode::Write)).unwrap());
    (dir, path)
}

const SECOND: Migration = Migration {
    number: 2,
    text: "CREATE TABLE later (id INTEGER NOT NULL PRIMARY KEY) STRICT;",
};
const BROKEN: Migration = Migration {
    number: 2,
    text: "CREATE TABLE later (id INTEGER) STRICT; CREATE TABLE users (id INTEGER) STRICT;",
};

/// As a program knows them that is a step ahead.
const STEPS: &[Migration] = &[
    Migration {
        number: 1,
        text: MIGRATIONS[0].text,
    },
    SECOND,
];

fn first() -> Migration {
    Migration {
        number: 1,
        text: MIGRATIONS[0].text,
    }
}

#[test]
fn an_upgrade_takes_a_backup_first_and_a_newer_file_is_refused() {
    let (_dir, path) = made();
    let connection = connect(&path, &KEY, Access::Write).unwrap();
    let mut backups = 0;
    migrate(&connection, &[first(), SECOND], || {
        backups += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(backups, 1);
    drop(connection);
    let newer = open(&path, &KEY, options(Mode::Write)).err();
    assert_eq!(newer, Some(Error::NewerSchema { found: 2, known: 1 }));
    let newer = open(&path, &KEY, options(Mode::Read)).err();
    assert_eq!(newer, Some(Error::NewerSchema { found: 2, known: 1 }));
}

/// How many steps a file has taken.
fn steps_of(path: &Path) -> u32 {
    let connection = connect(path, &KEY, Access::Read).unwrap();
    let count = "SELECT count(*) FROM migrations";
    connection.query_row(count, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_backup_from_before_an_upgrade_comes_back_over_a_file_from_before_it() {
    let (dir, path) = made();
    let backup = dir.path().join("old.keywright");
    let store = open(&path, &KEY, options(Mode::Write)).unwrap();
    store.backup(&backup).unwrap();
    store
        .change(crate::store::Actor::Station, UtcMillis(1), |change| {
            change.update_system("Harbour Street", Zone::UTC, true, 1)
        })
        .unwrap();
    drop(store);
    let incoming = Incoming::bring_with(&backup, &path, &KEY, STEPS).unwrap();
    // It is whole and in the newest shape before anything is decided, and so is what stands there, to be read.
    assert_eq!(steps_of(incoming.path()), 2);
    let copy = open_with(incoming.path(), &KEY, options(Mode::Read), STEPS).unwrap();
    assert_eq!(copy.info().unwrap().name, "Quay");
    let standing = incoming.standing(&KEY).unwrap();
    assert_eq!(standing.info().unwrap().name, "Harbour Street");
    drop((copy, standing));
    assert_eq!((steps_of(&path), steps_of(&backup)), (1, 1));
    let restoring = incoming.mark(&KEY, UtcMillis(2), &mut |_| Ok(())).unwrap();
    let previous = restoring.previous().unwrap().to_path_buf();
    restoring.put_in_place(&KEY).unwrap();
    let mut names: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "old.keywright",
            "system.keywright",
            "system.keywright.before-restore-1",
            "system.keywright.lock"
        ]
    );
    assert_eq!((steps_of(&path), steps_of(&previous)), (2, 1));
    let restored = open_with(&path, &KEY, options(Mode::Write), STEPS).unwrap();
    assert_eq!(restored.info().unwrap().name, "Quay");
    drop(restored);
    // A newer one than the program knows is refused still, and what stands there is none that it could read.
    let refused = Incoming::bring(&path, &dir.path().join("other"), &KEY).err();
    assert_eq!(refused, Some(Error::NewerSchema { found: 2, known: 1 }));
    let incoming = Incoming::bring(&backup, &path, &KEY).unwrap();
    assert!(incoming.standing(&KEY).is_none());
}

#[test]
fn an_upgrade_that_fails_leaves_the_old_schema() {
    let (_dir, path) = made();
    let connection = connect(&path, &KEY, Access::Write).unwrap();
    assert!(migrate(&connection, &[first(), BROKEN], || Ok(())).is_err());
    assert_eq!(
        migrate(&connection, &[first(), SECOND], || Err(Error::DiskFull)),
        Err(Error::DiskFull),
        "no step without its backup"
    );
    drop(connection);
    assert!(open(&path, &KEY, options(Mode::Write)).is_ok());
    assert!(
        backup_name(&path)
            .to_str()
            .unwrap()
            .ends_with("before-upgrade-1")
    );
}

#[test]
fn a_step_that_was_altered_is_refused() {
    let (_dir, path) = made();
    let connection = connect(&path, &KEY, Access::Write).unwrap();
    let altered = Migration {
        number: 1,
        text: "CREATE TABLE other (id INTEGER) STRICT;",
    };
    assert_eq!(
        migrate(&connection, &[altered], || Ok(())),
        Err(Error::SchemaAltered { number: 1 })
    );
}

#[test]
fn a_damaged_file_is_not_written_after_an_unclean_end() {
    let (_dir, path) = made();
    let mut bytes = std::fs::read(&path).unwrap();
    let late = bytes.len() - 2_000;
    bytes[late] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    std::fs::write(file::beside(&path, "lock"), "open").unwrap();
    let refused = open(&path, &KEY, options(Mode::Write)).err();
    assert!(
        matches!(refused, Some(Error::Damaged { .. })),
        "{refused:?}"
    );
    assert!(
        open(&path, &KEY, options(Mode::Read)).is_ok(),
        "still readable"
    );
}

#[test]
fn connections_are_set_for_durability() {
    let (_dir, path) = made();
    let connection = connect(&path, &KEY, Access::Write).unwrap();
    let setting = |name: &str| -> String {
        connection
            .query_row(&format!("PRAGMA {name}"), [], |row| {
                row.get::<_, rusqlite::types::Value>(0)
            })
            .map(|value| match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
            .unwrap()
    };
    for (name, wanted) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("cipher_memory_security", "1"),
    ] {
        assert_eq!(setting(name), wanted, "{name}");
    }
}

#[test]
fn nothing_readable_stands_in_the_file_or_its_log() {
    let (_dir, path) = made();
    let store = open(&path, &KEY, options(Mode::Write)).unwrap();
    store
        .change(crate::store::Actor::Station, UtcMillis(1), |change| {
            change.update_system("Harbour Street", Zone::UTC, true, 1)
        })
        .unwrap();
    for ending in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{ending}", path.display())).unwrap();
        let readable = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!readable(b"Harbour") && !readable(b"CREATE TABLE") && !readable(b"SQLite"));
    }
}
