//! The two lines an [`Encoder`] can hang on: a pseudo-terminal for programs of any kind, and memory for fast tests.
//! Must not know frames.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::encoder::Encoder;
use super::fault::Piece;

/// A raw pseudo-terminal whose other end stands under a name in the file system.
pub struct Terminal {
    master: OwnedFd,
    /// Held open, so that the line does not hang up between two hosts.
    _slave: OwnedFd,
    link: PathBuf,
}

impl Terminal {
    /// Opens a pseudo-terminal and links `link` to it; a link that stood there is replaced. No program that is started
    /// meanwhile inherits either end: it would be taken for one that has the port open, or answers at it.
    pub fn open(link: &Path) -> io::Result<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let name = ptsname(&master, Vec::new())?;
        let path = PathBuf::from(name.to_string_lossy().into_owned());
        let slave = rustix::fs::open(
            &path,
            OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
            rustix::fs::Mode::empty(),
        )?;
        let mut settings = tcgetattr(&slave)?;
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings)?;
        fcntl_setfl(&master, OFlags::NONBLOCK)?;
        match std::fs::remove_file(link) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        std::os::unix::fs::symlink(&path, link)?;
        Ok(Self {
            master,
            _slave: slave,
            link: link.to_path_buf(),
        })
    }

    /// What has arrived; empty where nothing has.
    pub fn receive(&self) -> io::Result<Vec<u8>> {
        let mut buffer = [0; 4096];
        match rustix::io::read(&self.master, &mut buffer) {
            Ok(length) => Ok(buffer[..length].to_vec()),
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR | rustix::io::Errno::IO) => {
                Ok(Vec::new())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Sends what the line takes; tells how many bytes that were.
    pub fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        match rustix::io::write(&self.master, bytes) {
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Ok(0),
            other => Ok(other?),
        }
    }
}

impl AsFd for Terminal {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.master.as_fd()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.link));
    }
}

/// A line in memory: a handle on an [`Encoder`] that reads and writes like a serial port. Waiting costs modelled
/// time only. Clones are handles on the same encoder, so a test can lay, lift and damage while a driver works.
#[derive(Clone)]
pub struct Duplex {
    encoder: Arc<Mutex<Encoder>>,
    timeout: Duration,
}

impl Duplex {
    /// A line to this encoder with a read time-out of one second.
    pub fn new(encoder: Encoder) -> Self {
        Self {
            encoder: Arc::new(Mutex::new(encoder)),
            timeout: Duration::from_secs(1),
        }
    }

    /// The encoder at the other end.
    pub fn encoder(&self) -> MutexGuard<'_, Encoder> {
        self.encoder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long reading waits, in modelled time.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Throws away what has not been read.
    pub fn discard_input(&self) {
        self.encoder().discard();
    }
}

impl Read for Duplex {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let timeout = self.timeout;
        let mut encoder = self.encoder();
        match encoder.read() {
            Some(Piece { late, bytes }) if late <= timeout => {
                encoder.pass(late);
                let taken = bytes.len().min(buffer.len());
                buffer[..taken].copy_from_slice(&bytes[..taken]);
                if taken < bytes.len() {
                    encoder.put_back(Piece {
                        late: Duration::ZERO,
                        bytes: bytes[taken..].to_vec(),
                    });
                }
                return Ok(taken);
            }
            Some(Piece { late, bytes }) => encoder.put_back(Piece {
                late: late.saturating_sub(timeout),
                bytes,
            }),
            None => {}
        }
        encoder.pass(timeout);
        Err(io::ErrorKind::TimedOut.into())
    }
}

impl Write for Duplex {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.encoder().write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::fault::{Damage, Direction, LineFault};
    use super::*;

    const VERSION: [u8; 9] = [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00];
    const ANSWER: [u8; 19] = [
        0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0x00, 0x00, 0xFF, 0x06, 0xFA, 0xD5, 0x03, 0x32, 0x01,
        0x06, 0x07, 0xE8, 0x00,
    ];

    fn duplex() -> Duplex {
        let mut duplex = Duplex::new(Encoder::new(Box::new(|bytes| bytes.fill(1))));
        duplex.write_all(&[0x55, 0x55, 0, 0, 0]).unwrap();
        duplex
    }

    #[test]
    fn no_program_that_is_started_inherits_a_pseudo_terminal() {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::open(&folder.path().join("encoder")).unwrap();
        let held = std::process::Command::new("ls")
            .args(["-l", "/proc/self/fd"])
            .output()
            .unwrap();
        let held = String::from_utf8(held.stdout).unwrap();
        let port = std::fs::canonicalize(&terminal.link).unwrap();
        for end in [port.to_str().unwrap(), "ptmx"] {
            assert!(!held.contains(end), "{held}");
        }
    }

    #[test]
    fn a_line_in_memory_answers_and_times_out_without_waiting() {
        let mut duplex = duplex();
        duplex.set_timeout(Duration::from_hours(1));
        duplex.write_all(&VERSION).unwrap();
        let mut answer = [0; 19];
        duplex.read_exact(&mut answer).unwrap();
        assert_eq!(answer, ANSWER);
        let before = duplex.encoder().stats().microseconds;
        assert_eq!(
            duplex.read(&mut answer).unwrap_err().kind(),
            io::ErrorKind::TimedOut
        );
        assert_eq!(
            duplex.encoder().stats().microseconds - before,
            3_600_000_000
        );
    }

    #[test]
    fn a_late_byte_comes_after_as_many_time_outs_as_it_is_late() {
        let mut duplex = duplex();
        duplex.set_timeout(Duration::from_millis(100));
        let damage = Damage::Delay(250_000);
        duplex.encoder().arm_line(LineFault {
            direction: Direction::ToHost,
            position: 6,
            damage,
        });
        duplex.write_all(&VERSION).unwrap();
        let mut answer = [0; 19];
        assert_eq!(duplex.read(&mut answer).unwrap(), 6);
        assert!(duplex.read(&mut answer).is_err());
        assert!(duplex.read(&mut answer).is_err());
        assert_eq!(duplex.read(&mut answer).unwrap(), 13);
    }

    #[test]
    fn a_terminal_carries_every_byte_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::open(&folder.path().join("encoder")).unwrap();
        let mut host = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(folder.path().join("encoder"))
            .unwrap();
        let all: Vec<u8> = (0..=255).collect();
        host.write_all(&all).unwrap();
        let mut heard = Vec::new();
        while heard.len() < all.len() {
            heard.extend(terminal.receive().unwrap());
        }
        assert_eq!(heard, all);
        assert_eq!(terminal.send(&all).unwrap(), 256);
        let mut back = vec![0; 256];
        host.read_exact(&mut back).unwrap();
        assert_eq!(back, all);
        drop(terminal);
        assert!(!folder.path().join("encoder").exists());
    }
}
