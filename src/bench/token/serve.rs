//! A token on a socket: one client at a time, as a card in a reader. Each way a 4-byte big-endian length,
//! then the APDU. To connect is to plug the token in, to leave is to pull it out.

use super::Token;
use std::{
    fs,
    io::{self, Read, Write},
    os::unix::{
        fs::PermissionsExt,
        net::{UnixListener, UnixStream},
    },
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
    time::Duration,
};

/// How often the stop flag is looked at.
const GLANCE: Duration = Duration::from_millis(20);
const MOST_BYTES: usize = 65_544;

/// Pulls the token out by itself after so many commands.
#[derive(Debug)]
pub struct Fuse {
    /// Commands that are still answered; below zero = not lit.
    left: AtomicI64,
    /// Whether the command that finds none left is still carried out, its answer lost.
    executes: AtomicBool,
}

impl Default for Fuse {
    fn default() -> Self {
        Self {
            left: AtomicI64::new(-1),
            executes: AtomicBool::new(false),
        }
    }
}

impl Fuse {
    /// Answers `commands` more, then no more; `executes` the one after without telling.
    pub fn light(&self, commands: u32, executes: bool) {
        self.executes.store(executes, Ordering::Relaxed);
        self.left.store(commands.into(), Ordering::Relaxed);
    }

    /// Counts one command; true when the token is out before its answer.
    fn blows(&self) -> bool {
        let count = |left: i64| (left > 0).then(|| left - 1);
        let counted = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, count);
        counted == Err(0)
    }
}

/// Answers on `socket` until `stop` is set. A socket file left behind by a dead bench is replaced. The mutex
/// lets others look at the token between commands.
pub fn serve(
    socket: &Path,
    token: &Mutex<Token>,
    stop: &AtomicBool,
    fuse: &Fuse,
) -> io::Result<()> {
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(socket)?;
    fs::set_permissions(socket, fs::Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    while !stop.load(Ordering::Relaxed) {
        match listener.accept() {
            Ok((stream, _)) => {
                if attend(stream, token, stop, fuse) {
                    break;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(GLANCE),
            Err(error) => return Err(error),
        }
    }
    fs::remove_file(socket)
}

/// One client, until it leaves, breaks the protocol, or the bench stops. Its errors end only its visit. True when
/// the token was pulled out.
fn attend(mut stream: UnixStream, token: &Mutex<Token>, stop: &AtomicBool, fuse: &Fuse) -> bool {
    lock(token).reset();
    let blocking = stream.set_nonblocking(false);
    let glancing = stream.set_read_timeout(Some(GLANCE));
    if blocking.and(glancing).is_err() {
        return false;
    }
    let mut pulled = false;
    while let Ok(Some(command)) = receive(&mut stream, stop) {
        if fuse.blows() {
            if fuse.executes.load(Ordering::Relaxed) {
                let _lost = lock(token).apdu(&command);
            }
            pulled = true;
            break;
        }
        let answer = lock(token).apdu(&command);
        if send(&mut stream, &answer).is_err() {
            break;
        }
    }
    lock(token).reset();
    pulled
}

/// A panic elsewhere does not take the token away.
fn lock(token: &Mutex<Token>) -> std::sync::MutexGuard<'_, Token> {
    token.lock().unwrap_or_else(PoisonError::into_inner)
}

fn receive(stream: &mut UnixStream, stop: &AtomicBool) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    if !fill(stream, &mut length, stop)? {
        return Ok(None);
    }
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MOST_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut command = vec![0; length];
    Ok(fill(stream, &mut command, stop)?.then_some(command))
}

/// Fills the buffer; false when the client left or the bench stops.
fn fill(stream: &mut UnixStream, buffer: &mut [u8], stop: &AtomicBool) -> io::Result<bool> {
    let mut filled = 0;
    while filled < buffer.len() {
        if stop.load(Ordering::Relaxed) {
            return Ok(false);
        }
        match stream.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(false),
            Ok(count) => filled += count,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock
                        | io::ErrorKind::TimedOut
                        | io::ErrorKind::Interrupted
                ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn send(stream: &mut UnixStream, answer: &[u8]) -> io::Result<()> {
    let length = u32::try_from(answer.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    stream.write_all(&[&length.to_be_bytes()[..], answer].concat())
}
