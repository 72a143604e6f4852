//! Serial ports where an encoder may be, so that nobody has to name one.
//!
//! Of all serial ports only those of the usual bridges between USB and serial come into question: opening a port
//! moves its control lines, which resets some boards, and what is sent there is for a PN532. A port that another
//! program has is not touched at all.

use std::path::{Path, PathBuf};

use super::serial;

/// Vendors of the bridges that PN532 boards come with, and which of their products, none = all of them.
const BRIDGES: [(u16, &[u16]); 4] = [
    // Silicon Labs CP210x.
    (0x10C4, &[0xEA60, 0xEA61, 0xEA63, 0xEA70, 0xEA71]),
    // FTDI.
    (0x0403, &[0x6001, 0x6010, 0x6011, 0x6014, 0x6015]),
    // WCH CH340 and its like.
    (0x1A86, &[0x5523, 0x7522, 0x7523, 0x55D3, 0x55D4]),
    // Prolific PL2303.
    (0x067B, &[0x2303, 0x2304, 0x23A3, 0x23B3, 0x23C3, 0x23D3]),
];
/// Where Linux keeps names of ports that stay the same from one plugging in to the next.
const BY_ID: &str = "/dev/serial/by-id";

/// A serial port where an encoder may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// By what it can be opened.
    pub path: PathBuf,
    /// What stays the same when it is plugged in elsewhere, as far as the system tells.
    pub name: String,
    /// For people.
    pub label: String,
}

/// The ports that come into question: those that a folder has links to, or those of the usual bridges on USB.
pub fn candidates(folder: Option<&Path>) -> Vec<Candidate> {
    match folder {
        Some(folder) => linked(folder),
        None => on_usb(serial::ports(), Path::new(BY_ID)),
    }
}

fn linked(folder: &Path) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = links(folder)
        .into_iter()
        .map(|(name, _)| Candidate {
            path: folder.join(&name),
            name: folder.join(&name).display().to_string(),
            label: name,
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// The names in a folder of links, and what each leads to.
fn links(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let target = std::fs::canonicalize(entry.path()).ok()?;
            Some((entry.file_name().into_string().ok()?, target))
        })
        .collect()
}

fn on_usb(ports: Vec<serial::UsbPort>, by_id: &Path) -> Vec<Candidate> {
    let names = links(by_id);
    let mut all: Vec<Candidate> = ports
        .into_iter()
        .filter(|port| is_bridge(port.vendor, port.product))
        .map(|port| {
            let label = format!("{} - {}", port.path, port.label());
            let path = PathBuf::from(port.path);
            let named = names.iter().find(|(_, target)| *target == path);
            let name = named.map_or_else(|| path.clone(), |(name, _)| by_id.join(name));
            let name = name.display().to_string();
            Candidate { path, name, label }
        })
        .collect();
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

fn is_bridge(vendor: u16, product: u16) -> bool {
    let mut bridges = BRIDGES.iter();
    bridges.any(|(own, products)| *own == vendor && products.contains(&product))
}

/// Whether another program has the port open or has left a lock for it, as far as we can see. Of programs of other
/// users the system shows that only to root; most of them keep the port to themselves, so that opening it fails.
#[cfg(unix)]
pub fn is_held(path: &Path) -> bool {
    let Ok(port) = std::fs::canonicalize(path) else {
        return false;
    };
    has_lock(&port, Path::new("/run/lock")) || is_open_elsewhere(&port, Path::new("/proc"))
}

/// Elsewhere opening a port of somebody else fails.
#[cfg(not(unix))]
pub fn is_held(_path: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_open_elsewhere(port: &Path, processes: &Path) -> bool {
    let own = std::process::id().to_string();
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries(processes)
        .filter(|process| {
            let name = process.file_name();
            let name = name.to_string_lossy();
            name.bytes().all(|letter| letter.is_ascii_digit()) && *name != *own
        })
        .any(|process| {
            let files = entries(&process.path().join("fd"));
            let files = files.filter_map(|file| std::fs::read_link(file.path()).ok());
            let files: Vec<PathBuf> = files.collect();
            // Who answers at a pseudo-terminal has both ends of it.
            let answers =
                port.starts_with("/dev/pts") && files.iter().any(|file| file.ends_with("ptmx"));
            !answers && files.iter().any(|file| file == port)
        })
}

/// The lock file of old, with the number of the process that made it (Filesystem Hierarchy Standard 3.0, 5.9).
#[cfg(unix)]
fn has_lock(port: &Path, locks: &Path) -> bool {
    let Some(name) = port.file_name() else {
        return false;
    };
    let lock = locks.join(format!("LCK..{}", name.to_string_lossy()));
    let Ok(text) = std::fs::read_to_string(lock) else {
        return false;
    };
    // Who ended without taking it away holds nothing.
    text.trim()
        .parse::<u32>()
        .is_ok_and(|process| Path::new("/proc").join(process.to_string()).exists())
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn port(path: &str, vendor: u16, product: u16) -> serial::UsbPort {
        serial::UsbPort {
            path: path.to_owned(),
            vendor,
            product,
            name: String::new(),
        }
    }

    #[test]
    fn only_the_usual_bridges_come_into_question_by_names_that_stay() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let by_id = root.join("by-id");
        std::fs::create_dir(&by_id).unwrap();
        let bridge = root.join("ttyUSB1");
        std::fs::write(&bridge, "").unwrap();
        symlink(&bridge, by_id.join("usb-FTDI_1234-if00-port0")).unwrap();
        let found = on_usb(
            vec![
                port("/dev/ttyUSB7", 0x10C4, 0xEA60),
                port(bridge.to_str().unwrap(), 0x0403, 0x6001),
                // A modem, a GPS receiver, an Arduino.
                port("/dev/ttyUSB2", 0x12D1, 0x1506),
                port("/dev/ttyACM0", 0x1546, 0x01A7),
                port("/dev/ttyACM1", 0x2341, 0x0043),
            ],
            &by_id,
        );
        let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        let stays = by_id.join("usb-FTDI_1234-if00-port0");
        let mut wanted = ["/dev/ttyUSB7", stays.to_str().unwrap()];
        wanted.sort_unstable();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(names, wanted);
    }

    #[test]
    fn a_port_that_a_process_has_open_or_locked_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let port = root.join("ttyUSB0");
        std::fs::write(&port, "").unwrap();
        let own = std::process::id();
        for (process, held) in [(own, false), (own + 1, true)] {
            let files = root.join(format!("{process}/fd"));
            std::fs::create_dir_all(&files).unwrap();
            symlink(&port, files.join("3")).unwrap();
            assert_eq!(is_open_elsewhere(&port, &root), held);
        }
        assert!(!has_lock(&port, &root));
        let lock = root.join("LCK..ttyUSB0");
        std::fs::write(&lock, format!("{own:>10}\n")).unwrap();
        assert!(has_lock(&port, &root));
        std::fs::write(&lock, "4294967294\n").unwrap();
        assert!(!has_lock(&port, &root));
    }
}
