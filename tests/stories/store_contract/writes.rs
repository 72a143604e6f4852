//! The journal of a write.

use super::{KEY, at, change, id, intent, key, on_every_engine, options, sqlite, user, verify};
use keywright::model::{BlockingGroupId, KeyState, Revision, TaskId, User, UserId};
use keywright::store::{
    self, Actor, Error, Mode, NewTask, Operation, Store, TaskResult, TaskState, UserQuery,
};

/// A key on a medium, in the hand of its holder.
pub(super) fn programmed(
    store: &dyn Store,
    number: u32,
    holder: UserId,
    group: Option<BlockingGroupId>,
) {
    let task: TaskId = id(6, number);
    let byte = u8::try_from(number).unwrap();
    change(store, 1, |change| {
        let _number = change.insert_key(&key(number, holder), None)?;
        change.queue_task(&NewTask {
            id: task,
            key: id(2, number),
            operation: Operation::Program,
            approved_by: None,
        })?;
        let version = change.claim_task(task, "counter", at(90_000))?;
        let version = change.begin_intent(task, version, &intent(byte, group))?;
        let version = change.mark_effect(task, version, TaskState::Written)?;
        let version = change.mark_effect(task, version, TaskState::Verified)?;
        change.finish_task(task, version, TaskResult::Done)
    })
    .unwrap();
}

#[test]
fn a_write_is_done_only_after_its_read_back() {
    on_every_engine(|store| {
        let holder: UserId = id(1, 1);
        let task: TaskId = id(6, 1);
        let state = || store.read(|r| r.key(id(2, 1))).unwrap();
        change(store, 1, |change| {
            let _number = change.insert_blocking_group(id(8, 1), "House A")?;
            change.insert_user(&user(1, "Aino", "Järvi"))?;
            let _number = change.insert_key(&key(1, holder), None)?;
            change.queue_task(&NewTask {
                id: task,
                key: id(2, 1),
                operation: Operation::Program,
                approved_by: Some(holder),
            })
        })
        .unwrap();
        assert_eq!(state().key.state, KeyState::Task);
        let early = change(store, 2, |c| c.finish_task(task, 1, TaskResult::Done));
        assert_eq!(early, Err(Error::TaskTaken));
        let first = change(store, 2, |c| c.claim_task(task, "one", at(100))).unwrap();
        let other = change(store, 3, |c| c.claim_task(task, "two", at(200)));
        assert_eq!(other, Err(Error::TaskTaken));
        let first = change(store, 4, |c| {
            c.begin_intent(task, first, &intent(1, Some(id(8, 1))))
        })
        .unwrap();
        assert_eq!(state().key.state, KeyState::Writing);
        assert_eq!(store.read(|r| r.open_intents()).unwrap().len(), 1);
        // The lease runs out; another station resumes from the intent, and the first one is refused.
        let second = change(store, 101, |c| c.claim_task(task, "two", at(300))).unwrap();
        let stale = change(store, 102, |c| {
            c.mark_effect(task, first, TaskState::Written)
        });
        assert_eq!(stale, Err(Error::TaskTaken));
        let resumed = store.read(|r| r.task(task)).unwrap();
        assert_eq!(resumed.intent, Some(intent(1, Some(id(8, 1)))));
        assert_eq!(resumed.state, TaskState::Writing);
        let second = change(store, 103, |c| {
            c.mark_effect(task, second, TaskState::Written)
        })
        .unwrap();
        let second = change(store, 104, |c| {
            c.mark_effect(task, second, TaskState::Verified)
        })
        .unwrap();
        change(store, 105, |c| {
            c.finish_task(task, second, TaskResult::Done)
        })
        .unwrap();
        let done = state();
        assert_eq!(done.key.state, KeyState::Programmed);
        assert_eq!(done.key.revision, Revision(1));
        assert_eq!(done.key.uid, Some(intent(1, None).uid));
        assert_eq!(done.written_hash, Some([9; 32]));
        assert!(!done.is_pending());
        change(store, 106, |c| c.set_wanted_hashes(&[(id(2, 1), [8; 32])])).unwrap();
        assert_eq!(store.read(|r| r.pending_keys(None, 10)).unwrap().len(), 1);
        let moved = change(store, 107, |c| {
            let mut fob = c.key(id(2, 1))?;
            fob.key.home_group = None;
            c.update_key(&fob.key, fob.version)
        });
        assert_eq!(moved, Err(Error::HomeGroupFixed));
        let kept = change(store, 107, |c| {
            c.set_key_state(id(2, 1), done.version, KeyState::Deleted)
        });
        assert!(matches!(kept, Err(Error::KeyTransition { .. })));
        let removed = change(store, 108, |c| c.remove_user(holder, 1));
        assert_eq!(removed, Err(Error::UserHasMedia { count: 1 }));
        let by_uid = store.read(|r| {
            r.users(&UserQuery {
                text: "04010203".into(),
                limit: 5,
                ..UserQuery::default()
            })
        });
        assert_eq!(by_uid.unwrap().items[0].value.id, holder);
    });
}

