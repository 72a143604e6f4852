//! One connection to the encrypted file: opening it, running statements on it, and saying in the store's
//! words what it answers.

use std::ffi::CStr;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{Null, ValueRef};
use rusqlite::{ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use super::file;
use crate::store::error::{Entity, Error};
use crate::store::sql::{Connection, EachRow, Row, Value};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Create,
    Write,
    Read,
}

/// Whether the library locks and wipes all of its memory. It knows one setting for the whole process, and
/// does not go back once it does.
static WIPES_MEMORY: AtomicBool = AtomicBool::new(true);

/// Says whether connections opened from now on make the library lock and wipe its memory.
pub(super) fn wipe_memory(wanted: bool) {
    WIPES_MEMORY.store(wanted, Ordering::SeqCst);
}

/// Whether they do.
pub(super) fn wipes_memory() -> bool {
    WIPES_MEMORY.load(Ordering::SeqCst)
}

/// How long a connection waits for another one's lock.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// Opens the file with a raw key of 32 bytes. The key appears in no error: a refusal is only ever
/// [`Error::WrongKey`].
pub(super) fn connect(
    path: &Path,
    key: &[u8; 32],
    access: Access,
) -> Result<rusqlite::Connection, Error> {
    connected(path, key, access).map_err(|error| match error {
        // The file is there: what could not be opened is the log beside it, or the right to it is missing.
        Error::FileMissing if path.is_file() => Error::ReadOnly,
        other => other,
    })
}

fn connected(path: &Path, key: &[u8; 32], access: Access) -> Result<rusqlite::Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | match access {
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
    let connection =
        rusqlite::Connection::open_with_flags(path, flags).map_err(|error| store_error(&error))?;
    connection.set_prepared_statement_cache_capacity(256);
    connection
        .busy_timeout(BUSY_WAIT)
        .map_err(|error| store_error(&error))?;
    // Before the key: the library writes to the standard error stream unless told not to.
    run(&connection, "PRAGMA cipher_log_level = NONE;")?;
    if wipes_memory() {
        run(&connection, "PRAGMA cipher_memory_security = ON;")?;
    }
    connection
        .execute_batch(&key_statement(key))
        .map_err(|_| Error::WrongKey)?;
    // This looks at the first page alone, which tells a wrong key from a file that is damaged further on.
    connection
        .query_row("PRAGMA user_version", [], |_| Ok(()))
        .map_err(|error| match store_error(&error) {
            Error::Damaged { .. } => Error::WrongKey,
            other => other,
        })?;
    connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
        .map_err(|error| store_error(&error))?;
    run(
        &connection,
        "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
         PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;",
    )?;
    run(
        &connection,
        match access {
            Access::Create | Access::Write => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; \
                 PRAGMA secure_delete = ON;"
            }
            Access::Read => "PRAGMA query_only = ON;",
        },
    )?;
    Ok(connection)
}

fn key_statement(key: &[u8; 32]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(96));
    text.push_str("PRAGMA key = \"x'");
    for byte in key {
        let _infallible = write!(text, "{byte:02x}");
    }
    text.push_str("'\";");
    text
}

fn run(connection: &rusqlite::Connection, batch: &str) -> Result<(), Error> {
    connection
        .execute_batch(batch)
        .map_err(|error| store_error(&error))
}

/// Lets the file grow to so many pages and no further.
pub(super) fn limit_pages(connection: &rusqlite::Connection, pages: u32) -> Result<(), Error> {
    run(connection, &format!("PRAGMA max_page_count = {pages};"))
}

/// Writes a whole, compact, encrypted copy.
pub(super) fn copy_into(connection: &rusqlite::Connection, to: &Path) -> Result<(), Error> {
    // Made beforehand, for its owner alone: the engine takes an empty file and leaves its mode.
    file::make_private(to)?;
    let to = to.to_str().ok_or(Error::FileMissing)?;
    run(connection, "PRAGMA query_only = OFF;")?;
    connection
        .execute("VACUUM INTO $1", [to])
        .map(|_| ())
        .map_err(|error| store_error(&error))
}

