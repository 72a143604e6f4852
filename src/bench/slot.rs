//! The USB port of a bench: simulated programming keys by name, of which one at most is plugged in and answers on
//! `token.sock`. The tokens lie in `tokens/NAME.json`; which one is plugged in stands in `tokens/inserted`, so that
//! a bench that starts again finds it where it was. Must not know what a token is asked.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use super::station::{Bench, SharedRandom};
use super::token::{self, Fuse, NewToken, Token, Uses};

/// The name of the socket in the folder of a bench.
pub const SOCKET: &str = "token.sock";
/// How long a token may take to answer on its socket.
const PATIENCE: Duration = Duration::from_secs(5);

/// All tokens of a bench, and the one that is plugged in.
pub struct Slot {
    folder: PathBuf,
    socket: PathBuf,
    inserted: Option<Inserted>,
}

struct Inserted {
    name: String,
    stop: Arc<AtomicBool>,
    fuse: Arc<Fuse>,
    uses: Arc<Uses>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Slot {
    /// The tokens kept in `folder`; the one that was plugged in answers on `socket` again.
    pub fn open(folder: &Path, socket: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder)?;
        let mut slot = Self {
            folder: folder.to_path_buf(),
            socket: socket.to_path_buf(),
            inserted: None,
        };
        remove_if_there(socket)?;
        match fs::read_to_string(slot.mark()) {
            Ok(name) if slot.file(&name).exists() => slot.plug_in(&name)?,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        Ok(slot)
    }

    /// The names of all tokens.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                names.extend(stem.map(str::to_owned));
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The token that is plugged in.
    pub fn inserted(&self) -> Option<&str> {
        self.inserted
            .as_ref()
            .filter(|inserted| !inserted.has_ended())
            .map(|inserted| inserted.name.as_str())
    }

    /// Makes a token with random keys, PIN and PUK. The first one of a bench is plugged in.
    pub fn create(&mut self, name: &str, random: &mut SharedRandom) -> Result<NewToken, Error> {
        super::shelf::check_name(name)?;
        let first = self.names()?.is_empty();
        let made = Token::create(random, name, &self.file(name)).map_err(|error| match error {
            token::Error::Exists => Error::NameTaken {
                name: name.to_owned(),
            },
            other => added(&other),
        })?;
        if first {
            self.insert(name)?;
        }
        Ok(made)
    }

    /// Makes a token as it leaves the factory, with a management key for this algorithm. The first one of a bench is
    /// plugged in.
    pub fn create_factory(
        &mut self,
        name: &str,
        algorithm: u8,
        random: &mut SharedRandom,
    ) -> Result<(), Error> {
        super::shelf::check_name(name)?;
        let first = self.names()?.is_empty();
        let made = Token::factory(random, name, &self.file(name), algorithm);
        drop(made.map_err(|error| added(&error))?);
        if first {
            self.insert(name)?;
        }
        Ok(())
    }

    /// Pulls the token by itself after so many commands; `executes` the one after them without an answer.
    pub fn light_fuse(&mut self, commands: u32, executes: bool) -> bool {
        let inserted = self.inserted.as_ref();
        let lit = inserted.map(|inserted| inserted.fuse.light(commands, executes));
        lit.is_some()
    }

    /// Key agreements and PINs of the token that is plugged in; they are counted anew.
    pub fn take_uses(&mut self) -> (u64, u64) {
        let taken = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
        self.inserted.as_ref().map_or((0, 0), |inserted| {
            (taken(&inserted.uses.agreements), taken(&inserted.uses.pins))
        })
    }

    /// A token that is not plugged in, for another place of the bench.
    pub fn take(&self, name: &str) -> Result<Token, Error> {
        super::shelf::check_name(name)?;
        let name = name.to_owned();
        if self.inserted() == Some(name.as_str()) {
            return Err(Error::InUse { name });
        }
        let file = self.file(&name);
        if !file.exists() {
            return Err(Error::TokenUnknown { name });
        }
        Token::load(&file).map_err(|error| added(&error))
    }

    /// Plugs a token in; the one that was plugged in is pulled.
    pub fn insert(&mut self, name: &str) -> Result<(), Error> {
        super::shelf::check_name(name)?;
        if self.inserted() == Some(name) {
            return Ok(());
        }
        if !self.file(name).exists() {
            return Err(Error::TokenUnknown {
                name: name.to_owned(),
            });
        }
        let _ = self.pull();
        self.plug_in(name)?;
        let fresh = self.mark().with_extension("new");
        let mut file = File::create(&fresh)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, self.mark())?;
        Ok(File::open(&self.folder)?.sync_all()?)
    }

