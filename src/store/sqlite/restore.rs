//! Putting a copy in the place of a system file. Whatever interrupts this, the old file or the new one stands
//! under the name, whole.

use std::path::{Path, PathBuf};

use super::connection::{self, Access, connect, store_error};
use super::file::{self, WriterLock};
use super::{Mode, Options, in_transaction, migrate, open};
use crate::store::change::Change;
use crate::store::{Actor, Error, failpoint};
use crate::time::UtcMillis;

/// A restored system, whole and checked, beside the place it is for. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Restoring {
    part: PathBuf,
    to: PathBuf,
    previous: Option<PathBuf>,
    /// Nobody writes to what stands there meanwhile.
    lock: WriterLock,
}

impl Restoring {
    /// Copies the backup `from` beside `to`, brings it to the newest shape, marks it as restored at `now`, makes
    /// `besides` part of that, and checks it whole. What stands at `to` is not touched, and nobody else writes to it
    /// meanwhile.
    ///
    /// # Errors
    /// [`Error::FileMissing`], [`Error::WrongKey`], [`Error::Damaged`] where the backup is; [`Error::InUse`] where
    /// somebody writes to `to`; what `besides` says; or what the disk says.
    pub fn prepare(
        from: &Path,
        to: &Path,
        key: &[u8; 32],
        now: UtcMillis,
        besides: &mut dyn FnMut(&mut Change<'_>) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        file::refuse_network_folder(to)?;
        let options = Options {
            wipe_memory: connection::wipes_memory(),
            ..Options::new(Mode::Read, Box::new(|_| false))
        };
        let backup = open(from, key, options)?;
        backup.check()?;
        let restoring = Self {
            part: file::beside(to, "part"),
            to: to.to_path_buf(),
            previous: to.exists().then(|| previous_name(to)),
            lock: WriterLock::take(to)?,
        };
        file::remove_database(&restoring.part)?;
        backup.backup(&restoring.part)?;
        let copy = connect(&restoring.part, key, Access::Write)?;
        migrate::migrate(&copy, migrate::MIGRATIONS, || Ok(()))?;
        in_transaction(&copy, &mut |link| mark(link, now, besides))?;
        connection::check(&copy)?;
        // The last connection takes the log into the file.
        copy.close().map_err(|(_, error)| store_error(&error))?;
        let copy = connect(&restoring.part, key, Access::Read)?;
        migrate::refuse_other_schema(&copy, migrate::MIGRATIONS)?;
        copy.close().map_err(|(_, error)| store_error(&error))?;
        file::sync(&restoring.part)?;
        failpoint::pass();
        Ok(restoring)
    }

    /// The name under which what stands there now will be kept; none where nothing does.
    pub fn previous(&self) -> Option<&Path> {
        self.previous.as_deref()
    }

    /// Gives the restored system its name. What stood there keeps its content under [`Restoring::previous`].
    ///
    /// # Errors
    /// What the disk says; then what stood there stands there still.
    pub fn put_in_place(self, key: &[u8; 32]) -> Result<(), Error> {
        if let Some(previous) = &self.previous {
            // A log left behind would be taken for one of the new file. It goes into the old one where that can
            // still be opened, and beside it where not.
            if let Ok(old) = connect(&self.to, key, Access::Write) {
                let _emptied = connection::empty_log(&old);
                let _closed = old.close();
            }
            file::link(&self.to, previous)?;
            failpoint::pass();
            file::move_log(&self.to, previous)?;
        }
        file::rename(&self.part, &self.to)?;
        failpoint::pass();
        self.lock.mark_closed();
        Ok(())
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        let _cleaned = file::remove_database(&self.part);
    }
}

fn mark(
    link: &dyn crate::store::Connection,
    now: UtcMillis,
    besides: &mut dyn FnMut(&mut Change<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let no_randomness = |_: &mut [u8]| Err(Error::Random);
    let mut change = Change::begin(link, Actor::Station, now, &no_randomness)?;
    change.mark_restored()?;
    besides(&mut change)?;
    change.end()
}

/// A name beside the file that is free.
fn previous_name(to: &Path) -> PathBuf {
    let name = |number: &u32| file::beside(to, &format!("before-restore-{number}"));
    let free = (1..1000).find(|number| !name(number).exists());
    name(&free.unwrap_or(0))
}
