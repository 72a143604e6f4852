//! Copies of a system: the file and the slots beside it, without which it cannot be opened.
//!
//! In both directions the slots come first, whole and on the disk, then the database under another name, checked,
//! then its name. Whatever interrupts this, no database stands under a name that its slots do not open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rights::Place;
use super::standing::Kept;
use super::{Access, Error, Services, Station};
use crate::mail;
use crate::model::{Email, Permission, SystemId};
use crate::secrets::slots::{self, Slots};
use crate::store::{self, AuditHead, Entity, Incoming};
use crate::time::{Clock, UtcMillis, Zone};

impl Station {
    /// Writes a verified copy of the system with its slots; the end of the log that is surely in it.
    ///
    /// # Errors
    /// What the store says; an older copy of that name stays then.
    pub fn backup(&self, to: &Path) -> Result<AuditHead, Error> {
        self.require_at(Permission::Administer, Place::System)?;
        if to.exists() {
            return Err(store::Error::FileExists.into());
        }
        let slots = slots::file::read(&slots::file::beside(self.path()))?;
        // Slots without a database are of no use to anyone, and the next copy replaces them.
        slots::file::write(&slots::file::beside(to), &slots)?;
        store::fail_point();
        // Whatever is noted while it is copied may be in it or not: this is.
        let head = self.read(|reading| reading.audit_head())?;
        self.store().backup(to)?;
        Ok(head)
    }
}

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// Where what stood there before is kept; none where nothing did.
    pub previous: Option<PathBuf>,
    /// What the copy is a copy of.
    pub system: SystemId,
    /// Its name.
    pub name: String,
    /// Its time zone.
    pub zone: Zone,
    /// The last that the copy knows of: what was written on fobs and in locks since then may be newer.
    pub as_of: Option<UtcMillis>,
}

/// Puts a copy with its slots in the place of a system file. The copy is brought beside it, opened, checked and marked
/// as restored first; what stood there is kept beside it under another name.
///
/// People, doors and passwords go back to what they were. What newer records at the place know that outlives that is
/// taken over ([`super::standing`]): numbers and versions that are given, keys that are blocked, locks that are stolen,
/// and the secrets with the programming keys and the recovery code: fobs and locks that have a generation made since
/// the copy are worth nothing without them. Letters that wait in the copy wait for somebody who says whether they went.
/// It happens now by the clock; in a demo system, which may live at another time, at `at` where that is given.
///
/// # Errors
/// [`Error::DemoOnly`] for a set time in another system,
/// [`Error::Secrets`] for a wrong password, [`Error::RightMissing`], [`Error::OtherSystem`] where another system stands there,
/// [`Error::RecipientsDiffer`] where nothing would open all secrets, [`Error::Store`] where the copy is damaged, has other
/// secrets of the same generation, a blocklist has no room for what both block, or somebody writes to the file. Then
/// nothing was replaced.
pub fn restore(
    from: &Path,
    to: &Path,
    operator: &Email,
    password: &str,
    (clock, at): (&Arc<dyn Clock>, Option<UtcMillis>),
) -> Result<Restored, Error> {
    if !from.is_file() {
        let file = from.display().to_string();
        return Err(store::Error::BackupMissing { file }.into());
    }
    refuse_other_files(from)?;
    let mut fresh = slots::file::read(&slots::file::beside(from))?;
    let (slot, key) = fresh.open_numbered(operator.as_str(), password)?;
    let place = slots::file::beside(to);
    let standing = read_standing(&place)?;
    if standing
        .as_ref()
        .is_some_and(|slots| slots.system() != fresh.system())
    {
        return Err(Error::OtherSystem);
    }
    let incoming = Incoming::bring(from, to, key.expose())?;
    // Whoever may not administer may not turn the system back either.
    let services = Services::of_this_computer(Arc::clone(clock));
    let opened = (Some(slot), &key);
    let (copy, operators) =
        Station::with_key(incoming.path(), operator, opened, Access::Read, services)?;
    if at.is_some() && !copy.info()?.demo {
        return Err(Error::DemoOnly);
    }
    let now = at.unwrap_or_else(|| clock.now());
    copy.require_at(Permission::Administer, Place::System)?;
    let own = operators.iter().find(|one| one.user == copy.operator);
    let own = own.ok_or(store::Error::NotFound {
        entity: Entity::Operator,
    })?;
    let kept = match incoming.standing(key.expose()) {
        Some(standing) => Some(Kept::of(&*standing, &copy)?),
        None => None,
    };
    let info = copy.info()?;
    let last = copy.read(|reading| reading.audit_page(None, 1))?;
    drop(copy);
    let (mut refusal, mut secrets_kept) = (None, false);
    let restoring = incoming.mark(key.expose(), now, &mut |change| {
        change.doubt_invitations(&mail::Error::Unsure.kept())?;
        let Some(kept) = &kept else {
            return Ok(());
        };
        secrets_kept = kept.put_into(change, own.id).map_err(|error| match error {
            Error::Store(error) => error,
            other => {
                refusal = Some(other);
                store::Error::Abandoned
            }
        })?;
        Ok(())
    });
    let restoring = match refusal {
        Some(refusal) => return Err(refusal),
        None => restoring?,
    };
    // The code that opens the secrets is the one that opens the file.
    if let Some(standing) = standing.filter(|_| secrets_kept)
        && !fresh.keep_recovery_of(&key, &standing)?
    {
        return Err(Error::RecipientsDiffer);
    }
    let previous = restoring.previous().map(Path::to_path_buf);
    if let Some(previous) = previous.as_ref().filter(|_| place.exists()) {
        let kept = std::fs::copy(&place, slots::file::beside(previous));
        let _length = kept.map_err(crate::secrets::Error::SlotFile)?;
    }
    slots::file::write(&place, &fresh)?;
    store::fail_point();
    restoring.put_in_place(key.expose())?;
    Ok(Restored {
        previous,
        system: info.id,
        name: info.name,
        zone: info.zone,
        as_of: last.first().map(|entry| entry.at),
    })
}

/// The page of a system file: its length is a multiple of that.
const PAGE: u64 = 4096;

/// Says of a file that is no system file that it is none, rather than that its slots are missing.
///
/// # Errors
/// [`store::Error::NotASystemFile`] for what cannot be one and has no slots beside it.
pub(super) fn refuse_other_files(path: &Path) -> Result<(), Error> {
    if slots::file::beside(path).exists() {
        return Ok(());
    }
    let file = std::fs::metadata(path)
        .ok()
        .filter(std::fs::Metadata::is_file);
    let paged = file.is_some_and(|file| file.len() > 0 && file.len().is_multiple_of(PAGE));
    if paged {
        return Ok(());
    }
    let file = path.display().to_string();
    Err(store::Error::NotASystemFile { file }.into())
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
