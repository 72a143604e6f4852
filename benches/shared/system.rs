//! An empty system with one operator who may do everything, for benches that fill it with rows of their own.

use std::collections::BTreeSet;
use std::path::Path;

use keywright::model::user::UserDetails;
use keywright::model::{AdministratorRole, Email, Id, Permission, SystemId, User};
use keywright::secrets::random::OsRandom;
use keywright::secrets::slots::{self, Cost, Slots, StoreKey};
use keywright::store::{self, Actor, NewSystem, Operator, Store};
use keywright::time::UtcMillis;

/// The time at which all was made.
pub const NOW: UtcMillis = UtcMillis(1_795_248_000_000);
/// The operator's address.
pub const EMAIL: &str = "operator@example.org";
/// The operator's password.
pub const PASSWORD: &str = "of the bench only";

/// Creates the system file with its slots.
pub fn create(path: &Path, wipe_memory: bool) -> Box<dyn Store> {
    let system = SystemId([7; 8]);
    let key = StoreKey::generate(&mut OsRandom).unwrap();
    let mut slots = Slots::create(system, &key, &mut OsRandom).unwrap();
    let slot = slots
        .add_password(&key, EMAIL, PASSWORD, Cost::STANDARD, &mut OsRandom)
        .unwrap();
    slots::file::write(&slots::file::beside(path), &slots).unwrap();
    let new = NewSystem {
        id: system,
        name: "A large house".to_owned(),
        zone: "Europe/Helsinki".parse().unwrap(),
        created: NOW,
        demo: true,
    };
    let random = Box::new(|buffer: &mut [u8]| getrandom::fill(buffer).is_ok());
    let options = store::Options {
        wipe_memory,
        ..store::Options::new(store::Mode::Write, random)
    };
    let store = store::create(path, key.expose(), &new, options).unwrap();
    let user = User {
        id: id(b'o', 0),
        first_name: "Olli".to_owned(),
        last_name: "Operator".to_owned(),
        email: Email::new(EMAIL).unwrap(),
        details: UserDetails::default(),
        end_date: None,
    };
    let role = AdministratorRole {
        id: id(b'a', 0),
        name: "Administrator".to_owned(),
        permissions: Permission::ALL.into_iter().collect(),
        premises: BTreeSet::new(),
    };
    let operator = Operator {
        id: id(b'o', 1),
        user: user.id,
        slot,
        roles: [role.id].into(),
    };
    store
        .change(Actor::Station, NOW, |change| {
            change.insert_user(&user)?;
            change.insert_administrator_role(&role)?;
            change.insert_operator(&operator)
        })
        .unwrap();
    store
}

/// An id that looks like one made at some time or other.
pub fn id<Kind>(kind: u8, number: u64) -> Id<Kind> {
    let mut random = [kind; 10];
    let mut scattered = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    scattered ^= scattered >> 29;
    random[2..].copy_from_slice(&scattered.to_be_bytes());
    let made = NOW.0 - 1_000_000_000 + i64::try_from(number).unwrap() * 60;
    Id::new(made, random)
}
