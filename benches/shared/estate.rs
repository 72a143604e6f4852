//! An estate of very many doors, and two roles that open some here and there: the image of whoever has one comes close
//! to 1 KiB, and nothing of it stays where one role takes the place of the other.

use std::collections::BTreeSet;

use keywright::model::{Id, Lock, LockKind, LockNumber, LockState, UserRole};
use keywright::workflow::Station;

/// Doors of the estate, and those of them that a role opens.
pub const LOCKS: u64 = 10_000;
pub const OPENED: usize = 890;
/// The two roles.
pub const ROLES: [&str; 2] = ["Many doors", "Other doors"];

/// The name of a door.
pub fn door(number: u64) -> String {
    format!("Far door {number}")
}

/// The doors that the roles open, in their order.
pub fn opened() -> [BTreeSet<u64>; 2] {
    let mut by_chance: Vec<u64> = (0..LOCKS).collect();
    by_chance.sort_by_key(|number| scattered(*number));
    [0, OPENED].map(|from| by_chance[from..from + OPENED].iter().copied().collect())
}

/// Gives a system the estate.
pub fn build(station: &Station) {
    let group = station.blocking_group("North").unwrap().value.id;
    let roles = ROLES.iter().zip(opened()).zip(0..);
    let roles: Vec<UserRole> = roles
        .map(|((name, doors), place)| UserRole {
            id: id(b'r', place),
            name: (*name).to_owned(),
            locks: doors.into_iter().map(|number| id(b'l', number)).collect(),
            lock_groups: BTreeSet::new(),
            access_times: None,
            expiry: None,
            features: BTreeSet::new(),
            premises: None,
        })
        .collect();
    station
        .change(|change| {
            for number in 0..LOCKS {
                let _given = change.insert_lock(&Lock {
                    id: id(b'l', number),
                    number: LockNumber(0),
                    name: door(number),
                    kind: LockKind::Fob,
                    clock: true,
                    groups: BTreeSet::new(),
                    blocking_group: group,
                    state: LockState::NotDeployed,
                })?;
            }
            roles.iter().try_for_each(|role| change.insert_role(role))
        })
        .unwrap();
}

/// An id of no meaning.
fn id<Kind>(kind: u8, number: u64) -> Id<Kind> {
    let mut random = [kind; 10];
    random[2..].copy_from_slice(&scattered(number).to_be_bytes());
    Id::new(1_795_248_000_000, random)
}

/// Numbers without a pattern (Steele, Lea and Flood's SplitMix64).
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
