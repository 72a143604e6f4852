//! The slots on disk, next to the system file.

use super::super::Error;
use super::Slots;
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// The longest file that is read.
const MOST_BYTES: u64 = 1 << 20;

/// Where the slots of a system file lie: the same path with `.slots` behind it.
pub fn beside(system_file: &Path) -> PathBuf {
    with_ending(system_file, ".slots")
}

/// Reads the slots of a file.
pub fn read(path: &Path) -> Result<Slots, Error> {
    let mut bytes = Vec::new();
    let _length = File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(Error::SlotFile)?;
    Slots::from_bytes(&bytes)
}

/// Replaces the slots of a file: written beside it, brought to the disk, read back, then renamed over it
/// and the directory brought to the disk. Whatever interrupts this, the old or the new slots are whole.
pub fn write(path: &Path, slots: &Slots) -> Result<(), Error> {
    let fresh = with_ending(path, ".new");
    let bytes = slots.to_bytes();
    write_through(&fresh, &bytes).map_err(Error::SlotFile)?;
    if read(&fresh)?.sequence != slots.sequence {
        return Err(Error::SlotsDamaged);
    }
    fs::rename(&fresh, path).map_err(Error::SlotFile)?;
    sync_directory(path).map_err(Error::SlotFile)
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What an interrupted run left may have other rights, so it is not written into.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true);
    #[cfg(unix)]
    let options = std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

/// Other systems offer no way to sync a directory.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}