/// Brings everything from the write-ahead log into the file and empties the log, so that overwritten
/// values leave the disk.
pub(super) fn empty_log(connection: &rusqlite::Connection) -> Result<(), Error> {
    let blocked = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, i64>(0)
        })
        .map_err(|error| store_error(&error))?;
    if blocked == 0 {
        Ok(())
    } else {
        Err(Error::Busy)
    }
}

/// Closing leaves the log as it is: after a failed sync nothing of it is copied, and nothing synced again.
pub(super) fn leave_log(connection: &rusqlite::Connection) {
    // Where even this fails, the next start checks the file whole in any case.
    let _left = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// Checks every page's authentication code, the structure of every table and index, and every reference.
pub(super) fn check(connection: &rusqlite::Connection) -> Result<(), Error> {
    let damaged = |what: &str| Error::Damaged {
        what: what.to_owned(),
    };
    let answers = |pragma: &str| -> Result<Vec<String>, Error> {
        let mut statement = connection
            .prepare(pragma)
            .map_err(|error| store_error(&error))?;
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().map_err(|error| store_error(&error))? {
            lines.push(row.get::<_, String>(0).unwrap_or_default());
        }
        Ok(lines)
    };
    if !answers("PRAGMA cipher_integrity_check")?.is_empty() {
        return Err(damaged("page authentication"));
    }
    if answers("PRAGMA integrity_check")? != ["ok"] {
        return Err(damaged("structure"));
    }
    if !answers("PRAGMA foreign_key_check")?.is_empty() {
        return Err(damaged("references"));
    }
    Ok(())
}

/// A connection inside a transaction, as the rest of the store sees it.
pub(super) struct Link<'a>(pub(super) &'a rusqlite::Connection);

impl Connection for Link<'_> {
    fn rows(&self, sql: &'static str, params: &[Value], each: EachRow<'_>) -> Result<(), Error> {
        let failed = |error: rusqlite::Error| statement_error(&error, sql);
        let mut statement = self.0.prepare_cached(sql).map_err(failed)?;
        bind(&mut statement, params).map_err(failed)?;
        let mut columns = vec![Value::Null; statement.column_count()];
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            for (number, column) in columns.iter_mut().enumerate() {
                refill(column, row.get_ref(number).map_err(failed)?)?;
            }
            each(&Row::new(&columns))?;
        }
        Ok(())
    }

    fn execute(&self, sql: &'static str, params: &[Value]) -> Result<u64, Error> {
        let failed = |error: rusqlite::Error| statement_error(&error, sql);
        let mut statement = self.0.prepare_cached(sql).map_err(failed)?;
        bind(&mut statement, params).map_err(failed)?;
        let touched = statement.raw_execute().map_err(failed)?;
        Ok(u64::try_from(touched).unwrap_or(u64::MAX))
    }
}

/// Names of parameters. They are bound by name because SQLite numbers `$n` by first appearance.
const NAMES: [&CStr; 20] = [
    c"$1", c"$2", c"$3", c"$4", c"$5", c"$6", c"$7", c"$8", c"$9", c"$10", c"$11", c"$12", c"$13",
    c"$14", c"$15", c"$16", c"$17", c"$18", c"$19", c"$20",
];

fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    for (name, value) in NAMES.into_iter().zip(params) {
        match value {
            Value::Null => statement.raw_bind_parameter(name, Null)?,
            Value::Int(number) => statement.raw_bind_parameter(name, number)?,
            Value::Bool(truth) => statement.raw_bind_parameter(name, i64::from(*truth))?,
            Value::Text(text) => statement.raw_bind_parameter(name, text.as_str())?,
            Value::Blob(bytes) => statement.raw_bind_parameter(name, bytes.as_slice())?,
        }
    }
    Ok(())
}

/// Puts a column into a value, which keeps its memory for the next row where it is of the same kind.
fn refill(value: &mut Value, column: ValueRef<'_>) -> Result<(), Error> {
    match (value, column) {
        (Value::Blob(known), ValueRef::Blob(bytes)) => {
            known.clear();
            known.extend_from_slice(bytes);
        }
        (Value::Text(known), ValueRef::Text(text)) => {
            known.clear();
            known.push_str(readable(text)?);
        }
        (value, ValueRef::Null) => *value = Value::Null,
        (value, ValueRef::Integer(number)) => *value = Value::Int(number),
        (value, ValueRef::Text(text)) => *value = Value::Text(readable(text)?.to_owned()),
        (value, ValueRef::Blob(bytes)) => *value = Value::Blob(bytes.to_vec()),
        (_, ValueRef::Real(_)) => return Err(Error::Unreadable { what: "number" }),
    }
    Ok(())
}

