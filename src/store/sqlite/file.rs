//! What the engine needs of the file system: the writer's lock, syncs, names beside the file, and the
//! refusal of folders whose locks and syncs cannot be trusted.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::store::Error;

/// Time between two tries: the system tells nobody that a lock is free whom it does not hold up for good.
const PAUSE: Duration = Duration::from_millis(20);

/// The lock of the one instance that writes.
#[derive(Debug)]
pub(super) struct WriterLock {
    file: File,
    left_open: bool,
}

impl WriterLock {
    /// Takes the lock beside the system file, at the latest when `patience` is over.
    pub(super) fn take(path: &Path, patience: Duration) -> Result<Self, Error> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path, "lock"))
            .map_err(|error| disk_error(&error))?;
        let end = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < end => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(Error::InUse),
                Err(TryLockError::Error(error)) => return Err(disk_error(&error)),
            }
        }
        let mut word = String::new();
        let _length = file
            .read_to_string(&mut word)
            .map_err(|error| disk_error(&error))?;
        Ok(Self {
            file,
            left_open: word.starts_with("open"),
        })
    }

    /// Whether the last writer ended without closing the file.
    pub(super) fn was_left_open(&self) -> bool {
        self.left_open
    }

    pub(super) fn mark_open(&self) -> Result<(), Error> {
        self.write("open").map_err(|error| disk_error(&error))
    }

    pub(super) fn mark_closed(&self) {
        // Where this fails the next start checks the file once more than needed.
        let _checked_again = self.write("");
    }

    fn write(&self, word: &str) -> std::io::Result<()> {
        let mut file = &self.file;
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(word.as_bytes())?;
        file.sync_data()
    }
}

impl Drop for WriterLock {
    /// Lets go at once. Closing the file alone does not where a process is just being started: until that runs its own
    /// program it has all open files of this one, and the lock with them.
    fn drop(&mut self) {
        let _closing_lets_go_too = self.file.unlock();
    }
}

/// Makes an empty file that nobody but its owner may read: a system file holds people and doors.
pub(super) fn make_private(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true);
    #[cfg(unix)]
    let options = std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let _empty = options.open(path).map_err(|error| disk_error(&error))?;
    Ok(())
}

/// `<path>.<ending>`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a database that never came into use, with its log.
pub(super) fn remove_database(path: &Path) -> Result<(), Error> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(name) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(disk_error(&error)),
        }
    }
    Ok(())
}

/// Waits until the disk has the file.
pub(super) fn sync(path: &Path) -> Result<(), Error> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| disk_error(&error))
}

/// Gives a finished file its name, and waits until the disk has that too.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(from, to)
        .and_then(|()| sync_folder(to))
        .map_err(|error| disk_error(&error))
}

/// Gives a file a second name, or a copy where the disk knows no second names.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::hard_link(from, to)
        .or_else(|_| std::fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()))
        .and_then(|()| sync_folder(to))
        .map_err(|error| disk_error(&error))
}

/// Moves the log of a database to that of its second name.
pub(super) fn move_log(from: &Path, to: &Path) -> Result<(), Error> {
    let named = |path: &Path, ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    for ending in ["-wal", "-shm"] {
        match std::fs::rename(named(from, ending), named(to, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(disk_error(&error)),
            _ => {}
        }
    }
    sync_folder(to).map_err(|error| disk_error(&error))
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn disk_error(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull,
        ErrorKind::NotFound => Error::FileMissing,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
        _ => Error::DiskFailed,
    }
}

/// # Errors
/// [`Error::NetworkFolder`] where the folder of `path` lies on a file system that other computers serve.
#[cfg(target_os = "linux")]
pub(super) fn refuse_network_folder(path: &Path) -> Result<(), Error> {
    let answer = rustix::fs::statfs(folder_of(path))
        .map_err(|error| disk_error(&std::io::Error::from_raw_os_error(error.raw_os_error())))?;
    // The magic is 32 bits wide on every architecture, in a field that may be wider and signed.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let magic = answer.f_type as u32;
    match network_kind(magic) {
        Some(kind) => Err(Error::NetworkFolder { kind }),
        None => Ok(()),
    }
}

/// Other systems name their network folders in other ways; nothing is claimed for them yet.
#[cfg(not(target_os = "linux"))]
pub(super) fn refuse_network_folder(_path: &Path) -> Result<(), Error> {
    Ok(())
}

/// The kind of a network file system by its magic (Linux `statfs(2)`), or none for a local one. FUSE is
/// refused too: cloud drives and `sshfs` come through it.
#[cfg(target_os = "linux")]
fn network_kind(magic: u32) -> Option<&'static str> {
    const KINDS: [(u32, &str); 13] = [
        (0x6969, "nfs"),
        (0x517B, "smb"),
        (0xFF53_4D42, "cifs"),
        (0xFE53_4D42, "smb2"),
        (0x6573_5546, "fuse"),
        (0x0102_1997, "9p"),
        (0x5346_414F, "afs"),
        (0x6B41_4653, "kafs"),
        (0x00C3_6400, "ceph"),
        (0x7375_7245, "coda"),
        (0x564C, "ncp"),
        (0x7461_636F, "ocfs2"),
        (0x0BD0_0BD0, "lustre"),
    ];
    KINDS
        .iter()
        .find(|(known, _)| *known == magic)
        .map(|(_, kind)| *kind)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::time::Duration;

    use super::{Error, WriterLock, network_kind};

    /// A process that is started while the store is open holds all open files for a moment, as a copy of them does.
    #[test]
    #[allow(clippy::unwrap_used)]
    fn a_lock_that_was_let_go_is_free_though_a_child_still_has_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("system.keywright");
        let lock = WriterLock::take(&path, Duration::ZERO).unwrap();
        let of_a_child = lock.file.try_clone().unwrap();
        assert_eq!(
            WriterLock::take(&path, Duration::ZERO).err(),
            Some(Error::InUse)
        );
        drop(lock);
        let again = WriterLock::take(&path, Duration::ZERO);
        assert!(again.is_ok(), "{:?}", again.err());
        drop(of_a_child);
        assert_eq!(
            WriterLock::take(&path, Duration::ZERO).err(),
            Some(Error::InUse)
        );
    }

    #[test]
    fn network_folders_are_told_from_disks() {
        assert_eq!(network_kind(0x6969), Some("nfs"));
        assert_eq!(network_kind(0xFE53_4D42), Some("smb2"));
        for local in [0xEF53, 0x0102_1994, 0x794C_7630, 0x9123_683E, 0x5846_5342] {
            assert_eq!(network_kind(local), None);
        }
    }
}
