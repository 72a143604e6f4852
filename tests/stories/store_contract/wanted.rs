//! What keys shall hold: shared by many, and told of each.

use super::lists::{NOW, today};
use super::writes::programmed;
use super::{change, id, key, on_every_engine, user};
use keywright::model::KeyId;
use keywright::store::{NewWanted, Store, UserFilter, UserQuery};
use std::collections::BTreeMap;

const KEYS: u32 = 9;
/// What a medium holds after [`programmed`].
const WRITTEN: u8 = 9;

/// What is wanted of every key by the records, and that lists and the to-do list agree about who is pending.
fn wanted(store: &dyn Store) -> BTreeMap<KeyId, Option<u8>> {
    let mut wanted = BTreeMap::new();
    let mut holders = Vec::new();
    let mut pending = Vec::new();
    for number in 1..=KEYS {
        let key = id(2, number);
        let record = store.read(|reading| reading.key(key)).unwrap();
        let byte = record.wanted_hash.map(|hash| hash[0]);
        assert_eq!(record.wanted_table.is_some(), byte.is_some());
        let is_pending = byte.is_some_and(|byte| byte != WRITTEN);
        assert_eq!(record.is_pending(), is_pending, "key {number}");
        if is_pending {
            pending.push(key);
            holders.push(record.key.user);
        }
        let _new = wanted.insert(key, byte);
    }
    let listed = store
        .read(|reading| reading.pending_keys(None, 100))
        .unwrap();
    let listed: Vec<KeyId> = listed.iter().map(|record| record.key.id).collect();
    assert_eq!(listed, pending);
    let query = UserQuery {
        filter: UserFilter::Pending,
        limit: 100,
        ..UserQuery::default()
    };
    let page = store.read(|reading| reading.users(&query)).unwrap();
    let mut found: Vec<_> = page.items.iter().map(|user| user.value.id).collect();
    found.sort_unstable();
    holders.sort_unstable();
    holders.dedup();
    assert_eq!(found, holders);
    wanted
}

/// Nine keys of three people, all of them written.
fn written(store: &dyn Store) {
    change(store, 1, |change| {
        (1..=3).try_for_each(|number| change.insert_user(&user(number, "A", "B")))
    })
    .unwrap();
    for number in 1..=KEYS {
        programmed(store, number, id(1, 1 + number % 3), None);
    }
}

/// Gives keys what they shall hold, told what they should hold until now as a stream of all keys tells it.
fn give(store: &dyn Store, given: &[(u32, u8)]) {
    change(store, 2, |change| {
        let mut new = Vec::new();
        for (number, byte) in given {
            let key = id(2, *number);
            new.push(NewWanted {
                key,
                before: change.key(key)?.wanted_table,
                hash: [*byte; 32],
            });
        }
        change.renew_wanted(&new)
    })
    .unwrap();
}

#[test]
fn keys_that_shared_a_table_part_and_meet_and_swap() {
    on_every_engine(|store| {
        written(store);
        let all = |byte| (1..=KEYS).map(|number| (number, byte)).collect::<Vec<_>>();
        give(store, &all(1));
        assert!(wanted(store).values().all(|byte| *byte == Some(1)));
        // All who share it together, back to what is written, and on.
        give(store, &all(WRITTEN));
        give(store, &all(2));
        give(store, &[(1, 3), (2, 3), (3, 4)]);
        let now = wanted(store);
        assert_eq!(now[&id(2, 1)], Some(3));
        assert_eq!(now[&id(2, 3)], Some(4));
        assert_eq!(now[&id(2, 4)], Some(2));
        // Two groups take each other's place at once.
        give(store, &[(1, 4), (2, 4), (3, 3)]);
        let now = wanted(store);
        assert_eq!((now[&id(2, 1)], now[&id(2, 3)]), (Some(4), Some(3)));
    });
}

#[test]
fn any_changes_leave_each_key_what_it_was_last_given() {
    on_every_engine(|store| {
        written(store);
        let mut model = wanted(store);
        let mut state = 1u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for round in 0..120 {
            let mut given = Vec::new();
            // Now whole groups, now single keys.
            let of = random(3);
            let byte = u8::try_from(u64::from(WRITTEN) - random(3)).unwrap();
            for number in 1..=KEYS {
                let before = model[&id(2, number)];
                let chosen = match of {
                    0 => before == Some(byte),
                    1 => random(2) == 0,
                    _ => true,
                };
                if chosen {
                    let after = u8::try_from(u64::from(WRITTEN) - random(1 + round % 3)).unwrap();
                    given.push((number, after));
                }
            }
            for (number, byte) in &given {
                let _before = model.insert(id(2, *number), Some(*byte));
            }
            give(store, &given);
            assert_eq!(wanted(store), model, "round {round}");
        }
    });
}

#[test]
fn very_many_people_become_pending_at_once_and_are_so_no_longer() {
    const PEOPLE: u32 = 1_200;
    on_every_engine(|store| {
        change(store, 1, |change| {
            (1..=PEOPLE).try_for_each(|number| {
                change.insert_user(&user(number, "A", "B"))?;
                change
                    .insert_key(&key(number, id(1, number)), None)
                    .map(drop)
            })
        })
        .unwrap();
        // As if every one of them had been programmed.
        let written = [WRITTEN; 32];
        store
            .transaction(&mut |link| {
                let sql = "UPDATE keys SET state = 'programmed', written_hash = $1, generation = 1";
                let _keys = link.execute(sql, &[written.into()])?;
                link.execute("UPDATE users SET sort_keys = 2", &[])
                    .map(drop)
            })
            .unwrap();
        let keys: Vec<KeyId> = (1..=PEOPLE).map(|number| id(2, number)).collect();
        let pending = || {
            let counts = store.read(|reading| reading.user_counts(today(), NOW));
            let listed = store.read(|reading| reading.pending_keys(None, 2 * PEOPLE));
            assert_eq!(
                u64::try_from(listed.unwrap().len()).ok(),
                counts.as_ref().ok().map(|counts| counts.pending)
            );
            counts.unwrap().pending
        };
        for (byte, expected) in [(WRITTEN, 0), (1, PEOPLE), (2, PEOPLE), (WRITTEN, 0)] {
            let hashes: Vec<_> = keys.iter().map(|key| (*key, [byte; 32])).collect();
            change(store, 2, |change| change.set_wanted_hashes(&hashes)).unwrap();
            assert_eq!(pending(), u64::from(expected), "all to {byte}");
        }
        // Half of them part from the rest.
        let half = keys.iter().step_by(2);
        let hashes: Vec<_> = half.map(|key| (*key, [3; 32])).collect();
        change(store, 3, |change| change.set_wanted_hashes(&hashes)).unwrap();
        assert_eq!(pending(), u64::from(PEOPLE / 2));
    });
}
