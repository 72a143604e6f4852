//! What a lock keeps without power, and how it comes by it. As everything of a bench it lies unprotected in a file,
//! its keys included.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use data_encoding::{Encoding, HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bench::Error;
use crate::lock;
use crate::medium::lockset::NUMBER_LIMIT;
use crate::medium::{Blocklist, Decision, Event, LockKeys, SignedConfiguration};
use crate::model::LockNumber;

const HEX: Encoding = HEXLOWER;

/// A lock on the wall or in the box.
pub struct Door {
    file: PathBuf,
    number: LockNumber,
    seal_key: Option<Zeroizing<[u8; 32]>>,
    deployed: Option<Deployed>,
    blocklist: Option<Blocklist>,
    sequence: u16,
    events: u64,
    unsure: bool,
}

/// A configuration that was taken over, and its opened base keys.
#[derive(Clone)]
pub(super) struct Deployed {
    pub(super) signed: SignedConfiguration,
    pub(super) keys: Vec<LockKeys>,
}

impl Door {
    /// The door kept in `file`, or one as it left the factory.
    pub(super) fn load(file: &Path, number: LockNumber) -> Result<Self, Error> {
        let factory = Self {
            file: file.to_path_buf(),
            number,
            seal_key: None,
            deployed: None,
            blocklist: None,
            sequence: 0,
            events: 0,
            unsure: true,
        };
        let text = match fs::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(factory),
            other => Zeroizing::new(other?),
        };
        serde_json::from_slice(&text)
            .and_then(|kept: Kept| kept.into_door(factory).ok_or_else(unreadable))
            .map_err(|source| Error::MemoryUnreadable {
                name: format!("lock {number}"),
                source,
            })
    }

    /// Its number.
    pub fn number(&self) -> LockNumber {
        self.number
    }

    /// Whether it has its seal key.
    pub fn is_installed(&self) -> bool {
        self.seal_key.is_some()
    }

    /// The configuration it obeys.
    pub fn configuration(&self) -> Option<&SignedConfiguration> {
        self.deployed.as_ref().map(|deployed| &deployed.signed)
    }

    pub(super) fn deployed(&self) -> Option<&Deployed> {
        self.deployed.as_ref()
    }

    /// The verified blocklist it holds.
    pub fn blocklist(&self) -> Option<&Blocklist> {
        self.blocklist.as_ref()
    }

    /// How many events it has counted since it was installed.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// `none` for a lock that keeps no time, else `sure` or `unsure`.
    pub fn clock(&self) -> &'static str {
        let keeps_time = self
            .configuration()
            .is_none_or(|signed| signed.configuration().clock);
        match (keeps_time, self.unsure) {
            (false, _) => "none",
            (true, true) => "unsure",
            (true, false) => "sure",
        }
    }

    /// Whether it knows the time.
    pub(super) fn tells_time(&self) -> bool {
        self.clock() == "sure"
    }

    /// Gives a lock in the factory's state its seal key. The same key again changes nothing.
    pub fn install(&mut self, key: Zeroizing<[u8; 32]>) -> Result<(), Error> {
        if self.number.0 >= NUMBER_LIMIT {
            return Err(Error::Added {
                code: "number-out-of-range",
                message: format!("no lock has the number {}", self.number),
            });
        }
        match &self.seal_key {
            Some(own) if *own == key => Ok(()),
            Some(_) => Err(Error::Added {
                code: "lock-installed-already",
                message: format!("lock {} has another seal key", self.number),
            }),
            None => {
                self.seal_key = Some(key);
                self.save()
            }
        }
    }

    /// Takes a configuration over, or refuses it and stays as it is. Whoever brings one sets the clock too.
    pub fn configure(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(key) = &self.seal_key else {
            return Err(Error::Added {
                code: "lock-not-installed",
                message: format!("lock {} was not installed", self.number),
            });
        };
        let deployed = self.take(bytes, key).map_err(|error| Error::Added {
            code: error.code(),
            message: error.to_string(),
        })?;
        self.deployed = Some(deployed);
        self.unsure = false;
        self.save()
    }

    fn take(&self, bytes: &[u8], seal_key: &[u8; 32]) -> Result<Deployed, lock::Error> {
        let held = self.configuration().map(SignedConfiguration::configuration);
        let signed = lock::take_configuration(held, bytes)?;
        if signed.configuration().lock != self.number {
            return Err(lock::Error::ConfigurationForeign);
        }
        // Keys that do not open were sealed for another lock.
        let keys = signed
            .open_keys(seal_key)
            .map_err(|_| lock::Error::ConfigurationForeign)?;
        Ok(Deployed { signed, keys })
    }

    /// Takes over a blocklist that was brought over the cable, or refuses it and stays as it is.
    pub fn bring_list(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let refused = |error: lock::Error| Error::Added {
            code: error.code(),
            message: error.to_string(),
        };
        let Some(signed) = self.configuration() else {
            return Err(Error::Added {
                code: "lock-not-installed",
                message: format!("lock {} was not deployed", self.number),
            });
        };
        let held = self.blocklist();
        let taken = lock::take_blocklist(signed.configuration(), held, bytes).map_err(refused)?;
        if taken.is_none() {
            return Ok(());
        }
        self.blocklist = taken;
        self.save()
    }

    /// Puts it back to the factory's state.
    pub fn reset(self) -> Result<(), Error> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(sync_folder(&self.file)?),
        }
    }

    /// Makes its clock unsure, or sure again.
    pub(super) fn set_unsure(&mut self, unsure: bool) -> Result<(), Error> {
        if self.unsure == unsure || !self.is_installed() {
            return Ok(());
        }
        self.unsure = unsure;
        self.save()
    }

    /// Takes over a verified blocklist, if there is one, and counts an event. All of it is kept when this returns.
    pub(super) fn note(
        &mut self,
        decision: Decision,
        time: Option<u32>,
        taken: Option<Blocklist>,
    ) -> Result<Event, Error> {
        let list_taken = taken.is_some();
        if taken.is_some() {
            self.blocklist = taken;
        }
        let event = Event {
            time: time.filter(|_| self.tells_time()),
            lock: self.number,
            decision,
            sequence: self.sequence,
            battery_low: false,
            list_taken,
            list_given: false,
        };
        self.sequence = self.sequence.wrapping_add(1);
        self.events += 1;
        self.save()?;
        Ok(event)
    }

    /// Durable when it returns: a new file on the disk, then renamed over the old one.
    fn save(&self) -> Result<(), Error> {
        let kept = Zeroizing::new(serde_json::to_vec(&Kept::of(self)).map_err(Error::Request)?);
        let fresh = self.file.with_extension("new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(&kept)?;
        file.sync_all()?;
        fs::rename(&fresh, &self.file)?;
        Ok(sync_folder(&self.file)?)
    }
}

