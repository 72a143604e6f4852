//! What the tests have in common: a security key in the hand, and patience.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use keywright::bench::reader::{Level, Reader as BenchReader};
use keywright::bench::token::{NewToken, Token, factory_algorithm};
use keywright::device::ccid::card::Card;
use keywright::device::ccid::reader::{Patience, Reader};
use keywright::device::piv::PinState;
use keywright::device::programming_key::{self, Agreement, LastTry, Pin, ProgrammingKey};
use keywright::device::usb::{self, Found, UsbTransport};
use keywright::model::SystemId;
use keywright::secrets::master::MasterSecrets;
use keywright::secrets::random::OsRandom;

use crate::security_key::SecurityKey;
use crate::usbip::{self, Plugged};

/// How most security keys are.
pub const KEY: Level = Level::ExtendedApdu { most_message: 3072 };
pub const SECOND: Duration = Duration::from_secs(1);
/// Under emulation everything is slow at times.
pub const SLACK: Duration = Duration::from_secs(2);

/// A security key that can be plugged in and pulled out.
pub struct Bench {
    pub key: Arc<Mutex<SecurityKey>>,
    pub plugged: Option<Plugged>,
    pub pin: String,
    /// The number on the card itself; empty for one from the factory.
    pub card_number: String,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub fn new(level: Level) -> Self {
        Self::numbered(level, Some("LAB0001"))
    }

    pub fn numbered(level: Level, serial: Option<&str>) -> Self {
        let mut bench = Self::in_hand(level, serial);
        bench.plug_in();
        bench
    }

    /// One that is not plugged in yet.
    pub fn in_hand(level: Level, serial: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let NewToken { token, pin, .. } =
            Token::create(&mut OsRandom, "Lab", &folder.path().join("token.json")).unwrap();
        let card_number = token.serial();
        Self::with(token, level, serial, (pin.to_string(), card_number, folder))
    }

    /// One as it leaves the factory, not plugged in yet.
    pub fn from_the_factory(serial: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token.json");
        let cipher = factory_algorithm("aes192").unwrap();
        let token = Token::factory(&mut OsRandom, "empty", &file, cipher).unwrap();
        Self::with(token, KEY, serial, (String::new(), String::new(), folder))
    }

    fn with(
        token: Token,
        level: Level,
        serial: Option<&str>,
        (pin, card_number, folder): (String, String, tempfile::TempDir),
    ) -> Self {
        let reader = BenchReader::new(token, level);
        Self::of_reader(reader, serial, (pin, card_number, folder))
    }

    /// One with this reader, not plugged in yet; PIN and number are those of a card of it.
    pub fn of_reader(
        reader: BenchReader,
        serial: Option<&str>,
        (pin, card_number, folder): (String, String, tempfile::TempDir),
    ) -> Self {
        let key = SecurityKey::new(reader, serial);
        Self {
            key: Arc::new(Mutex::new(key)),
            plugged: None,
            pin,
            card_number,
            _folder: folder,
        }
    }

    pub fn plug_in(&mut self) {
        self.with_key(SecurityKey::restart);
        self.plugged = Some(usbip::plug_in(Arc::clone(&self.key)));
    }

    /// Pulls it out, where that has not happened by itself, and waits until it is gone for everybody.
    pub fn pull_out(&mut self) {
        drop(self.plugged.take());
        let serial = self.with_key(|key| key.serial.clone());
        wait_for(|| {
            let there = |found: &Found| ours(found) && found.serial == serial;
            (!usb::list().unwrap().iter().any(there)).then_some(())
        });
    }

    pub fn found(&self) -> Found {
        let serial = self.with_key(|key| key.serial.clone());
        wait_for(|| {
            usb::list()
                .unwrap()
                .into_iter()
                .find(|found| ours(found) && found.serial == serial)
        })
    }

    pub fn transport(&self) -> UsbTransport {
        usb::open_transport(&self.found()).unwrap().0
    }

    pub fn reader(&self, answer: Duration) -> Reader<UsbTransport> {
        let (transport, descriptor) = usb::open_transport(&self.found()).unwrap();
        let command = Duration::from_secs(20);
        Reader::new(transport, descriptor, Patience { answer, command })
    }

    pub fn card(&self) -> Card<UsbTransport> {
        Card::open(self.reader(2 * SECOND)).unwrap()
    }

    pub fn with_key<R>(&self, act: impl FnOnce(&mut SecurityKey) -> R) -> R {
        act(&mut self.key.lock().unwrap())
    }
}

pub fn ours(found: &Found) -> bool {
    (found.vendor, found.product) == (0x1209, 0x0001)
}

pub fn wait_for<T>(look: impl FnMut() -> Option<T>) -> T {
    wait_within(10 * SECOND, look).0
}

/// What was waited for, and how long that took.
pub fn wait_within<T>(most: Duration, mut look: impl FnMut() -> Option<T>) -> (T, Duration) {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return (found, begun.elapsed());
        }
        assert!(begun.elapsed() < most, "did not happen in {most:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

pub fn none_left() {
    wait_for(|| (!usb::list().unwrap().iter().any(ours)).then_some(()));
}

/// PIN counted, PIN given, and secrets that were sealed for the key opened with it.
pub fn use_key(key: &mut dyn ProgrammingKey, pin: &str) {
    let system = SystemId([7; 8]);
    let sealed = MasterSecrets::generate(system, 1, 1_795_000_000, &mut OsRandom).unwrap();
    let recipient = key.certificate().clone();
    let envelope = sealed
        .seal(std::slice::from_ref(&recipient), &mut OsRandom)
        .unwrap();
    let open = |key: &mut dyn ProgrammingKey| {
        MasterSecrets::open(&envelope, &system, &recipient, &mut Agreement(key))
    };
    assert!(open(key).is_err(), "opened without its PIN");
    let wrong = Pin::new("00000000").unwrap();
    assert!(matches!(
        key.verify_pin(&wrong, LastTry::Keep),
        Err(programming_key::Error::WrongPin { left: 2 })
    ));
    key.verify_pin(&Pin::new(pin).unwrap(), LastTry::Keep)
        .unwrap();
    let opened = open(key).unwrap();
    assert_eq!(
        opened.secrets.signing_key().public_key().compressed(),
        sealed.signing_key().public_key().compressed()
    );
    key.forget_pin().unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
}

/// Whether everything is to be done in every way, and not in one.
pub fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
}

/// What `doctor` says of this programming key, and how it ended.
pub fn doctor(token: &str) -> (Option<i32>, String) {
    let output = Command::new("/bin/keywright")
        .args(["--json", "--messages", "en", "doctor"])
        .env("KEYWRIGHT_TOKEN", token)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), said)
}

/// Runs a program with these words as a user without rights, in this group; its exit code and what it said.
pub fn run_as(group: u32, program: &Path, words: &[&str]) -> (Option<i32>, String) {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(program);
    let command = command
        .args(words)
        .uid(65_534)
        .gid(group)
        .current_dir("/tmp");
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.code(), text)
}