    /// Pulls the token; tells its name.
    pub fn remove(&mut self) -> Result<Option<String>, Error> {
        remove_if_there(&self.mark())?;
        Ok(self.pull())
    }

    /// Serves a token and waits until it can be reached.
    fn plug_in(&mut self, name: &str) -> Result<(), Error> {
        let token = Token::load(&self.file(name)).map_err(|error| added(&error))?;
        let stop = Arc::new(AtomicBool::new(false));
        let fuse = Arc::new(Fuse::default());
        let (flag, socket) = (Arc::clone(&stop), self.socket.clone());
        let burning = Arc::clone(&fuse);
        let uses = token.uses();
        let token = Mutex::new(token);
        let thread = std::thread::Builder::new()
            .name("token".to_owned())
            .spawn(move || token::serve(&socket, &token, &flag, &burning))?;
        let mut inserted = Inserted {
            name: name.to_owned(),
            stop,
            fuse,
            uses,
            thread: Some(thread),
        };
        let deadline = Instant::now() + PATIENCE;
        while !self.socket.exists() {
            if inserted.has_ended() {
                return Err(inserted.end().err().map_or(Error::FolderInUse, Error::Io));
            }
            if Instant::now() > deadline {
                return Err(io::Error::from(io::ErrorKind::TimedOut).into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.inserted = Some(inserted);
        Ok(())
    }

    fn pull(&mut self) -> Option<String> {
        let mut inserted = self.inserted.take()?;
        let _ = inserted.end();
        let _ = remove_if_there(&self.socket);
        Some(std::mem::take(&mut inserted.name))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    fn mark(&self) -> PathBuf {
        self.folder.join("inserted")
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let _ = self.pull();
    }
}

impl Inserted {
    fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    fn end(&mut self) -> io::Result<()> {
        self.stop.store(true, Ordering::Relaxed);
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            _ => Ok(()),
        }
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Removed {
    /// Answers so many commands first.
    after_exchange: Option<u32>,
    /// Carries out one more, the answer of which is lost.
    #[serde(default)]
    executed: bool,
}

/// Answers `insert`, `remove` and `new` for tokens.
pub(super) fn act(bench: &mut Bench, verb: &str, request: &Value) -> Option<Result<Value, Error>> {
    let name = || {
        Named::deserialize(request)
            .map(|named| named.name)
            .map_err(Error::Request)
    };
    Some(match verb {
        "insert" => name()
            .and_then(|name| insert(bench, &name))
            .map(|()| Value::Null),
        "remove" => remove(bench, request),
        "new" if request["kind"] == "token" => name().and_then(|name| new(bench, request, &name)),
        _ => return None,
    })
}

/// One that lies in the contact slot is in use.
fn insert(bench: &mut Bench, name: &str) -> Result<(), Error> {
    if bench.contact().seated() == Some(name) {
        let name = name.to_owned();
        return Err(Error::InUse { name });
    }
    bench.slot().insert(name)
}

fn remove(bench: &mut Bench, request: &Value) -> Result<Value, Error> {
    let removed = Removed::deserialize(request).map_err(Error::Request)?;
    if let Some(commands) = removed.after_exchange {
        let lit = bench.slot().light_fuse(commands, removed.executed);
        return Ok(json!({ "lit": lit }));
    }
    bench.slot().remove().map(|name| json!({ "name": name }))
}

/// PIN and PUK are told here and never again; a token from the factory has those that everybody knows.
fn new(bench: &mut Bench, request: &Value, name: &str) -> Result<Value, Error> {
    let mut random = bench.random();
    if let Some(management) = request["factory"].as_str() {
        let unknown = || Error::ChipUnknown {
            chip: management.to_owned(),
        };
        let algorithm = token::factory_algorithm(management).ok_or_else(unknown)?;
        bench.slot().create_factory(name, algorithm, &mut random)?;
        return Ok(json!({ "name": name }));
    }
    let made = bench.slot().create(name, &mut random)?;
    Ok(json!({
        "name": name,
        "pin": made.pin.as_str(),
        "puk": made.puk.as_str(),
        "serial": made.token.serial(),
    }))
}

fn added(error: &token::Error) -> Error {
    Error::Added {
        code: error.code(),
        message: error.to_string(),
    }
}

fn remove_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn random(seed: u8) -> SharedRandom {
        let mut next = u64::from(seed);
        SharedRandom::new(Box::new(move |bytes| {
            for byte in bytes {
                next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = next.to_be_bytes()[0];
            }
        }))
    }

    fn slot(folder: &Path) -> Slot {
        Slot::open(&folder.join("tokens"), &folder.join(SOCKET)).unwrap()
    }

    #[test]
    fn the_first_token_is_plugged_in_and_stays_so() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join(SOCKET);
        let mut random = random(1);
        let mut first = slot(folder.path());
        assert!(!socket.exists());
        let made = first.create("anna", &mut random).unwrap();
        assert_eq!((made.pin.len(), made.token.serial().len()), (8, 32));
        drop(first.create("ben", &mut random).unwrap());
        assert_eq!(first.inserted(), Some("anna"));
        assert!(socket.exists());
        drop(first);
        assert!(!socket.exists());
        let mut again = slot(folder.path());
        assert_eq!((again.inserted(), socket.exists()), (Some("anna"), true));
        again.insert("ben").unwrap();
        drop(again);
        assert_eq!(slot(folder.path()).inserted(), Some("ben"));
    }

    #[test]
    fn a_pulled_token_stays_out() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join(SOCKET);
        let mut random = random(2);
        let mut first = slot(folder.path());
        drop(first.create("anna", &mut random).unwrap());
        assert_eq!(first.remove().unwrap().as_deref(), Some("anna"));
        assert_eq!(first.remove().unwrap(), None);
        assert!(!socket.exists());
        drop(first.create("ben", &mut random).unwrap());
        drop(first);
        let mut again = slot(folder.path());
        assert_eq!((again.inserted(), socket.exists()), (None, false));
        assert_eq!(again.names().unwrap(), ["anna", "ben"]);
        again.insert("anna").unwrap();
        assert!(socket.exists());
    }

    #[test]
    fn names_are_told_apart_and_stay_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut random = random(3);
        let mut slot = slot(folder.path());
        drop(slot.create("anna", &mut random).unwrap());
        let code = |result: Result<NewToken, Error>| result.err().unwrap().code();
        assert_eq!(code(slot.create("anna", &mut random)), "bench-name-taken");
        assert_eq!(
            code(slot.create("../x", &mut random)),
            "bench-name-unusable"
        );
        assert_eq!(
            slot.insert("carl").unwrap_err().code(),
            "bench-token-unknown"
        );
        assert_eq!(slot.inserted(), Some("anna"));
    }

    #[test]
    fn a_socket_left_by_a_dead_bench_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join(SOCKET);
        drop(slot(folder.path()).create("anna", &mut random(4)).unwrap());
        fs::write(&socket, b"").unwrap();
        let slot = slot(folder.path());
        assert_eq!(slot.inserted(), Some("anna"));
        assert!(std::os::unix::net::UnixStream::connect(&socket).is_ok());
    }
}
