//! Very many users: one in twenty is staff, the others live in one of 500 flats, one in fifty has left, and each has
//! the draft of a key.

use std::collections::BTreeSet;

use keywright::model::user::UserDetails;
use keywright::model::{
    Email, Key, KeyKind, KeyNumber, KeyState, Premises, PremisesId, Revision, RoleId, Source,
    SourceKind, User, UserRole, Validity,
};
use keywright::store::{self, Actor, Store};
use keywright::time::UtcMillis;

use crate::system::{NOW, id};

const FIRST: [&str; 12] = [
    "Aino", "Björn", "Carla", "David", "Eeva", "Farid", "Hanna", "Ivo", "Jörg", "Kerttu", "Liisa",
    "Olga",
];
const LAST: [&str; 10] = [
    "Ahonen", "Bauer", "Dahl", "Fischer", "Korhonen", "Koskinen", "Kallio", "Lund", "Nieminen",
    "Öberg",
];
const FLATS: u64 = 500;
/// So many users are written at once.
const AT_ONCE: usize = 5_000;

/// Adds so many users.
pub fn fill(store: &dyn Store, users: u64) {
    store.change(Actor::Station, NOW, places).unwrap();
    for from in (1..=users).step_by(AT_ONCE) {
        let some = from..=users.min(from + AT_ONCE as u64 - 1);
        store
            .change(Actor::Station, NOW, |change| {
                some.clone().try_for_each(|number| person(change, number))
            })
            .unwrap();
    }
}

fn role() -> RoleId {
    id(b'r', 0)
}

fn flat(number: u64) -> PremisesId {
    id(b'p', number % FLATS)
}

fn places(change: &mut store::Change<'_>) -> Result<(), store::Error> {
    change.insert_role(&UserRole {
        id: role(),
        name: "Cleaner".into(),
        locks: BTreeSet::new(),
        lock_groups: BTreeSet::new(),
        access_times: None,
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    })?;
    for number in 0..FLATS {
        change.insert_premises(&Premises {
            id: flat(number),
            name: format!("Flat {number}"),
            parent: None,
            private: true,
            locks: BTreeSet::new(),
            linked_roles: BTreeSet::new(),
        })?;
    }
    Ok(())
}

fn person(change: &mut store::Change<'_>, number: u64) -> Result<(), store::Error> {
    let place = usize::try_from(number).unwrap();
    let user = id(b'u', number);
    change.insert_user(&User {
        id: user,
        first_name: FIRST[place % FIRST.len()].to_owned(),
        last_name: LAST[place / 7 % LAST.len()].to_owned(),
        email: Email::new(&format!("person{number}@example.fi"))?,
        details: UserDetails::default(),
        end_date: None,
    })?;
    let kind = if number.is_multiple_of(20) {
        SourceKind::Role { role: role() }
    } else {
        SourceKind::Premises {
            premises: flat(number),
            roles: Vec::new(),
        }
    };
    let end = (number % 50 == 1).then_some(UtcMillis(NOW.0 - 1));
    change.insert_source(&Source {
        id: id(b's', number),
        user,
        kind,
        validity: Validity { start: None, end },
    })?;
    let draft = Key {
        id: id(b'k', number),
        number: KeyNumber(0),
        kind: KeyKind::Fob,
        user,
        state: KeyState::Draft,
        validity: Validity::ALWAYS,
        expiry: None,
        without: BTreeSet::new(),
        home_group: None,
        uid: None,
        stamp: None,
        generation: None,
        revision: Revision(0),
    };
    change.insert_key(&draft, None).map(drop)
}
