//! A running bench: an encoder and a contact slot on pseudo-terminals, any number of named media, and a control
//! socket, served by one thread until it is told to stop; its doors; and a token on a thread of its own. The folder:
//! `encoder`, `contact`, `control.sock`, `token.sock`, `state/`.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FlockOperation, flock};
use serde_json::Value;

use super::Error;
use super::card::{Fob, Medium};
use super::contact::Port;
use super::control;
use super::door::Doors;
use super::encoder::Encoder;
use super::fault::Piece;
use super::line::Terminal;
use super::shelf::Shelf;
use super::slot::{self, Slot};
use crate::secrets::{self, random::Random};

/// A verb that the owner of a bench adds to its control socket.
pub type Verb = Box<dyn FnMut(&mut Bench, &Value) -> Result<Value, Error> + Send>;

/// The name of the encoder's line in the folder of a bench.
const ENCODER: &str = "encoder";
/// The longest wait before the stop flag is looked at.
const PATIENCE: Duration = Duration::from_millis(50);
/// Longest request line.
const LONGEST_LINE: usize = 1 << 20;

/// A bench in a folder.
pub struct Bench {
    folder: PathBuf,
    encoder: Encoder,
    shelf: Shelf,
    doors: Doors,
    slot: Slot,
    contact: Port,
    random: SharedRandom,
    in_field: Option<String>,
    /// None while the encoder is unplugged.
    terminal: Option<Terminal>,
    /// At which count of exchanges it is pulled out.
    unplugs_at: Option<u64>,
    listener: UnixListener,
    clients: Vec<Client>,
    verbs: HashMap<String, Verb>,
    /// When the piece at the head of the queue may go out.
    due: Option<Instant>,
    /// Held for as long as the bench lives.
    lock: File,
}

/// The bench's one source of random numbers; clones draw from the same.
#[derive(Clone)]
pub struct SharedRandom(Arc<Mutex<super::pn532::Random>>);

impl SharedRandom {
    /// Draws from `random`.
    pub fn new(random: super::pn532::Random) -> Self {
        Self(Arc::new(Mutex::new(random)))
    }

    /// The next bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(bytes);
    }
}

impl Random for SharedRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), secrets::Error> {
        Self::fill(self, bytes);
        Ok(())
    }
}

struct Client {
    stream: UnixStream,
    line: Vec<u8>,
    answers: Vec<u8>,
    gone: bool,
}

/// Runs a bench in `folder` until `stop` is set.
pub fn run(folder: &Path, stop: &AtomicBool) -> Result<(), Error> {
    Bench::open(folder)?.serve(stop)
}

