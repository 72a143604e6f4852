//! Putting a copy in the place of a system file. Whatever interrupts this, the old file or the new one stands
//! under the name, whole.

use std::path::{Path, PathBuf};

use super::connection::{self, Access, connect, store_error};
use super::file::{self, WriterLock};
use super::migrate::{self, Migration};
use super::{Mode, Options, PATIENCE, in_transaction, open_with};
use crate::store::change::Change;
use crate::store::{Actor, Error, Store, failpoint};
use crate::time::UtcMillis;

/// A database beside the place it is for. Dropped, it leaves nothing.
#[derive(Debug)]
struct Part(PathBuf);

impl Part {
    /// A free name; what an earlier one left there goes.
    fn beside(path: &Path, ending: &str) -> Result<Self, Error> {
        let part = Self(file::beside(path, ending));
        file::remove_database(&part.0)?;
        Ok(part)
    }

    /// Fills it with a copy of another, and brings that to the newest shape.
    fn fill(
        &self,
        source: &rusqlite::Connection,
        key: &[u8; 32],
        steps: &[Migration],
    ) -> Result<(), Error> {
        connection::copy_into(source, &self.0)?;
        let copy = connect(&self.0, key, Access::Write)?;
        migrate::migrate(&copy, steps, || Ok(()))?;
        copy.close().map_err(|(_, error)| store_error(&error))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _cleaned = file::remove_database(&self.0);
    }
}

/// A copy that was brought beside the place it is for, in the newest shape. Nobody else writes to what stands there
/// meanwhile. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Incoming {
    part: Part,
    /// What stands at the place in the newest shape, where it had an older one.
    standing: Part,
    to: PathBuf,
    lock: WriterLock,
    steps: &'static [Migration],
}

impl Incoming {
    /// Copies the backup `from` beside `to`, and brings it to the newest shape. Neither of the two is touched.
    ///
    /// # Errors
    /// [`Error::FileMissing`], [`Error::WrongKey`], [`Error::NewerSchema`], [`Error::Damaged`] where the backup is;
    /// [`Error::InUse`] where somebody writes to `to`; or what the disk says.
    pub fn bring(from: &Path, to: &Path, key: &[u8; 32]) -> Result<Self, Error> {
        Self::bring_with(from, to, key, migrate::MIGRATIONS)
    }

    pub(super) fn bring_with(
        from: &Path,
        to: &Path,
        key: &[u8; 32],
        steps: &'static [Migration],
    ) -> Result<Self, Error> {
        if !from.is_file() {
            return Err(Error::FileMissing);
        }
        file::refuse_network_folder(from)?;
        file::refuse_network_folder(to)?;
        let incoming = Self {
            lock: WriterLock::take(to, PATIENCE)?,
            part: Part::beside(to, "part")?,
            standing: Part::beside(to, "standing")?,
            to: to.to_path_buf(),
            steps,
        };
        let backup = connect(from, key, Access::Read)?;
        migrate::refuse_unknown_schema(&backup, steps)?;
        connection::check(&backup)?;
        incoming.part.fill(&backup, key, steps)?;
        Ok(incoming)
    }

    /// Where the copy is until it gets its name.
    pub fn path(&self) -> &Path {
        &self.part.0
    }

    /// What stands at the place, for reading, in the newest shape; none where nothing does, or nothing that can be
    /// read. Nothing is changed there.
    pub fn standing(&self, key: &[u8; 32]) -> Option<Box<dyn Store>> {
        let options = || Options {
            wipe_memory: connection::wipes_memory(),
            ..Options::new(Mode::Read, Box::new(|_| false))
        };
        match open_with(&self.to, key, options(), self.steps) {
            // One that no program has opened since it was upgraded.
            Err(Error::SchemaAltered { .. }) => {
                let older = connect(&self.to, key, Access::Read).ok()?;
                self.standing.fill(&older, key, self.steps).ok()?;
                open_with(&self.standing.0, key, options(), self.steps).ok()
            }
            opened => opened.ok(),
        }
    }

    /// Marks the copy as restored at `now`, makes `besides` part of that, and checks it whole.
    ///
    /// # Errors
    /// What `besides` says, [`Error::Damaged`], or what the disk says.
    pub fn mark(
        self,
        key: &[u8; 32],
        now: UtcMillis,
        besides: &mut dyn FnMut(&mut Change<'_>) -> Result<(), Error>,
    ) -> Result<Restoring, Error> {
        let path = &self.part.0;
        let copy = connect(path, key, Access::Write)?;
        in_transaction(&copy, &mut |link| mark(link, now, besides))?;
        connection::check(&copy)?;
        // The last connection takes the log into the file.
        copy.close().map_err(|(_, error)| store_error(&error))?;
        let copy = connect(path, key, Access::Read)?;
        migrate::refuse_other_schema(&copy, self.steps)?;
        copy.close().map_err(|(_, error)| store_error(&error))?;
        file::sync(path)?;
        failpoint::pass();
        Ok(Restoring {
            previous: self.to.exists().then(|| previous_name(&self.to)),
            part: self.part,
            to: self.to,
            lock: self.lock,
        })
    }
}

/// A restored system, whole and checked, beside the place it is for. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Restoring {
    part: Part,
    to: PathBuf,
    previous: Option<PathBuf>,
    /// Nobody writes to what stands there meanwhile.
    lock: WriterLock,
}

impl Restoring {
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
        file::rename(&self.part.0, &self.to)?;
        failpoint::pass();
        self.lock.mark_closed();
        Ok(())
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