#[test]
fn a_failed_write_keeps_the_old_view_and_emptying_ends_it() {
    on_every_engine(|store| {
        let holder: UserId = id(1, 1);
        change(store, 1, |change| {
            let _number = change.insert_blocking_group(id(8, 1), "House A")?;
            change.insert_user(&user(1, "Aino", "Järvi"))
        })
        .unwrap();
        programmed(store, 1, holder, Some(id(8, 1)));
        let run = |number: u32, operation, result: TaskResult<'_>| {
            let task: TaskId = id(6, number);
            change(store, 10, |change| {
                change.queue_task(&NewTask {
                    id: task,
                    key: id(2, 1),
                    operation,
                    approved_by: None,
                })?;
                let version = change.claim_task(task, "one", at(100))?;
                if result == TaskResult::Cancelled {
                    return change.finish_task(task, version, result);
                }
                let mut wanted = intent(1, Some(id(8, 1)));
                wanted.revision_expected = Revision(1);
                wanted.table_hash = [7; 32];
                let version = change.begin_intent(task, version, &wanted)?;
                if let TaskResult::Failed(_) | TaskResult::Refused(_) = result {
                    return change.finish_task(task, version, result);
                }
                let version = change.mark_effect(task, version, TaskState::Written)?;
                let version = change.mark_effect(task, version, TaskState::Verified)?;
                change.finish_task(task, version, result)
            })
            .unwrap();
            store.read(|reading| reading.key(id(2, 1))).unwrap()
        };
        let cancelled = run(20, Operation::Program, TaskResult::Cancelled);
        assert_eq!(cancelled.key.state, KeyState::Programmed);
        let refused = run(23, Operation::Program, TaskResult::Refused("wrong-fob"));
        assert_eq!(refused.key.state, KeyState::Programmed);
        assert_eq!(
            (refused.key.uid, refused.written_hash),
            (cancelled.key.uid, Some([9; 32]))
        );
        let failed = run(21, Operation::Program, TaskResult::Failed("fob-lifted"));
        assert_eq!(failed.key.state, KeyState::WriteFailed);
        assert_eq!(failed.written_hash, Some([9; 32]));
        let view = store
            .read(|reading| reading.written_view(id(2, 1)))
            .unwrap()
            .unwrap();
        assert_eq!(view.image, vec![1; 300]);
        let emptied = run(22, Operation::Empty, TaskResult::Done);
        assert_eq!(emptied.key.state, KeyState::Returned);
        assert_eq!((emptied.key.uid, emptied.written_hash), (None, None));
        assert_eq!(emptied.key.revision, Revision(2));
        change(store, 30, |change| change.remove_user(holder, 1)).unwrap();
        assert!(store.read(|reading| reading.user(holder)).is_err());
        let again = change(store, 31, |change| {
            change.insert_user(&User {
                id: id(1, 2),
                ..user(1, "Aino", "Järvi")
            })
        });
        assert_eq!(again, Ok(()), "the address of a removed user is free");
    });
}

#[test]
fn a_rehearsal_sees_its_own_changes_and_leaves_nothing() {
    let fresh = sqlite();
    let (path, store) = (fresh.path, fresh.store);
    change(&*store, 1, |c| c.insert_user(&user(1, "Aino", "Järvi"))).unwrap();
    let before = store.info().unwrap().head;
    store.rehearse().unwrap();
    let count = |store: &dyn Store| store.read(|r| r.user_count()).unwrap();
    change(&*store, 2, |c| c.insert_user(&user(2, "Eino", "Virta"))).unwrap();
    // A change set that is refused takes back itself alone.
    let refused = change(&*store, 3, |c| {
        c.insert_user(&user(3, "Oiva", "Salo"))?;
        c.remove_user(id(1, 9), 1)
    });
    assert!(refused.is_err());
    assert_eq!(count(&*store), 2);
    assert_ne!(store.info().unwrap().head, before);
    let beside = store::open(&path, &KEY, options(Mode::Read)).unwrap();
    assert_eq!(count(&*beside), 1);
    store
        .erase_person(Actor::Operator(id(1, 1)), at(4), id(1, 2))
        .unwrap();
    drop((store, beside));
    let again = store::open(&path, &KEY, options(Mode::Write)).unwrap();
    assert_eq!(count(&*again), 1);
    assert_eq!(again.verify(&verify).unwrap().head, before);
}
