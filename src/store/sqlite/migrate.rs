//! The shape of the file, step by step. A released step is frozen: its checksum stands in every file that
//! took it.

use std::path::{Path, PathBuf};

use rusqlite::{Transaction, TransactionBehavior};
use sha2::{Digest as _, Sha256};

use super::connection::store_error;
use crate::store::{Error, failpoint};

/// One step.
#[derive(Debug)]
pub(super) struct Migration {
    /// From 1, without gaps.
    pub(super) number: u32,
    /// Its statements.
    pub(super) text: &'static str,
}

/// Every step this program knows.
pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    number: 1,
    text: include_str!("../../../resources/sql/migrations/sqlite/0001_first_schema.sql"),
}];

/// Brings the file to the newest step, each in a transaction of its own. `backup` is called once, before
/// the first step of a file that has some already.
pub(super) fn migrate(
    connection: &rusqlite::Connection,
    steps: &[Migration],
    backup: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    connection
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, \
             checksum BLOB NOT NULL) STRICT;",
        )
        .map_err(|error| store_error(&error))?;
    let applied = applied(connection)?;
    compare(&applied, steps)?;
    let missing = steps.get(applied.len()..).unwrap_or_default();
    if !applied.is_empty() && !missing.is_empty() {
        backup()?;
    }
    missing.iter().try_for_each(|step| apply(connection, step))
}

/// # Errors
/// [`Error::NewerSchema`] or [`Error::SchemaAltered`] where the file is not as the first of `steps` make it. It may
/// lack later ones.
pub(super) fn refuse_unknown_schema(
    connection: &rusqlite::Connection,
    steps: &[Migration],
) -> Result<(), Error> {
    compare(&applied(connection)?, steps)
}

/// # Errors
/// [`Error::NewerSchema`] or [`Error::SchemaAltered`] where the file is not exactly as `steps` make it.
pub(super) fn refuse_other_schema(
    connection: &rusqlite::Connection,
    steps: &[Migration],
) -> Result<(), Error> {
    let applied = applied(connection)?;
    compare(&applied, steps)?;
    match steps.get(applied.len()) {
        None => Ok(()),
        Some(missing) => Err(Error::SchemaAltered {
            number: missing.number,
        }),
    }
}

/// Where the backup before an upgrade goes: beside the file, under a name that is free.
pub(super) fn backup_name(path: &Path) -> PathBuf {
    let free =
        |number: &u32| !super::file::beside(path, &format!("before-upgrade-{number}")).exists();
    let number = (1..1000).find(free).unwrap_or(0);
    super::file::beside(path, &format!("before-upgrade-{number}"))
}

fn applied(connection: &rusqlite::Connection) -> Result<Vec<(u32, Vec<u8>)>, Error> {
    let known = connection
        .prepare("SELECT number, checksum FROM migrations ORDER BY number")
        .map_err(|_| Error::Damaged {
            what: "no schema".to_owned(),
        })
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .and_then(Iterator::collect)
                .map_err(|error| store_error(&error))
        })?;
    Ok(known)
}

fn compare(applied: &[(u32, Vec<u8>)], steps: &[Migration]) -> Result<(), Error> {
    if applied.len() > steps.len() {
        return Err(Error::NewerSchema {
            found: applied.last().map_or(0, |(number, _)| *number),
            known: steps.last().map_or(0, |step| step.number),
        });
    }
    for ((number, checksum), step) in applied.iter().zip(steps) {
        if *number != step.number || *checksum != checksum_of(step) {
            return Err(Error::SchemaAltered { number: *number });
        }
    }
    Ok(())
}

fn apply(connection: &rusqlite::Connection, step: &Migration) -> Result<(), Error> {
    let failed = |error: rusqlite::Error| store_error(&error);
    let transaction =
        Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(failed)?;
    transaction.execute_batch(step.text).map_err(failed)?;
    let _one = transaction
        .execute(
            "INSERT INTO migrations (number, checksum) VALUES (?1, ?2)",
            (step.number, checksum_of(step)),
        )
        .map_err(failed)?;
    failpoint::pass();
    transaction.commit().map_err(failed)?;
    failpoint::pass();
    Ok(())
}

fn checksum_of(step: &Migration) -> Vec<u8> {
    Sha256::digest(step.text.as_bytes()).to_vec()
}
