//! How long an adapter between USB and serial keeps an answer back.
//!
//! Adapters of FTDI collect what comes in until a packet is full or a timer ends: 16 ms from the factory, with each
//! of the dozens of answers that a fob gives. On Linux the driver shows the timer as a file; who may write it is
//! decided by udev. Other adapters and other systems show nothing.

use std::path::{Path, PathBuf};

/// What the timer is set to, in milliseconds: the least that the adapters take.
const LOW: u8 = 1;
/// Beyond this somebody waits noticeably, in milliseconds.
const BEARABLE: u8 = 4;

/// The timer of the adapter behind a port, in milliseconds; none where there is no adapter, or none that tells.
pub fn of(port: &str) -> Option<u8> {
    read(&file(Path::new("/sys/class/tty"), port)?)
}

/// Whether an adapter with this timer makes people wait.
pub fn is_slow(timer: u8) -> bool {
    timer > BEARABLE
}

/// Sets the timer low. Where we may not, it stays as it is, which costs time and nothing else.
pub(super) fn lower(port: &str) {
    let Some(file) = file(Path::new("/sys/class/tty"), port) else {
        return;
    };
    if read(&file).is_some_and(|timer| timer > LOW)
        && let Err(error) = std::fs::write(&file, LOW.to_string())
    {
        tracing::debug!(port, %error, "the adapter's latency timer stays as it is");
    }
}

/// The file of the timer. Ports have other names too, which are links.
fn file(class: &Path, port: &str) -> Option<PathBuf> {
    let port = std::fs::canonicalize(port).ok()?;
    let file = class
        .join(port.file_name()?)
        .join("device")
        .join("latency_timer");
    file.exists().then_some(file)
}

fn read(file: &Path) -> Option<u8> {
    std::fs::read_to_string(file).ok()?.trim().parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_timer_is_found_through_any_name_of_the_port() {
        let folder = tempfile::tempdir().unwrap();
        let (class, dev) = (folder.path().join("class"), folder.path().join("dev"));
        let device = class.join("ttyUSB7/device");
        std::fs::create_dir_all(&device).unwrap();
        std::fs::create_dir_all(&dev).unwrap();
        let (port, link) = (dev.join("ttyUSB7"), dev.join("by-id"));
        std::fs::write(&port, "").unwrap();
        std::os::unix::fs::symlink(&port, &link).unwrap();
        let name = |path: &Path| path.to_str().unwrap().to_owned();
        assert_eq!(file(&class, &name(&port)), None);
        std::fs::write(device.join("latency_timer"), "16\n").unwrap();
        for port in [&port, &link] {
            let file = file(&class, &name(port)).unwrap();
            assert_eq!(read(&file), Some(16));
            assert!(is_slow(16) && !is_slow(LOW));
        }
        assert_eq!(file(&class, &name(&dev.join("ttyUSB8"))), None);
    }
}
