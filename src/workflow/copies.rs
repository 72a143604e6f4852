//! Copies of a system: the file and the slots beside it, without which it cannot be opened.
//!
//! In both directions the slots come first, whole and on the disk, then the database under another name, checked,
//! then its name. Whatever interrupts this, no database stands under a name that its slots do not open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rights::Place;
use super::{Access, Error, Services, Station};
use crate::model::{Email, Permission};
use crate::secrets::slots::{self, Slots};
use crate::store::{self, Restoring};
use crate::time::Clock;

impl Station {
    /// Writes a verified copy of the system with its slots.
    ///
    /// # Errors
    /// What the store says; an older copy of that name stays then.
    pub fn backup(&self, to: &Path) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        if to.exists() {
            return Err(store::Error::FileExists.into());
        }
        let slots = slots::file::read(&slots::file::beside(self.path()))?;
        // Slots without a database are of no use to anyone, and the next copy replaces them.
        slots::file::write(&slots::file::beside(to), &slots)?;
        store::fail_point();
        Ok(self.store().backup(to)?)
    }
}

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// Where what stood there before is kept; none where nothing did.
    pub previous: Option<PathBuf>,
}

/// Puts a copy with its slots in the place of a system file. The copy is opened, checked and marked as restored first;
/// what stood there is kept beside it under another name.
///
/// # Errors
/// [`Error::Secrets`] for a wrong password, [`Error::RightMissing`], [`Error::OtherSystem`] where another system stands there,
/// [`Error::Store`] where the copy is damaged or somebody writes to the file. Then nothing was replaced.
pub fn restore(
    from: &Path,
    to: &Path,
    operator: &Email,
    password: &str,
    clock: &Arc<dyn Clock>,
) -> Result<Restored, Error> {
    if !from.is_file() {
        return Err(store::Error::FileMissing.into());
    }
    let fresh = slots::file::read(&slots::file::beside(from))?;
    let (slot, key) = fresh.open_numbered(operator.as_str(), password)?;
    // Whoever may not administer may not turn the system back either.
    let services = Services::of_this_computer(Arc::clone(clock));
    let opened = (Some(slot), &key);
    let (station, _) = Station::with_key(from, operator, opened, Access::Read, services)?;
    station.require_at(Permission::Administer, Place::System)?;
    let now = clock.now();
    let place = slots::file::beside(to);
    let standing = read_standing(&place)?;
    if standing.is_some_and(|slots| slots.system() != fresh.system()) {
        return Err(Error::OtherSystem);
    }
    let restoring = Restoring::prepare(from, to, key.expose(), now)?;
    let previous = restoring.previous().map(Path::to_path_buf);
    if let Some(previous) = previous.as_ref().filter(|_| place.exists()) {
        let kept = std::fs::copy(&place, slots::file::beside(previous));
        let _length = kept.map_err(crate::secrets::Error::SlotFile)?;
    }
    slots::file::write(&place, &fresh)?;
    store::fail_point();
    restoring.put_in_place(key.expose())?;
    Ok(Restored { previous })
}

/// The slots that stand at the place, where there are some that can be read.
fn read_standing(place: &Path) -> Result<Option<Slots>, Error> {
    match slots::file::read(place) {
        Ok(slots) => Ok(Some(slots)),
        Err(crate::secrets::Error::SlotsDamaged) => Ok(None),
        Err(crate::secrets::Error::SlotFile(error))
            if error.kind() == std::io::ErrorKind::NotFound =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
