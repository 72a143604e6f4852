//! What the stories of the doors need: a station made of secrets and the driver, and a bench on a thread of its own.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::bench::card::{Fob, Medium};
use keywright::bench::line::Duplex;
use keywright::bench::{Bench, Encoder as BenchEncoder, control};
use keywright::device;
use keywright::device::encoder::{
    Encoder, Expected, Fence, FileSizes, FobEncoder, FobKeys, Format, KeyRole, ProgramJob,
};
use keywright::device::line::Line;
use keywright::device::lock_service::{BenchDoors, LockService};
use keywright::device::pn532::Timing;
use keywright::medium::layout::KEYS_RECKONED;
use keywright::medium::{
    self, Blocklist, Configuration, Decision, Event, Header, Image, Layout, LockKeys, Seal,
    SignedConfiguration, TrustedKey,
};
use keywright::model::{
    BlockingGroupNumber, Generation, KeyNumber, LockGroupNumber, LockId, LockNumber, Revision,
    SystemId,
};
use keywright::secrets::master::{self, BaseKeys, MasterSecrets};
use keywright::secrets::random::SeededRandom;
use keywright::time::{UtcMillis, Zone};
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// A Saturday.
pub const SATURDAY: &str = "2026-11-21T10:00:00+02:00";
pub const FRIDAY: &str = "2026-11-20T10:00:00+02:00";
pub const SYSTEM: SystemId = SystemId(*b"doors at");
pub const OTHER_SYSTEM: SystemId = SystemId(*b"elsewhre");
pub const GROUP: BlockingGroupNumber = BlockingGroupNumber(3);

pub fn seconds(text: &str) -> u32 {
    text.parse::<UtcMillis>().unwrap().seconds()
}

pub fn minutes(text: &str) -> u32 {
    seconds(text) / 60
}

pub fn generation(number: u8) -> Generation {
    Generation::new(number).unwrap()
}

/// What stands for the station: the secrets of one generation of one system.
pub struct Station(pub MasterSecrets);

impl Station {
    pub fn new(system: SystemId, generation: u8) -> Self {
        let seed = [&system.0[..], &[generation]].concat();
        let created = u64::from(seconds(FRIDAY));
        let mut random = SeededRandom::new(&seed);
        Self(MasterSecrets::generate(system, generation, created, &mut random).unwrap())
    }

    pub fn generation(&self) -> Generation {
        generation(self.0.generation())
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let key = self.0.signing_key().to_bytes();
        let key = p256::ecdsa::SigningKey::from_slice(&*key).unwrap();
        let signature: p256::ecdsa::Signature = key.sign(message);
        signature.to_bytes().into()
    }

    pub fn trusted(&self) -> TrustedKey {
        let key = self.0.signing_key().public_key().compressed();
        TrustedKey {
            generation: self.generation(),
            key: medium::PublicKey::from_sec1(&key).unwrap(),
        }
    }

    pub fn lock_keys(&self) -> LockKeys {
        let keys = self.0.base_keys().unwrap();
        let key = |role| Zeroizing::new(*keys.base(role).expose());
        LockKeys {
            generation: self.generation(),
            read: key(master::KeyRole::LockRead),
            carry: key(master::KeyRole::LockCarry),
        }
    }

    pub fn header(&self, key: u32) -> Header {
        Header {
            system: self.0.system(),
            uid: uid(key),
            generation: self.generation(),
            signer: self.generation(),
            key: KeyNumber(key),
            home_group: Some(GROUP),
            revision: Revision(1),
            issued: seconds(FRIDAY),
        }
    }

    pub fn image(&self, header: &Header, table: &AccessTable) -> Image {
        Image::build(header, table, &|message| self.sign(message)).unwrap()
    }

    pub fn blocklist(&self, group: BlockingGroupNumber, version: u32, keys: &[u32]) -> Blocklist {
        let keys = keys.iter().copied().map(KeyNumber);
        let system = self.0.system();
        Blocklist::build(
            system,
            self.generation(),
            group,
            version,
            1,
            keys,
            &|message| self.sign(message),
        )
        .unwrap()
    }

    /// A configuration of a lock, revision 1.
    pub fn configuration(&self, lock: u32) -> Configuration {
        let helsinki: Zone = "Europe/Helsinki".parse().unwrap();
        let (from, until) = ("2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z");
        Configuration {
            system: self.0.system(),
            lock: LockNumber(lock),
            id: LockId::from_bytes([u8::try_from(lock % 251).unwrap(); 16]),
            signer: self.generation(),
            revision: Revision(1),
            issued: seconds(FRIDAY),
            blocking_group: GROUP,
            blocklist_version: 5,
            clock: true,
            groups: [LockGroupNumber(40)].into(),
            trusted: vec![self.trusted()],
            transitions: helsinki.transitions(from.parse().unwrap(), until.parse().unwrap()),
        }
    }