impl Bench {
    /// Opens a bench: from here on its line and its socket exist. One bench at a time uses a folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::with_random(
            folder,
            Box::new(|bytes| {
                let _ = getrandom::fill(bytes);
            }),
        )
    }

    /// Opens a bench whose media draw their random numbers from `random`.
    pub fn with_random(folder: &Path, random: super::pn532::Random) -> Result<Self, Error> {
        std::fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("lock"))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|_| Error::FolderInUse)?;
        let state = folder.join("state");
        let shelf = Shelf::open(&state)?;
        let doors = Doors::open(&state.join("doors"))?;
        let random = SharedRandom::new(random);
        let for_encoder = random.clone();
        let socket = folder.join(control::SOCKET);
        match std::fs::remove_file(&socket) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let terminal = Terminal::open(&folder.join(ENCODER))?;
        let listener = UnixListener::bind(&socket)?;
        // Seal keys, PINs and PUKs go over it.
        std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o600))?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            encoder: Encoder::new(Box::new(move |bytes| for_encoder.fill(bytes))),
            shelf,
            doors,
            slot: Slot::open(&state.join("tokens"), &folder.join(slot::SOCKET))?,
            contact: Port::open(folder)?,
            random,
            in_field: None,
            terminal: Some(terminal),
            unplugs_at: None,
            listener,
            clients: Vec::new(),
            verbs: HashMap::new(),
            due: None,
            lock,
        })
    }

    /// The folder of the bench.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a verb to the control socket; it goes before the built-in ones.
    pub fn add_verb(&mut self, name: &str, verb: Verb) {
        drop(self.verbs.insert(name.to_owned(), verb));
    }

    /// The encoder.
    pub fn encoder(&mut self) -> &mut Encoder {
        &mut self.encoder
    }

    /// The doors.
    pub fn doors(&self) -> &Doors {
        &self.doors
    }

    /// The USB port.
    pub fn slot(&mut self) -> &mut Slot {
        &mut self.slot
    }

    /// The contact slot.
    pub fn contact(&mut self) -> &mut Port {
        &mut self.contact
    }

    /// The source of random numbers.
    pub fn random(&self) -> SharedRandom {
        self.random.clone()
    }

    /// Adds a medium to the shelf.
    pub fn add(&mut self, name: &str, medium: Medium) -> Result<(), Error> {
        self.shelf.add(name, medium)
    }

    /// The names of all media.
    pub fn names(&self) -> Vec<String> {
        self.shelf.names().map(str::to_owned).collect()
    }

    /// The medium in the field of the encoder.
    pub fn in_field(&mut self) -> Option<&str> {
        self.settle();
        self.in_field.as_deref()
    }

    /// Lays a medium into the field; the one that lay there goes back to the shelf.
    pub fn lay(&mut self, name: &str) -> Result<(), Error> {
        self.settle();
        if self.in_field.as_deref() == Some(name) {
            return Ok(());
        }
        let fob = self.shelf.take(name)?;
        drop(self.lift());
        drop(self.encoder.lay(fob));
        self.in_field = Some(name.to_owned());
        Ok(())
    }

    /// Takes the medium out of the field; tells its name.
    pub fn lift(&mut self) -> Option<String> {
        self.settle();
        let name = self.in_field.take()?;
        if let Some(fob) = self.encoder.lift() {
            self.shelf.give_back(&name, fob);
        }
        Some(name)
    }

    /// Pulls the encoder out of its port: its line is gone, and so is the power. What lies on it stays there.
    pub fn unplug_encoder(&mut self) {
        if self.terminal.take().is_some() {
            self.due = None;
            self.unplugs_at = None;
            self.settle();
            self.encoder.power_cycle();
        }
    }

    /// As [`Self::unplug_encoder`], once so many more exchanges have been made; 0 is at once.
    pub fn unplug_encoder_after(&mut self, exchanges: u64) {
        if exchanges == 0 {
            return self.unplug_encoder();
        }
        let made = self.encoder.stats().exchanges;
        self.unplugs_at = Some(made + exchanges);
    }

    /// Plugs the encoder in again, under the name that it had.
    pub fn plug_encoder(&mut self) -> Result<(), Error> {
        if self.terminal.is_none() {
            self.terminal = Some(Terminal::open(&self.folder.join(ENCODER))?);
        }
        Ok(())
    }

    /// Whether the encoder is plugged in.
    pub fn has_encoder(&self) -> bool {
        self.terminal.is_some()
    }

    /// Does something with a medium wherever it lies, in the field or on the shelf.
    pub fn with_fob<T>(
        &mut self,
        name: &str,
        what: impl FnOnce(&mut Fob) -> T,
    ) -> Result<T, Error> {
        self.settle();
        if let Some(fob) = self.shelf.get(name)? {
            return Ok(what(fob));
        }
        match self.encoder.fob() {
            Some(fob) => Ok(what(fob)),
            None => Err(Error::InUse {
                name: name.to_owned(),
            }),
        }
    }

    /// The lasting memory of a medium.
    pub fn medium(&mut self, name: &str) -> Result<Medium, Error> {
        self.with_fob(name, |fob| fob.medium())
    }

    /// A number for a new medium: a maker's byte and six random ones.
    pub fn new_uid(&mut self) -> [u8; 7] {
        let mut uid = [0; 7];
        let _ = getrandom::fill(&mut uid);
        uid[0] = 0x04;
        uid
    }

    pub(super) fn added_verb(
        &mut self,
        name: &str,
        request: &Value,
    ) -> Option<Result<Value, Error>> {
        let mut verb = self.verbs.remove(name)?;
        let answer = verb(self, request);
        drop(self.verbs.insert(name.to_owned(), verb));
        Some(answer)
    }

    /// Serves line and socket until `stop` is set.
    pub fn serve(&mut self, stop: &AtomicBool) -> Result<(), Error> {
        while !stop.load(Ordering::Relaxed) {
            self.wait()?;
            if let Some(terminal) = &self.terminal {
                let bytes = terminal.receive()?;
                if !bytes.is_empty() {
                    self.encoder.write(&bytes);
                }
            }
            let made = self.encoder.stats().exchanges;
            if self.unplugs_at.is_some_and(|count| made >= count) {
                self.unplug_encoder();
            }
            self.settle();
            self.contact.serve()?;
            self.accept();
            self.serve_clients();
            self.send()?;
        }
        Ok(())
    }

    /// A medium that was pulled by a fault goes back to the shelf.
    fn settle(&mut self) {
        if let Some(fob) = self.encoder.take_pulled()
            && let Some(name) = self.in_field.take()
        {
            self.shelf.give_back(&name, fob);
        }
    }

    fn wait(&self) -> Result<(), Error> {
        let now = Instant::now();
        let until = self.due.map(|due| due.saturating_duration_since(now));
        let soonest = [until, self.contact.until(now)].into_iter().flatten();
        let until = soonest.fold(PATIENCE, Duration::min);
        let contact = self.contact.fd();
        let mut waits = vec![
            PollFd::new(&self.listener, PollFlags::IN),
            PollFd::new(&contact, PollFlags::IN),
        ];
        if let Some(terminal) = &self.terminal {
            waits.push(PollFd::new(terminal, PollFlags::IN));
        }
        for client in &self.clients {
            let writing = if client.answers.is_empty() {
                PollFlags::empty()
            } else {
                PollFlags::OUT
            };
            waits.push(PollFd::new(&client.stream, PollFlags::IN | writing));
        }
        let timeout = Timespec::try_from(until).unwrap_or_default();
        match poll(&mut waits, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(io::Error::from(error).into()),
        }
    }

    fn send(&mut self) -> Result<(), Error> {
        let Some(terminal) = &self.terminal else {
            return Ok(());
        };
        while let Some(Piece { late, bytes }) = self.encoder.read() {
            let now = Instant::now();
            let due = *self.due.get_or_insert(now + late);
            if due > now {
                self.encoder.put_back(Piece { late, bytes });
                return Ok(());
            }
            let sent = terminal.send(&bytes)?;
            self.due = None;
            if sent < bytes.len() {
                self.encoder.put_back(Piece {
                    late: Duration::ZERO,
                    bytes: bytes[sent..].to_vec(),
                });
                self.due = Some(now + Duration::from_millis(5));
                return Ok(());
            }
        }
        self.due = None;
        Ok(())
    }

    fn accept(&mut self) {
        while let Ok((stream, _)) = self.listener.accept() {
            if stream.set_nonblocking(true).is_ok() {
                self.clients.push(Client {
                    stream,
                    line: Vec::new(),
                    answers: Vec::new(),
                    gone: false,
                });
            }
        }
    }

    fn serve_clients(&mut self) {
        let mut clients = std::mem::take(&mut self.clients);
        for client in &mut clients {
            client.receive();
            while let Some(end) = client.line.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = client.line.drain(..=end).collect();
                let answer = control::answer(self, &line);
                client.answers.extend(answer);
            }
            client.send();
        }
        clients.retain(|client| !client.gone || !client.answers.is_empty());
        self.clients.append(&mut clients);
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // A process that is just being started has the file too, and would keep the lock.
        let _closing_lets_go_too = flock(&self.lock, FlockOperation::Unlock);
        drop(std::fs::remove_file(self.folder.join(control::SOCKET)));
    }
}

impl Client {
    fn receive(&mut self) {
        let mut buffer = [0; 4096];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => self.gone = true,
                Ok(length) if self.line.len() < LONGEST_LINE => {
                    self.line.extend_from_slice(&buffer[..length]);
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(_) | Err(_) => self.drop_now(),
            }
            return;
        }
    }

    fn send(&mut self) {
        while !self.answers.is_empty() {
            match self.stream.write(&self.answers) {
                Ok(sent) if sent > 0 => drop(self.answers.drain(..sent)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => self.drop_now(),
            }
        }
    }

    fn drop_now(&mut self) {
        self.gone = true;
        self.answers.clear();
    }
}
