//! The engine for one file: SQLCipher under the store. It knows pages, locks and syncs, and nothing of users,
//! keys or locks.
//!
//! * The file is encrypted and authenticated page by page, so a flipped bit is found and not believed.
//! * Write-ahead log with `synchronous=FULL`: what was committed survives power loss. `secure_delete` and
//!   temporary tables in memory keep erased and passing values off the disk.
//! * One instance writes: it holds an advisory lock on `<file>.lock` for as long as it is open. A second
//!   instance gets [`Error::InUse`] for writing and may open for reading. The lock stands on a file of its own
//!   because closing any other handle of the database file would drop the engine's own locks on it (POSIX).
//! * The lock file holds the word `open` while a writer runs. Found there at the next start, it tells of an
//!   unclean end, and the whole file is checked before anything is written.

mod connection;
mod file;
mod migrate;
mod restore;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use self::connection::{Access, Link, connect, store_error};
use self::file::WriterLock;
pub use self::restore::{Incoming, Restoring};
use super::{Connection, Error, NewSystem, Randomness, Store, failpoint};

/// How many idle reading connections are kept.
const IDLE_READERS: usize = 4;

/// Whether a file is opened for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For reading and writing: alone.
    Write,
    /// For reading, beside a writer or where the file may not be trusted for writing.
    Read,
}

/// How a file is opened.
pub struct Options {
    /// For reading or writing.
    pub mode: Mode,
    /// Where fresh random bytes come from.
    pub random: Randomness,
    /// How many pages of 4096 bytes the file may grow to; none = as the disk allows.
    pub max_pages: Option<u32>,
    /// Whether every piece of memory the engine uses is kept from the swap file and wiped when it is given
    /// back. Keys always are; this is for decrypted pages, and makes bulk work several times slower because
    /// each allocation asks the operating system. Holds for the whole process.
    pub wipe_memory: bool,
    /// How long to wait for another instance that writes.
    pub patience: Duration,
}

/// So long is waited for another writer where nothing else is said: most changes are done sooner, and scripts make them
/// side by side.
pub const PATIENCE: Duration = Duration::from_secs(1);

impl Options {
    /// As a station opens its file: memory wiped, size as the disk allows.
    pub fn new(mode: Mode, random: Randomness) -> Self {
        Self {
            mode,
            random,
            max_pages: None,
            wipe_memory: true,
            patience: PATIENCE,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Options({:?})", self.mode)
    }
}

/// A system file.
pub struct SqliteStore {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
    readers: Mutex<Vec<rusqlite::Connection>>,
    writer: Mutex<Option<rusqlite::Connection>>,
    writable: bool,
    failed: AtomicBool,
    /// One transaction of the writer stands open, which is never committed.
    rehearsing: AtomicBool,
    random: Mutex<Randomness>,
    lock: Option<WriterLock>,
}

/// Shows the place only.
impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SqliteStore({})", self.path.display())
    }
}

/// Makes a new system file and opens it for writing. The file appears under its name only when it is whole.
///
/// # Errors
/// [`Error::FileExists`], [`Error::NetworkFolder`], or what the disk says.
pub fn create(
    path: &Path,
    key: &[u8; 32],
    system: &NewSystem,
    options: Options,
) -> Result<Box<dyn Store>, Error> {
    if path.exists() {
        return Err(Error::FileExists);
    }
    file::refuse_network_folder(path)?;
    connection::wipe_memory(options.wipe_memory);
    let part = file::beside(path, "part");
    file::remove_database(&part)?;
    let made = (|| {
        let connection = connect(&part, key, Access::Create)?;
        migrate::migrate(&connection, migrate::MIGRATIONS, || Ok(()))?;
        in_transaction(&connection, &mut |link| {
            super::settings::insert_system(link, system)
        })?;
        connection
            .close()
            .map_err(|(_, error)| store_error(&error))?;
        file::sync(&part)?;
        file::rename(&part, path)
    })();
    if made.is_err() {
        let _cleaned = file::remove_database(&part);
    }
    made?;
    open(path, key, options)
}

/// Opens a system file. For writing: migrates it first where it is older than the program, after a backup
/// beside it, and checks it whole after an unclean end.
///
/// # Errors
/// [`Error::FileMissing`], [`Error::NetworkFolder`], [`Error::InUse`], [`Error::WrongKey`],
/// [`Error::NewerSchema`], [`Error::Damaged`], or what the disk says.
pub fn open(path: &Path, key: &[u8; 32], options: Options) -> Result<Box<dyn Store>, Error> {
    open_with(path, key, options, migrate::MIGRATIONS)
}

fn open_with(
    path: &Path,
    key: &[u8; 32],
    options: Options,
    steps: &[migrate::Migration],
) -> Result<Box<dyn Store>, Error> {
    if !path.is_file() {
        return Err(Error::FileMissing);
    }
    file::refuse_network_folder(path)?;
    connection::wipe_memory(options.wipe_memory);
    let writable = options.mode == Mode::Write;
    let lock = if writable {
        Some(WriterLock::take(path, options.patience)?)
    } else {
        None
    };
    let unclean = lock.as_ref().is_some_and(WriterLock::was_left_open);
    let mut store = SqliteStore {
        path: path.to_owned(),
        key: Zeroizing::new(*key),
        readers: Mutex::new(Vec::new()),
        writer: Mutex::new(None),
        writable,
        failed: AtomicBool::new(false),
        rehearsing: AtomicBool::new(false),
        random: Mutex::new(options.random),
        lock: None,
    };
    if writable {
        let connection = connect(path, key, Access::Write)?;
        if let Some(pages) = options.max_pages {
            connection::limit_pages(&connection, pages)?;
        }
        if unclean {
            tracing::warn!("the system file was not closed: checking it whole");
            connection::check(&connection)?;
        }
        migrate::migrate(&connection, steps, || {
            store.backup(&migrate::backup_name(path))
        })?;
        store.writer = Mutex::new(Some(connection));
    } else {
        let connection = connect(path, key, Access::Read)?;
        migrate::refuse_other_schema(&connection, steps)?;
        store.readers = Mutex::new(vec![connection]);
    }
    store.lock = lock;
    if let Some(lock) = &store.lock
        && let Err(error) = lock.mark_open()
    {
        // The lock's own sync is not tried again either when the store is dropped.
        store.failed = AtomicBool::new(true);
        return Err(error);
    }
    Ok(Box::new(store))
}

