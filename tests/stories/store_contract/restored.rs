//! What a copy that comes back must go beyond, and how two records of one system are told apart by their logs.

use super::{change, id, lock, on_every_engine, sqlite, user};
use keywright::model::{BlockingGroupId, KeyNumber, LockGroupId, LockId};
use keywright::store::{Error, Given, GivenLists, InvitationState, Since, Store};

const STEP: u32 = 65_536;

fn house() -> BlockingGroupId {
    id(8, 1)
}

fn made(store: &dyn Store) {
    change(store, 1, |change| {
        change.insert_user(&user(1, "Aino", "Järvi"))?;
        let _number = change.insert_blocking_group(house(), "House")?;
        let _number = change.insert_lock_group(id(9, 1), "Common")?;
        let _number = change.insert_lock(&lock(1, &[], house()))?;
        Ok(())
    })
    .unwrap();
}

fn given(store: &dyn Store) -> Given {
    store.read(|reading| reading.given()).unwrap()
}

fn numbers(given: &Given) -> [u64; 4] {
    [
        given.next_key,
        given.next_lock,
        given.next_lock_group,
        given.next_blocking_group,
    ]
}

#[test]
fn a_copy_jumps_and_goes_beyond_what_stands_at_the_place() {
    on_every_engine(|store| {
        made(store);
        let at_the_copy = given(store);
        assert_eq!(numbers(&at_the_copy), [1, 1, 1, 2]);
        change(store, 2, |change| change.mark_restored()).unwrap();
        let jumped = given(store);
        assert_eq!(numbers(&jumped), [10_001, 1_001, 101, 102]);
        let lists = |given: &Given| given.lists[&house()];
        assert_eq!(
            lists(&jumped),
            GivenLists {
                seen: STEP,
                lost_after: Some(0)
            }
        );
        // Of each the higher; a number is never given twice, and a version is never signed twice.
        let mut standing = Given {
            next_key: 10_000,
            next_lock: 1_002,
            next_lock_group: 109,
            next_blocking_group: 3,
            lists: [(
                house(),
                GivenLists {
                    seen: STEP + 7,
                    lost_after: Some(5),
                },
            )]
            .into(),
        };
        let beyond = |standing: &Given, follow| {
            change(store, 3, |change| change.go_beyond(standing, follow)).unwrap();
            given(store)
        };
        let after = beyond(&standing, false);
        assert_eq!(numbers(&after), [10_001, 1_002, 109, 102]);
        let of_list = |seen, lost_after| GivenLists { seen, lost_after };
        assert_eq!(lists(&after), of_list(2 * STEP + 7, Some(0)));
        // Where these go on from the copy, only what they themselves do not know is lost.
        assert_eq!(
            lists(&beyond(&standing, true)),
            of_list(2 * STEP + 7, Some(5))
        );
        let known = of_list(STEP + 9, None);
        let _before = standing.lists.insert(house(), known);
        assert_eq!(
            lists(&beyond(&standing, true)),
            of_list(2 * STEP + 9, Some(STEP + 9))
        );
        let group: LockGroupId = id(9, 2);
        let next = change(store, 4, |change| change.insert_lock_group(group, "Cellar"));
        assert_eq!(next.unwrap().0, 109);
        let last = of_list(u32::MAX - 1, None);
        let _before = standing.lists.insert(house(), last);
        let refused = change(store, 5, |change| change.go_beyond(&standing, false));
        assert!(matches!(refused, Err(Error::NumbersExhausted { .. })));
    });
}

#[test]
fn where_two_records_parted_and_what_each_did_since_stands_in_their_logs() {
    let (one, other) = (sqlite(), sqlite());
    let common = |one: &dyn Store, other: &dyn Store| {
        one.read(|one| other.read(|other| one.entries_in_common(other)))
            .unwrap()
    };
    let since = |store: &dyn Store, entry| store.read(|reading| reading.since(entry)).unwrap();
    assert_eq!(common(&*one.store, &*other.store), 0);
    for fresh in [&one, &other] {
        made(&*fresh.store);
    }
    let count = one.store.info().unwrap().head.count;
    assert_eq!(common(&*one.store, &*other.store), count);
    // The one goes on alone: all of the other is in it.
    for step in 0..9 {
        let name = format!("Group {step}");
        let _number = change(&*one.store, 10 + step, |change| {
            change.insert_lock_group(id(10, u32::try_from(step).unwrap()), &name)
        })
        .unwrap();
        assert_eq!(common(&*one.store, &*other.store), count);
        assert_eq!(common(&*other.store, &*one.store), count);
    }
    assert_eq!(since(&*one.store, count), Since::default());
    // Both did something else.
    let stolen: LockId = id(3, 1);
    change(&*other.store, 30, |change| {
        change.block_stranger(house(), KeyNumber(7), "lost")?;
        let version = change.lock(stolen)?.version;
        let _version = change.lock_lost(stolen, version)?;
        Ok(())
    })
    .unwrap();
    assert_eq!(common(&*one.store, &*other.store), count);
    let parted = Since {
        secrets: false,
        blocked: [(house(), KeyNumber(7))].into(),
        stolen: [stolen].into(),
    };
    assert_eq!(since(&*other.store, count), parted);
    let end = other.store.info().unwrap().head.count;
    assert_eq!(since(&*other.store, end), Since::default());
    change(&*other.store, 31, |change| {
        change.insert_envelope(keywright::model::Generation::FIRST, &[1], &[2])
    })
    .unwrap();
    assert!(since(&*other.store, end).secrets);
}

#[test]
fn letters_that_wait_are_held_back_and_others_stay_as_they_are() {
    on_every_engine(|store| {
        use InvitationState as S;
        let states = [S::Queued, S::Failed, S::Sent, S::Accepted, S::Revoked];
        for (number, state) in (1..).zip(states) {
            change(store, 1, |change| {
                let one = id(14, number);
                change.insert_user(&user(number, "Aino", "Järvi"))?;
                let hash = [u8::try_from(number).unwrap(); 32];
                change.queue_invitation(one, id(1, number), "fi", &hash)?;
                if state != S::Queued {
                    let _version =
                        change.set_invitation_state(one, 1, state, 2, super::at(1), None)?;
                }
                Ok(())
            })
            .unwrap();
        }
        change(store, 9, |change| change.doubt_invitations("mail-unsure")).unwrap();
        let found = store
            .read(|reading| {
                (1..=5)
                    .map(|number| reading.invitation(id(14, number)))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        let seen: Vec<_> = found.iter().map(|one| one.state).collect();
        assert_eq!(
            seen,
            [S::Sending, S::Sending, S::Sent, S::Accepted, S::Revoked]
        );
        for one in &found[..2] {
            assert_eq!(
                (one.failure.as_deref(), one.next_attempt_at),
                (Some("mail-unsure"), super::at(9))
            );
        }
        assert_eq!(found[1].attempts, 2);
    });
}