fn readable(text: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(text).map_err(|_| Error::Unreadable { what: "text" })
}

/// What a failure outside a statement of ours means.
pub(super) fn store_error(error: &rusqlite::Error) -> Error {
    statement_error(error, "")
}

fn statement_error(error: &rusqlite::Error, sql: &str) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return Error::Engine { code: -1 };
    };
    match failure.code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged {
            what: "unreadable page".to_owned(),
        },
        ErrorCode::DiskFull => Error::DiskFull,
        ErrorCode::SystemIoFailure if failure.extended_code == NO_ROOM_FOR_INDEX => Error::DiskFull,
        ErrorCode::SystemIoFailure => Error::DiskFailed,
        ErrorCode::CannotOpen => Error::FileMissing,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
        ErrorCode::ReadOnly => Error::ReadOnly,
        ErrorCode::ConstraintViolation => constraint_error(
            failure.extended_code,
            message.as_deref().unwrap_or_default(),
            sql,
        ),
        _ => Error::Engine {
            code: failure.extended_code,
        },
    }
}

/// SQLite's extended code where the index of the write-ahead log could not be made as large as it must be, which is
/// told of a full disk and of little else (sqlite.org, "Result and Error Codes", SQLITE_IOERR_SHMSIZE).
const NO_ROOM_FOR_INDEX: i32 = 4874;

/// SQLite's extended codes of broken constraints (sqlite.org, "Result and Error Codes").
const FOREIGN_KEY: i32 = 787;
const PRIMARY_KEY: i32 = 1555;
const UNIQUE: i32 = 2067;

fn constraint_error(code: i32, message: &str, sql: &str) -> Error {
    let entity = entity_of(sql);
    match code {
        FOREIGN_KEY if sql.starts_with("DELETE") => Error::StillUsed { entity },
        FOREIGN_KEY => Error::Dangling { entity },
        PRIMARY_KEY | UNIQUE => {
            let columns = message.rsplit_once(": ").map_or("", |(_, columns)| columns);
            match columns {
                "users.email_folded" => Error::EmailTaken,
                "users.external_id" => Error::ExternalIdTaken,
                "keys.uid" => Error::MediumTaken,
                "keys.replaces_id" => Error::ReplacedBefore,
                "tasks.key_id" => Error::TaskOpen,
                named if named.ends_with(".name_folded") => Error::NameTaken { entity },
                _ => Error::Exists { entity },
            }
        }
        code => Error::Engine { code },
    }
}

/// The kind of record that a statement changes, by the name of its table.
fn entity_of(sql: &str) -> Entity {
    let table = sql
        .trim_start_matches("INSERT INTO ")
        .trim_start_matches("DELETE FROM ")
        .trim_start_matches("UPDATE ")
        .split_whitespace()
        .next()
        .unwrap_or_default();
    match table {
        "users" | "search_terms" | "pending_users" => Entity::User,
        "sources" | "source_roles" => Entity::Source,
        "roles" | "role_locks" | "role_lock_groups" => Entity::Role,
        "administrator_roles" | "administrator_role_premises" => Entity::AdministratorRole,
        "operators" | "operator_roles" => Entity::Operator,
        "premises" | "premises_locks" | "premises_roles" => Entity::Premises,
        "locks" | "lock_memberships" => Entity::Lock,
        "lock_groups" => Entity::LockGroup,
        "blocking_groups" | "blocklist_entries" | "blocklist_strangers" | "signed_blocklists" => {
            Entity::BlockingGroup
        }
        "keys" | "key_without" | "key_written" => Entity::Key,
        "tasks" => Entity::Task,
        "programming_keys" | "programming_key_operators" => Entity::ProgrammingKey,
        "envelopes" => Entity::Envelope,
        "drafts" => Entity::Draft,
        "outbox" => Entity::Invitation,
        _ => Entity::System,
    }
}
