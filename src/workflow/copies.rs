//! Copies of a system: the file and the slots beside it, without which it cannot be opened.
//!
//! In both directions the slots come first, whole and on the disk, then the database under another name, checked,
//! then its name. Whatever interrupts this, no database stands under a name that its slots do not open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rights::Place;
use super::{Access, Error, Services, Station};
use crate::model::{Email, Permission, UserId};
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope;
use crate::secrets::slots::{self, Slots, StoreKey};
use crate::store::{self, Change, Entity, Restoring, StandingSecrets};
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
/// People, doors and passwords go back to what they were; the secrets do not. Where the newer records stand at the
/// place, their generations, programming keys and recovery code stay in force: fobs and locks that have a generation
/// made since the copy are worth nothing without its secrets.
///
/// # Errors
/// [`Error::Secrets`] for a wrong password, [`Error::RightMissing`], [`Error::OtherSystem`] where another system stands there,
/// [`Error::RecipientsDiffer`] where nothing would open all secrets, [`Error::Store`] where the copy is damaged, has other
/// secrets of the same generation, or somebody writes to the file. Then nothing was replaced.
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
    let mut fresh = slots::file::read(&slots::file::beside(from))?;
    let (slot, key) = fresh.open_numbered(operator.as_str(), password)?;
    // Whoever may not administer may not turn the system back either.
    let services = Services::of_this_computer(Arc::clone(clock));
    let (station, _) =
        Station::with_key(from, operator, (Some(slot), &key), Access::Read, services)?;
    station.require_at(Permission::Administer, Place::System)?;
    let now = clock.now();
    let place = slots::file::beside(to);
    let standing = read_standing(&place)?;
    if standing
        .as_ref()
        .is_some_and(|slots| slots.system() != fresh.system())
    {
        return Err(Error::OtherSystem);
    }
    let mut refusal = None;
    let restoring = Restoring::prepare(from, to, key.expose(), now, &mut |change| {
        let kept = keep_secrets(change, to, &key, station.operator);
        kept.map_err(|error| match error {
            Error::Store(error) => error,
            other => {
                refusal = Some(other);
                store::Error::Abandoned
            }
        })
    });
    let restoring = match refusal {
        Some(refusal) => return Err(refusal),
        None => restoring?,
    };
    let previous = restoring.previous().map(Path::to_path_buf);
    if let Some(standing) = standing.filter(|_| previous.is_some())
        && !fresh.keep_recovery_of(&key, &standing)?
    {
        return Err(Error::RecipientsDiffer);
    }
    if let Some(previous) = previous.as_ref().filter(|_| place.exists()) {
        let kept = std::fs::copy(&place, slots::file::beside(previous));
        let _length = kept.map_err(crate::secrets::Error::SlotFile)?;
    }
    slots::file::write(&place, &fresh)?;
    store::fail_point();
    restoring.put_in_place(key.expose())?;
    Ok(Restored { previous })
}

/// Carries the secrets of what stands at the place over, where that can be read: a file that is damaged gives none.
fn keep_secrets(
    change: &mut Change<'_>,
    standing: &Path,
    key: &StoreKey,
    operator: UserId,
) -> Result<(), Error> {
    let Some(secrets) = standing_secrets(standing, key) else {
        return Ok(());
    };
    let operators = change.operators()?;
    let own = operators.iter().find(|one| one.user == operator);
    let own = own.ok_or(store::Error::NotFound {
        entity: Entity::Operator,
    })?;
    change.keep_secrets(&secrets, own.id)?;
    let envelopes = change.envelopes()?;
    for known in change.programming_keys()? {
        let certificate = Certificate::from_der(&known.certificate)?;
        let mut opens = true;
        for envelope in &envelopes {
            opens &= envelope::is_for(&envelope.cms, &certificate)?;
        }
        if opens {
            return Ok(());
        }
    }
    Err(Error::RecipientsDiffer)
}

fn standing_secrets(standing: &Path, key: &StoreKey) -> Option<StandingSecrets> {
    let options = store::Options {
        wipe_memory: false,
        ..store::Options::new(Access::Read, Box::new(|_| false))
    };
    let store = store::open(standing, key.expose(), options).ok()?;
    store.read(|reading| reading.standing_secrets()).ok()
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