impl SqliteStore {
    fn reader(&self) -> Result<rusqlite::Connection, Error> {
        match held(&self.readers).pop() {
            Some(connection) => Ok(connection),
            None => connect(&self.path, &self.key, Access::Read),
        }
    }

    fn is_rehearsing(&self) -> bool {
        self.rehearsing.load(Ordering::SeqCst)
    }

    /// On the writer, which one transaction keeps open. Who reads while it works would wait for himself.
    fn rehearsed(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let writer = self.writer.try_lock();
        let writer = writer.map_err(|_| Error::Engine { code: 0 })?;
        work(writer.as_ref().ok_or(Error::ReadOnly)?)
    }

    fn writing<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.failed.load(Ordering::SeqCst) {
            return Err(Error::DiskFailed);
        }
        let writer = held(&self.writer);
        let connection = writer.as_ref().ok_or(Error::ReadOnly)?;
        let done = work(connection);
        if matches!(done, Err(Error::DiskFailed | Error::Damaged { .. })) {
            // After a failed sync nobody knows what the disk holds: only a fresh start can tell.
            self.failed.store(true, Ordering::SeqCst);
        }
        done
    }
}

impl Store for SqliteStore {
    fn snapshot(
        &self,
        work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.is_rehearsing() {
            return self.rehearsed(|connection| work(&Link(connection)));
        }
        let connection = self.reader()?;
        let done = {
            let transaction =
                Transaction::new_unchecked(&connection, TransactionBehavior::Deferred)
                    .map_err(|error| store_error(&error))?;
            work(&Link(&transaction))
        };
        let mut idle = held(&self.readers);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        done
    }

    fn transaction(
        &self,
        work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.is_rehearsing() {
            return self.rehearsed(|connection| in_savepoint(connection, work));
        }
        self.writing(|connection| in_transaction(connection, work))
    }

    fn rehearse(&self) -> Result<(), Error> {
        self.writing(|connection| run(connection, "BEGIN IMMEDIATE"))?;
        self.rehearsing.store(true, Ordering::SeqCst);
        Ok(())
    }

    fn fill_random(&self, buffer: &mut [u8]) -> Result<(), Error> {
        if (held(&self.random))(buffer) {
            Ok(())
        } else {
            Err(Error::Random)
        }
    }

    fn check(&self) -> Result<(), Error> {
        let connection = connect(&self.path, &self.key, Access::Read)?;
        connection::check(&connection)
    }

    fn backup(&self, to: &Path) -> Result<(), Error> {
        if to.exists() {
            return Err(Error::FileExists);
        }
        let part = file::beside(to, "part");
        file::remove_database(&part)?;
        let made = (|| {
            let source = connect(&self.path, &self.key, Access::Read)?;
            connection::copy_into(&source, &part)?;
            let copy = connect(&part, &self.key, Access::Read)?;
            connection::check(&copy)?;
            migrate::refuse_other_schema(&copy, migrate::MIGRATIONS).or_else(|error| {
                // A backup taken before an upgrade is older by intent.
                matches!(error, Error::SchemaAltered { .. })
                    .then_some(())
                    .ok_or(error)
            })?;
            copy.close().map_err(|(_, error)| store_error(&error))?;
            file::sync(&part)?;
            failpoint::pass();
            file::rename(&part, to)?;
            failpoint::pass();
            Ok(())
        })();
        if made.is_err() {
            let _cleaned = file::remove_database(&part);
        }
        made
    }

    fn empty_log(&self) -> Result<(), Error> {
        if self.is_rehearsing() {
            return Ok(());
        }
        self.writing(connection::empty_log)
    }

    fn is_writable(&self) -> bool {
        self.writable && !self.failed.load(Ordering::SeqCst)
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        held(&self.readers).clear();
        let failed = self.failed.load(Ordering::SeqCst);
        let closed = match held(&self.writer).take() {
            Some(connection) => {
                if failed {
                    connection::leave_log(&connection);
                }
                connection.close().is_ok()
            }
            None => false,
        };
        if let (Some(lock), true, false) = (&self.lock, closed, failed) {
            lock.mark_closed();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One writing transaction: committed where `work` succeeds, else as if it had never been.
fn in_transaction(
    connection: &rusqlite::Connection,
    work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)
        .map_err(|error| store_error(&error))?;
    work(&Link(&transaction))?;
    failpoint::pass();
    transaction.commit().map_err(|error| store_error(&error))?;
    failpoint::pass();
    Ok(())
}

/// A change set of a rehearsal: kept in the open transaction where `work` succeeds, else as if it had never been.
fn in_savepoint(
    connection: &rusqlite::Connection,
    work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    run(connection, "SAVEPOINT change_set")?;
    let done = work(&Link(connection));
    if done.is_err() {
        run(connection, "ROLLBACK TO change_set")?;
    }
    run(connection, "RELEASE change_set")?;
    done
}

fn run(connection: &rusqlite::Connection, words: &str) -> Result<(), Error> {
    let done = connection.execute_batch(words);
    done.map_err(|error| store_error(&error))
}

#[cfg(test)]
mod tests;
