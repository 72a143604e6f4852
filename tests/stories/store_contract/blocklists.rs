//! Blocklists at their edges and through long sequences.

use super::{Numbers, at, change, full, id, intent, key, on_every_engine, user};
use keywright::model::{BlockingGroupId, KeyId, KeyState, TaskId};
use keywright::store::{Error, NewTask, Operation, Store, TaskResult};
use std::collections::BTreeSet;

/// `count` keys whose first write failed, made without the long way of a task each.
fn failed_keys(store: &dyn Store, count: u32) {
    change(store, 1, |change| {
        change.insert_user(&user(1, "Aino", "Järvi"))?;
        for number in 1..=count {
            let _number = change.insert_key(&key(number, id(1, 1)), None)?;
            let task: TaskId = id(6, number);
            change.queue_task(&NewTask {
                id: task,
                key: id(2, number),
                operation: Operation::Program,
                approved_by: None,
            })?;
            // The first has a medium that its write left nobody knows how; no other was ever touched.
            let version = if number == 1 {
                let version = change.claim_task(task, "counter", at(90_000))?;
                change.begin_intent(task, version, &intent(1, None))?
            } else {
                1
            };
            change.finish_task(task, version, TaskResult::Failed("test"))?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_blocklist_holds_500_keys_and_refuses_the_next_everywhere() {
    on_every_engine(|store| {
        let (small, large): (BlockingGroupId, BlockingGroupId) = (id(8, 1), id(8, 2));
        change(store, 1, |change| {
            let _number = change.insert_blocking_group(small, "House A")?;
            let _number = change.insert_blocking_group(large, "House B")?;
            Ok(())
        })
        .unwrap();
        failed_keys(store, 501);
        let block = |numbers: std::ops::RangeInclusive<u32>, groups: &[BlockingGroupId]| {
            let groups: BTreeSet<_> = groups.iter().copied().collect();
            change(store, 2, |change| {
                for number in numbers.clone() {
                    let version = change.key(id(2, number))?.version;
                    let _version = change.block_key(id(2, number), version, &groups, "lost")?;
                }
                Ok(())
            })
        };
        let seen = || {
            store
                .read(|reading| {
                    let list = reading.blocklist(large)?;
                    Ok((list.entries.len(), list.version, list.signed.is_some()))
                })
                .unwrap()
        };
        assert_eq!(seen(), (0, 0, false));
        block(1..=1, &[large]).unwrap();
        assert_eq!(seen(), (1, 1, false));
        change(store, 3, |c| c.put_signed_blocklist(large, 1, b"signed")).unwrap();
        assert_eq!(seen(), (1, 1, true));
        block(2..=499, &[large]).unwrap();
        assert_eq!(seen(), (499, 2, false), "one version for one change set");
        let old = change(store, 3, |c| c.put_signed_blocklist(large, 1, b"signed"));
        assert_eq!(old, Err(Error::BlocklistVersion { current: 2 }));
        block(500..=500, &[large]).unwrap();
        assert_eq!(seen(), (500, 3, false));
        let full = block(501..=501, &[small, large]);
        assert_eq!(
            full,
            Err(Error::BlocklistFull {
                group: "House B".into()
            })
        );
        assert_eq!(seen(), (500, 3, false));
        let spared = store.read(|reading| reading.blocklist(small)).unwrap();
        assert_eq!(
            (spared.version, spared.entries.len()),
            (0, 0),
            "nothing anywhere"
        );
        let still = change(store, 4, |c| {
            c.remove_blocklist_entries(large, &[id(2, 1)].into())
        });
        assert_eq!(still, Err(Error::KeyBlocked));
        // Written off, it may be alive; one that never got a medium is not.
        change(store, 5, |c| {
            let version = c.key(id(2, 1))?.version;
            let _version = c.set_key_state(id(2, 1), version, KeyState::WrittenOff)?;
            let version = c.key(id(2, 2))?.version;
            let _version = c.set_key_state(id(2, 2), version, KeyState::WrittenOff)?;
            Ok(())
        })
        .unwrap();
        let removable = store.read(|reading| reading.removable_entries(large, at(5)));
        let removable: Vec<_> = removable.unwrap().iter().map(|entry| entry.key).collect();
        assert_eq!(removable, [id(2, 2)]);
        let alive = change(store, 5, |c| {
            c.remove_blocklist_entries(large, &[id(2, 1)].into())
        });
        assert_eq!(alive, Err(Error::KeyBlocked));
        change(store, 5, |c| {
            c.remove_blocklist_entries(large, &[id(2, 2)].into())
        })
        .unwrap();
        assert_eq!(seen(), (499, 4, false));
        block(501..=501, &[small, large]).unwrap();
        assert_eq!(seen(), (500, 5, false));
        let status = store
            .read(|reading| reading.blocklist_status(large))
            .unwrap();
        assert_eq!((status.version, status.entries), (5, 500));
    });
}

#[test]
fn blocklists_agree_with_a_plain_set_through_any_sequence() {
    let rounds = if full() { 10_000 } else { 400 };
    on_every_engine(|store| {
        let groups: [BlockingGroupId; 3] = [id(8, 1), id(8, 2), id(8, 3)];
        change(store, 1, |change| {
            for (number, group) in groups.iter().enumerate() {
                let _number = change.insert_blocking_group(*group, &format!("House {number}"))?;
            }
            Ok(())
        })
        .unwrap();
        failed_keys(store, 20);
        let mut numbers = Numbers(77);
        let mut known: [(u32, BTreeSet<KeyId>); 3] = Default::default();
        for _ in 0..rounds {
            let number = u32::try_from(numbers.below(20) + 1).unwrap();
            let chosen: BTreeSet<usize> = (0..3).filter(|_| numbers.below(2) == 1).collect();
            let key_id: KeyId = id(2, number);
            change(store, 2, |change| {
                let record = change.key(key_id)?;
                if record.key.state == KeyState::Blocked {
                    let _version =
                        change.unblock_key(key_id, record.version, KeyState::Programmed)?;
                    for (version, set) in &mut known {
                        *version += u32::from(set.remove(&key_id));
                    }
                } else {
                    let wanted = chosen.iter().map(|n| groups[*n]).collect();
                    let _version = change.block_key(key_id, record.version, &wanted, "lost")?;
                    for n in &chosen {
                        known[*n].0 += u32::from(known[*n].1.insert(key_id));
                    }
                }
                Ok(())
            })
            .unwrap();
        }
        for (group, (version, set)) in groups.iter().zip(&known) {
            let list = store.read(|reading| reading.blocklist(*group)).unwrap();
            let keys: BTreeSet<KeyId> = list.entries.iter().map(|entry| entry.key).collect();
            assert_eq!((list.version, &keys), (*version, set));
        }
    });
}