    pub fn signed(&self, configuration: &Configuration, keys: &[LockKeys]) -> Vec<u8> {
        let seal = Seal {
            key: &seal_key(configuration.lock.0),
            nonce: [u8::try_from(configuration.revision.0).unwrap(); 12],
        };
        let signed =
            SignedConfiguration::build(configuration, keys, &seal, &|message| self.sign(message));
        signed.unwrap().as_bytes().to_vec()
    }
}

pub fn seal_key(lock: u32) -> [u8; 32] {
    let mut key = [0x5E; 32];
    key[..4].copy_from_slice(&lock.to_be_bytes());
    key
}

pub fn uid(key: u32) -> [u8; 7] {
    let [a, b, c, d] = key.to_be_bytes();
    [0x04, 0x11, a, b, c, d, 0x80]
}

struct Keys(BTreeMap<u8, BaseKeys>);

impl FobKeys for Keys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, device::Error> {
        let role = match role {
            KeyRole::CardMaster => master::KeyRole::CardMaster,
            KeyRole::AppMaster => master::KeyRole::AppMaster,
            KeyRole::StationWrite => master::KeyRole::StationWrite,
            KeyRole::LockRead => master::KeyRole::LockRead,
            KeyRole::LockCarry => master::KeyRole::LockCarry,
        };
        let keys = self.0.get(&generation);
        let keys = keys.ok_or(device::Error::NoKey { generation })?;
        Ok(keys.fob_key(role, uid))
    }
}

/// The published form as the driver must know it.
const FORMAT: Format = Format {
    fence_offset: 0,
    fence_length: 40,
    fence: |bytes| {
        let fence = medium::Fence::read(bytes).ok()??;
        let number = |at: usize| u32::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
        let (levels, head, leaves) = (bytes[1], number(2), number(27));
        let pages = if levels == 2 {
            leaves.div_ceil(6) * 90
        } else {
            0
        };
        let body = if leaves == 0 {
            head
        } else {
            u32::from(bytes[29]) * 32
        };
        Some(Fence {
            generation: fence.generation.get(),
            revision: fence.revision.0,
            length: body + pages + leaves * 60,
        })
    },
    first_read: 172,
    blocklist_head: 16,
    blocklist_length: |bytes| {
        let front = medium::blocklist::Front::parse(bytes).ok()?;
        Some(front.length.into())
    },
    blocklist_newer: |_, _| false,
};

struct BenchLine(Duplex);

impl Line for BenchLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), device::Error> {
        self.0.encoder().write(bytes);
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, device::Error> {
        self.0
            .set_timeout(deadline.saturating_duration_since(Instant::now()));
        match self.0.read(buffer) {
            Err(error) if error.kind() == ErrorKind::TimedOut => Ok(0),
            other => Ok(other.unwrap()),
        }
    }

    fn set_baud(&mut self, _: u32) -> Result<(), device::Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), device::Error> {
        self.0.discard_input();
        Ok(())
    }
}

fn scatter(bytes: &mut [u8]) {
    getrandom::fill(bytes).unwrap();
}

/// A fob that the station's driver programmed with its keys and any image whatever.
pub fn programmed(
    station: &Station,
    uid: [u8; 7],
    image: &Image,
    list: Option<&Blocklist>,
) -> Medium {
    let bench = Duplex::new(BenchEncoder::new(Box::new(scatter)));
    drop(
        bench
            .encoder()
            .lay(Fob::new(Medium::named("ev3-16k", uid).unwrap())),
    );
    let timing = Timing {
        field_off: Duration::ZERO,
        ..Timing::default()
    };
    let random = Box::new(|bytes: &mut [u8]| {
        scatter(bytes);
        Ok(())
    });
    let line = Box::new(BenchLine(bench.clone()));
    let mut driver = FobEncoder::open(line, timing, random).unwrap();
    let layout = Layout::plan(medium::Chip::Ev3With16K.memory(), 500, KEYS_RECKONED).unwrap();
    let generation = station.0.generation();
    let job = ProgramJob {
        uid,
        keys: Arc::new(Keys([(generation, station.0.base_keys().unwrap())].into())),
        generation,
        expected: Expected::Factory,
        previous: None,
        image: image.as_bytes().to_vec(),
        blocklist: list.map(|list| list.as_bytes().to_vec()),
        list_check: Arc::new(|_| false),
        format: FORMAT,
        sizes: FileSizes {
            image: layout.image,
            blocklist: layout.blocklist,
        },
    };
    let _report = driver
        .program(&job, &mut |_| {}, &AtomicBool::new(false))
        .unwrap();
    bench.encoder().lift().unwrap().medium()
}

/// The plain case: key `key` of `station`, with its own table.
pub fn fob(station: &Station, key: u32, entries: &[(Target, Conditions)]) -> Medium {
    carrier(station, key, entries, None)
}

pub fn carrier(
    station: &Station,
    key: u32,
    entries: &[(Target, Conditions)],
    list: Option<&Blocklist>,
) -> Medium {
    let image = station.image(&station.header(key), &table(entries));
    programmed(station, uid(key), &image, list)
}

