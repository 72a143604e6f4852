//! A small system in the guest: a programming key on USB, three locks on the bench, a role.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use keywright::device::programming_key::LastTry;
use keywright::i18n::{Language, Texts};
use keywright::model::{
    BlockingGroupId, Email, KeyId, KeyKind, LockId, LockKind, RoleId, SourceKind, UserRole,
    Validity,
};
use keywright::time::SystemClock;
use keywright::workflow::deploying::Install;
use keywright::workflow::hardware::{self, BoxedProgrammingKey, TokenName};
use keywright::workflow::people::{NewKey, NewSource, NewUser};
use keywright::workflow::places::NewLock;
use keywright::workflow::programming::{Devices, Programmed, Request};
use keywright::workflow::{Error, NewStation, Services, Station};

use crate::control;
use crate::kit::Bench;

pub const OPERATOR: &str = "lab@example.org";
pub const PASSWORD: &str = "seven green doors and a bell";

/// See the module. The key is plugged in.
pub struct Site {
    pub key: Bench,
    pub station: Station,
    /// As the station calls its key. A number, since QEMU's reader has a card too.
    pub token: TokenName,
    role: RoleId,
    shed: LockId,
    /// Numbers of the locks: the role opens the first, never the second, and the third now and then.
    pub doors: [u32; 3],
    people: u32,
    pub folder: tempfile::TempDir,
}

impl Site {
    pub fn new(key: Bench) -> Self {
        control::reset_locks();
        let folder = tempfile::tempdir().unwrap();
        let name: TokenName = "usb:LAB0001".parse().unwrap();
        let _there = key.found();
        let mut token = hardware::open_token(&name, &key.pin, LastTry::Keep).unwrap();
        let new = NewStation {
            name: "Lab",
            zone: "Europe/Helsinki".parse().unwrap(),
            // The locks of a bench serve no other.
            demo: true,
            operator: Email::new(OPERATOR).unwrap(),
            password: PASSWORD,
        };
        let path = folder.path().join("lab.keywright");
        let opened = Station::init(&path, &new, &mut *token, services()).unwrap();
        let mut station = opened.station;
        let group = station.add_blocking_group("House").unwrap();
        let locks =
            ["Front door", "Cellar", "Shed"].map(|name| add_lock(&mut station, name, group));
        let role = station.add_role(role(locks[0].0)).unwrap();
        let mut doors = hardware::open_bench_doors(control::FOLDER.as_ref());
        let ids = locks.map(|(id, _)| id);
        let deployed = station.deploy(&ids, Install::First, &mut *doors, &mut *token);
        for one in deployed.unwrap() {
            let _revision = one.outcome.unwrap();
        }
        drop(token);
        Self {
            key,
            station,
            token: name,
            role,
            shed: ids[2],
            doors: locks.map(|(_, number)| number),
            people: 0,
            folder,
        }
    }

    /// A person with a fob that is to be programmed.
    pub fn draft(&mut self) -> KeyId {
        self.people += 1;
        let email = format!("person{}@example.org", self.people);
        let source = NewSource {
            kind: SourceKind::Role { role: self.role },
            validity: Validity::ALWAYS,
        };
        let new = NewUser {
            first_name: format!("Person {}", self.people),
            last_name: "Lab".to_owned(),
            email: Email::new(&email).unwrap(),
            details: keywright::model::user::UserDetails::default(),
            end_date: None,
            sources: vec![source],
            keys: vec![NewKey {
                kind: KeyKind::Fob,
                without: BTreeSet::new(),
                home_group: None,
            }],
            program: false,
            invite: false,
        };
        let added = self.station.add_user(&new).unwrap();
        added.keys[0].0.id
    }

    /// Gives the role the shed, or takes it away; whether it has it now.
    pub fn change_role(&mut self) -> bool {
        let roles = self.station.read(|reading| reading.roles()).unwrap();
        let own = roles.into_iter().find(|role| role.value.id == self.role);
        let own = own.unwrap();
        let mut changed = own.value;
        let opens = changed.locks.insert(self.shed);
        if !opens {
            let _was = changed.locks.remove(&self.shed);
        }
        let _pending = self.station.update_role(&changed, own.version).unwrap();
        opens
    }

    /// The programming key, its PIN given.
    pub fn token(&self) -> Result<BoxedProgrammingKey, Error> {
        hardware::open_token_of(&self.station, &self.token, &self.key.pin, LastTry::Keep)
    }

    /// What `key program` does: encoder opened, programming key opened, fob written.
    pub fn program(&mut self, key: KeyId, port: &str) -> Result<Programmed, Error> {
        let mut encoder = hardware::open_encoder(port.as_ref())?;
        let mut token = self.token()?;
        let mut devices = Devices {
            encoder: &mut *encoder,
            token: &mut *token,
            progress: &mut |_| (),
            cancel: &AtomicBool::new(false),
        };
        self.station.program_key(Request::of(key), &mut devices)
    }
}

fn services() -> Services {
    Services::of_this_computer(Arc::new(SystemClock))
}

fn add_lock(station: &mut Station, name: &str, group: BlockingGroupId) -> (LockId, u32) {
    let lock = NewLock {
        name: name.to_owned(),
        kind: LockKind::Fob,
        clock: false,
        groups: BTreeSet::new(),
        blocking_group: group,
    };
    let (id, number) = station.add_lock(lock).unwrap();
    (id, number.0)
}

fn role(lock: LockId) -> UserRole {
    UserRole {
        id: RoleId::from_bytes([0; 16]),
        name: "Resident".to_owned(),
        locks: [lock].into(),
        lock_groups: BTreeSet::new(),
        access_times: None,
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    }
}

/// That an error has a code with sentence and remedy in the language files, and none of them shows a gap.
pub fn is_told(error: &Error) -> &'static str {
    let texts = Texts::new(Language::English);
    let (message, remedy) = texts.error(error.code(), &error.arguments());
    for text in [message, remedy] {
        assert!(
            text.len() > 5 && !text.contains('{') && !text.contains("error-"),
            "{}: {text}",
            error.code()
        );
    }
    error.code()
}
