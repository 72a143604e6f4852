//! A system with very many users.

use std::collections::BTreeSet;
use std::path::Path;

use crate::system::{self, NOW, id};
pub use crate::system::{EMAIL, PASSWORD};
use keywright::model::user::UserDetails;
use keywright::model::{
    BlockingGroupId, Email, Lock, LockKind, LockNumber, LockState, RoleId, Source, SourceKind,
    User, UserRole, Validity,
};
use keywright::store::{self, Actor};

/// What is typed: names that begin so are fewer with every letter.
pub const SEARCH: &[&str] = &["k", "o", "r", "h", "o", "n", "e", "n"];

const FIRST: [&str; 12] = [
    "Aino", "Björn", "Carla", "David", "Eeva", "Farid", "Hanna", "Ivo", "Jörg", "Kerttu", "Liisa",
    "Olga",
];
const LAST: [&str; 10] = [
    "Ahonen", "Bauer", "Dahl", "Fischer", "Korhonen", "Koskinen", "Kallio", "Lund", "Nieminen",
    "Öberg",
];

/// Makes a system of so many users who have a role each.
pub fn fill(path: &Path, users: u64) {
    let store = system::create(path, true);
    let role: RoleId = id(b'r', 0);
    store
        .change(Actor::Station, NOW, |change| {
            let area: BlockingGroupId = id(b'b', 0);
            let _number = change.insert_blocking_group(area, "all")?;
            let lock = Lock {
                id: id(b'l', 0),
                number: LockNumber(0),
                name: "door".to_owned(),
                kind: LockKind::Fob,
                clock: true,
                groups: BTreeSet::new(),
                blocking_group: area,
                state: LockState::NotDeployed,
            };
            let _number = change.insert_lock(&lock)?;
            change.insert_role(&UserRole {
                id: role,
                name: "tenant".to_owned(),
                locks: [lock.id].into(),
                lock_groups: BTreeSet::new(),
                access_times: None,
                expiry: None,
                features: BTreeSet::new(),
                premises: None,
            })
        })
        .unwrap();
    for from in (1..=users).step_by(5_000) {
        store
            .change(Actor::Station, NOW, |change| {
                for number in from..=users.min(from + 4_999) {
                    tenant(change, number, role)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

fn tenant(change: &mut store::Change<'_>, number: u64, role: RoleId) -> Result<(), store::Error> {
    let place = usize::try_from(number).unwrap();
    let (first, last) = (FIRST[place % FIRST.len()], LAST[place / 7 % LAST.len()]);
    let user = person(number, first, last, &format!("person{number}@example.org"));
    change.insert_user(&user)?;
    change.insert_source(&Source {
        id: id(b's', number),
        user: user.id,
        kind: SourceKind::Role { role },
        validity: Validity::default(),
    })
}

fn person(number: u64, first: &str, last: &str, email: &str) -> User {
    User {
        id: id(b'u', number),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: Email::new(email).unwrap(),
        details: UserDetails::default(),
        end_date: None,
    }
}