/// Shows no key.
impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door")
            .field("number", &self.number)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}

fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn unreadable() -> serde_json::Error {
    serde::de::Error::custom("not what a lock keeps")
}

/// The file; bytes are hexadecimal.
#[derive(Serialize, Deserialize)]
struct Kept {
    seal_key: String,
    configuration: Option<String>,
    blocklist: Option<String>,
    sequence: u16,
    events: u64,
    clock_unsure: bool,
}

impl Kept {
    fn of(door: &Door) -> Self {
        let seal_key = door.seal_key.as_ref();
        Self {
            seal_key: seal_key.map(|key| HEX.encode(&**key)).unwrap_or_default(),
            configuration: door
                .configuration()
                .map(|signed| HEX.encode(signed.as_bytes())),
            blocklist: door.blocklist().map(|list| HEX.encode(list.as_bytes())),
            sequence: door.sequence,
            events: door.events,
            clock_unsure: door.unsure,
        }
    }

    fn into_door(self, factory: Door) -> Option<Door> {
        let seal_key =
            Zeroizing::new(<[u8; 32]>::try_from(bytes(&self.seal_key)?.as_slice()).ok()?);
        let deployed = match &self.configuration {
            Some(text) => {
                let signed = SignedConfiguration::parse(&bytes(text)?).ok()?;
                let keys = signed.open_keys(&seal_key).ok()?;
                Some(Deployed { signed, keys })
            }
            None => None,
        };
        let blocklist = match &self.blocklist {
            Some(text) => Some(Blocklist::parse(&bytes(text)?).ok()?),
            None => None,
        };
        Some(Door {
            seal_key: Some(seal_key),
            deployed,
            blocklist,
            sequence: self.sequence,
            events: self.events,
            unsure: self.clock_unsure,
            ..factory
        })
    }
}

fn bytes(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
    Some(Zeroizing::new(bytes))
}
