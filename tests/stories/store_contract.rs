//! What every store engine must do: the same stories run on each.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method's own lifetime is too narrow for every view"
)]

mod blocklists;
mod damage;
pub(crate) mod disk;
mod erased;
mod file;
mod kill;
mod lists;
mod records;
mod restored;
mod searched;
mod statements;
mod tallies;
mod wanted;
mod writes;

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::medium::Layout;
use keywright::model::role::UserFeature;
use keywright::model::user::UserDetails;
use keywright::model::{
    BlockingGroupId, Email, Generation, Id, Key, KeyKind, KeyNumber, KeyState, Lock, LockGroupId,
    LockId, LockKind, LockNumber, LockState, Premises, PremisesId, Revision, SystemId, Uid, User,
    UserId, UserRole, Validity,
};
use keywright::store::{self, Actor, Change, Error, Intent, Mode, NewSystem, Options, Store};
use keywright::time::UtcMillis;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A repeatable source of numbers for tests.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }
}

pub const KEY: [u8; 32] = [0x5A; 32];

pub fn at(step: i64) -> UtcMillis {
    UtcMillis(1_795_000_000_000 + step)
}

pub fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
}

pub fn options(mode: Mode) -> Options {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let random = move |buffer: &mut [u8]| {
        for byte in buffer {
            *byte = numbers.next().to_le_bytes()[3];
        }
        true
    };
    Options {
        // Left out here for speed; the engine's own tests run with it.
        wipe_memory: false,
        ..Options::new(mode, Box::new(random))
    }
}

pub fn new_system() -> NewSystem {
    NewSystem {
        id: SystemId([1, 2, 3, 4, 5, 6, 7, 8]),
        name: "Harbour Street".into(),
        zone: "Europe/Helsinki".parse().unwrap(),
        created: at(0),
        demo: true,
    }
}

pub fn id<Kind>(kind: u8, number: u32) -> Id<Kind> {
    let mut random = [kind; 10];
    random[6..].copy_from_slice(&number.to_be_bytes());
    Id::new(at(i64::from(number)).0, random)
}

pub fn sign(message: &[u8], signer: Generation) -> Vec<u8> {
    Sha256::new()
        .chain_update(message)
        .chain_update([signer.get()])
        .finalize()
        .to_vec()
}

pub fn verify(message: &[u8], signature: &[u8], signer: Generation) -> bool {
    sign(message, signer) == signature
}

pub struct Fresh {
    pub store: Box<dyn Store>,
    pub path: PathBuf,
    pub dir: tempfile::TempDir,
}

pub fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("system.keywright");
    let store = store::create(&path, &KEY, &new_system(), options(Mode::Write)).unwrap();
    Fresh { store, path, dir }
}

/// Runs a story on a fresh system of every engine there is, and finds it whole afterwards.
fn on_every_engine(story: impl Fn(&dyn Store)) {
    with_bare_rows(|store| {
        story(store);
        let report = store.verify(&verify).unwrap();
        assert_eq!(report.head, store.info().unwrap().head);
    });
}

/// The same for a story whose people are rows by themselves, without what lists count of them.
fn with_bare_rows(story: impl Fn(&dyn Store)) {
    let engines: [fn() -> Fresh; 1] = [sqlite];
    for engine in engines {
        story(&*engine().store);
    }
}

pub fn user(number: u32, first: &str, last: &str) -> User {
    User {
        id: id(1, number),
        first_name: first.into(),
        last_name: last.into(),
        email: Email::new(&format!("{}.{number}@example.fi", first.to_lowercase())).unwrap(),
        details: UserDetails {
            company: "Harbour Housing".into(),
            ..UserDetails::default()
        },
        end_date: Some("2030-06-30".parse().unwrap()),
    }
}

pub fn key(number: u32, user: UserId) -> Key {
    Key {
        id: id(2, number),
        number: KeyNumber(0),
        kind: KeyKind::Fob,
        user,
        state: KeyState::Draft,
        validity: Validity::ALWAYS,
        expiry: None,
        without: BTreeSet::new(),
        home_group: None,
        uid: None,
        stamp: Some("0042".parse().unwrap()),
        generation: None,
        revision: Revision(0),
    }
}

fn lock(number: u32, groups: &[LockGroupId], blocking_group: BlockingGroupId) -> Lock {
    Lock {
        id: id(3, number),
        number: LockNumber(0),
        name: format!("Door {number}"),
        kind: LockKind::Hybrid,
        clock: true,
        groups: groups.iter().copied().collect(),
        blocking_group,
        state: LockState::NotDeployed,
    }
}

fn role(number: u32, locks: &[LockId], groups: &[LockGroupId]) -> UserRole {
    UserRole {
        id: id(4, number),
        name: format!("Role {number}"),
        locks: locks.iter().copied().collect(),
        lock_groups: groups.iter().copied().collect(),
        access_times: Some("mon-fri 07:00-18:00".parse().unwrap()),
        expiry: Some(keywright::model::ExpiryInterval::hours(720).unwrap()),
        features: [UserFeature::Pins].into(),
        premises: None,
    }
}

fn premises(number: u32, parent: Option<PremisesId>) -> Premises {
    Premises {
        id: id(5, number),
        name: format!("Flat {number}"),
        parent,
        private: true,
        locks: BTreeSet::new(),
        linked_roles: BTreeSet::new(),
    }
}

fn intent(number: u8, home_group: Option<BlockingGroupId>) -> Intent {
    let image = vec![number; 300];
    Intent {
        uid: Uid::new(&[4, 1, 2, 3, 4, 5, number]).unwrap(),
        generation_now: None,
        generation_wanted: Some(Generation::FIRST),
        revision_expected: Revision(0),
        image_hash: Sha256::digest(&image).into(),
        image,
        blocklist: Some(vec![1, 2, 3]),
        blocklist_version: Some(0),
        home_group,
        table: AccessTable::new(vec![Entry {
            target: Target::Lock(LockNumber(7)),
            conditions: Conditions::default(),
        }]),
        given: Vec::new(),
        table_hash: [9; 32],
        layout: Some(Layout {
            image: 416,
            blocklist: 448,
        }),
    }
}

fn change<T>(
    store: &dyn Store,
    step: i64,
    work: impl FnMut(&mut Change<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    store.change(Actor::Station, at(step), work)
}