pub fn table(entries: &[(Target, Conditions)]) -> AccessTable {
    let entries = entries.iter().cloned();
    AccessTable::new(
        entries
            .map(|(target, conditions)| Entry { target, conditions })
            .collect(),
    )
}

pub fn lock(number: u32) -> Target {
    Target::Lock(LockNumber(number))
}

/// A bench on a thread of its own.
pub struct Running {
    folder: std::path::PathBuf,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn start(folder: &Path, media: Vec<(&str, Medium)>) -> Self {
        let mut bench = Bench::open(folder).unwrap();
        for (name, medium) in media {
            bench.add(name, medium).unwrap();
        }
        drop(bench);
        let stop = Arc::new(AtomicBool::new(false));
        let (flag, place) = (Arc::clone(&stop), folder.to_path_buf());
        let thread = std::thread::spawn(move || keywright::bench::run(&place, &flag).unwrap());
        while control::request(folder, &json!({ "verb": "list" })).is_err() {
            assert!(!thread.is_finished());
            std::thread::sleep(Duration::from_millis(2));
        }
        Self {
            folder: folder.to_path_buf(),
            stop,
            thread: Some(thread),
        }
    }

    pub fn ask(&self, request: &Value) -> Value {
        control::request(&self.folder, request).unwrap()
    }

    pub fn present(&self, name: &str, lock: u32, at: &str) -> Value {
        let request = json!({ "verb": "present", "name": name, "lock": lock, "at": at });
        self.checked(name, lock, &self.ask(&request))
    }

    /// The answer, after the fob's own memory has agreed with it.
    pub fn checked(&self, name: &str, lock: u32, answer: &Value) -> Value {
        assert_eq!(
            (&answer["ok"], &answer["lock"]),
            (&json!(true), &json!(lock)),
            "{answer}"
        );
        assert!(
            answer["decision_exchanges"].as_u64().unwrap() <= 10,
            "{answer}"
        );
        assert!(
            answer["decision_bytes"].as_u64().unwrap() <= 500,
            "{answer}"
        );
        if answer["event"].is_object() {
            let record = self.files(name)[2]["records"]
                .as_array()
                .unwrap()
                .last()
                .cloned();
            let record = hex(record.unwrap().as_str().unwrap());
            let event = Event::parse(record.as_slice().try_into().unwrap()).unwrap();
            let reason = match event.decision {
                Decision::Open => Value::Null,
                other => json!(other.as_str()),
            };
            assert_eq!(answer["reason"], reason);
            assert_eq!(answer["event"]["sequence"], event.sequence);
            assert_eq!(answer["event"]["lock"], event.lock.0);
            assert_eq!(answer["event"]["list_given"], event.list_given);
            let time = event.time.map(UtcMillis::from_seconds);
            assert_eq!(answer["event"]["time"], json!(time));
        }
        answer.clone()
    }

    /// The reason, or `open`.
    pub fn reason(&self, name: &str, lock: u32, at: &str) -> String {
        let answer = self.present(name, lock, at);
        let open = answer["decision"] == "open";
        assert_eq!(open, answer["reason"].is_null());
        answer["reason"].as_str().unwrap_or("open").to_owned()
    }

    /// Our application's files as the bench sees them from inside.
    pub fn files(&self, name: &str) -> Value {
        let dump = self.ask(&json!({ "verb": "dump", "name": name }));
        assert_eq!(dump["applications"][0]["aid"], "F54B57");
        dump["applications"][0]["files"].clone()
    }

    /// The version of the list on a fob.
    pub fn carried(&self, name: &str) -> Option<u32> {
        let data = hex(self.files(name)[1]["data"].as_str().unwrap());
        Blocklist::parse(&data)
            .ok()
            .map(|list| list.front().version)
    }

    /// The version of the list in a lock.
    pub fn held(&self, lock: u32) -> Option<u32> {
        let holds = self.doors().read(LockNumber(lock)).unwrap();
        let list = holds.blocklist.map(|list| Blocklist::parse(&list).unwrap());
        list.map(|list| list.front().version)
    }

    pub fn doors(&self) -> BenchDoors {
        BenchDoors::new(&self.folder)
    }

    pub fn deploy(&self, station: &Station, configuration: &Configuration) {
        let number = configuration.lock;
        let mut doors = self.doors();
        doors.install(number, &seal_key(number.0)).unwrap();
        let bytes = station.signed(configuration, &[station.lock_keys()]);
        doors.configure(number, &bytes).unwrap();
        assert_eq!(doors.read(number).unwrap().configuration, Some(bytes));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        assert!(!self.folder.join("control.sock").exists());
        assert!(!self.folder.join("token.sock").exists());
    }
}

pub fn hex(text: &str) -> Vec<u8> {
    data_encoding::HEXUPPER.decode(text.as_bytes()).unwrap()
}
