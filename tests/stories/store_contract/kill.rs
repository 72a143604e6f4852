//! A process that is killed at every durable write.

use super::{KEY, at, change, id, intent, key, new_system, options, sign, user, verify};
use keywright::model::{BlockingGroupId, Generation, KeyState, TaskId};
use keywright::store::{self, Actor, Mode, NewTask, Operation, Store, TaskResult, TaskState};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the child process does, step by step. Each ends with a durable change or a whole file.
fn life(path: &Path, mut done: impl FnMut(&dyn Store, &str)) {
    let store = if path.exists() {
        store::open(path, &KEY, options(Mode::Write)).unwrap()
    } else {
        store::create(path, &KEY, &new_system(), options(Mode::Write)).unwrap()
    };
    let store = &*store;
    done(store, "made");
    let task: TaskId = id(6, 1);
    let group: BlockingGroupId = id(8, 1);
    let _number = change(store, 1, |c| c.insert_blocking_group(group, "House A")).unwrap();
    done(store, "group");
    change(store, 2, |c| c.insert_user(&user(1, "Aino", "Järvi"))).unwrap();
    done(store, "user");
    change(store, 3, |c| {
        let _number = c.insert_key(&key(1, id(1, 1)), None)?;
        c.queue_task(&NewTask {
            id: task,
            key: id(2, 1),
            operation: Operation::Program,
            approved_by: None,
        })
    })
    .unwrap();
    done(store, "queued");
    let version = change(store, 4, |c| c.claim_task(task, "one", at(100))).unwrap();
    done(store, "claimed");
    let version = change(store, 5, |c| {
        c.begin_intent(task, version, &intent(1, Some(group)))
    })
    .unwrap();
    done(store, "intent");
    let version = change(store, 6, |c| {
        c.mark_effect(task, version, TaskState::Written)
    })
    .unwrap();
    done(store, "written");
    let version = change(store, 7, |c| {
        c.mark_effect(task, version, TaskState::Verified)
    })
    .unwrap();
    done(store, "verified");
    change(store, 8, |c| c.finish_task(task, version, TaskResult::Done)).unwrap();
    done(store, "done");
    let _version = change(store, 9, |c| {
        let version = c.key(id(2, 1))?.version;
        c.block_key(id(2, 1), version, &[group].into(), "lost")
    })
    .unwrap();
    done(store, "blocked");
    change(store, 10, |c| {
        let head = c.audit_head()?;
        let signature = sign(&head.message(new_system().id), Generation::FIRST);
        c.set_signed_head(head, &signature, Generation::FIRST)
    })
    .unwrap();
    done(store, "signed");
    store
        .erase_person(Actor::Station, at(11), id(1, 1))
        .unwrap();
    done(store, "erased");
    store.backup(&path.with_extension("backup")).unwrap();
    done(store, "backup");
}

/// How far a system file has come in [`life`], seen from what it holds.
fn stage(store: &dyn Store) -> usize {
    let (tasks, users, groups, key) = store
        .read(|r| {
            Ok((
                r.tasks_of_key(id(2, 1))?,
                r.user_count()?,
                r.blocking_groups()?,
                r.key(id(2, 1)).ok(),
            ))
        })
        .unwrap();
    let signed = store.read(|r| r.signed_heads()).unwrap().len();
    let erased = usize::try_from(store.verify(&verify).unwrap().erased).unwrap();
    let blocked = key.is_some_and(|key| key.key.state == KeyState::Blocked);
    let task = tasks.first().map_or(0, |task| match task.state {
        TaskState::Queued => 1,
        TaskState::Claimed => 2,
        TaskState::Writing => 3,
        TaskState::Written => 4,
        TaskState::Verified => 5,
        _ => 6,
    });
    1 + groups.len()
        + usize::try_from(users).unwrap()
        + task
        + usize::from(blocked)
        + signed
        + erased
}

const LIFE: [&str; 13] = [
    "made", "group", "user", "queued", "claimed", "intent", "written", "verified", "done",
    "blocked", "signed", "erased", "backup",
];

#[test]
fn a_child_that_lives_until_it_is_killed() {
    let Some(path) = std::env::var_os("KEYWRIGHT_STORE_CHILD") else {
        return;
    };
    let path = PathBuf::from(path);
    let mut diary = std::fs::File::create(path.with_extension("diary")).unwrap();
    life(&path, |_, step| {
        writeln!(diary, "{step}").unwrap();
        diary.sync_data().unwrap();
    });
    writeln!(diary, "points {}", store::fail_points_passed()).unwrap();
}

#[cfg(debug_assertions)]
#[test]
fn what_was_acknowledged_survives_a_kill_at_every_durable_write() {
    let mut deaths = 0;
    for point in 1.. {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("system.keywright");
        let ended = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "stories::store_contract::kill::a_child_that_lives_until_it_is_killed",
            ])
            .env("KEYWRIGHT_STORE_CHILD", &path)
            .env("KEYWRIGHT_FAILPOINT", point.to_string())
            .output()
            .unwrap();
        let diary = std::fs::read_to_string(path.with_extension("diary")).unwrap();
        let acknowledged = LIFE
            .iter()
            .take_while(|step| diary.lines().any(|line| line == **step))
            .count();
        if ended.status.success() {
            assert_eq!(acknowledged, LIFE.len());
            break;
        }
        deaths += 1;
        if !path.exists() {
            assert_eq!(
                acknowledged, 0,
                "point {point}: an acknowledged system is gone"
            );
            life(&path, |_, _| ());
            continue;
        }
        let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
        let reached = stage(&*store);
        assert!(
            (acknowledged..=acknowledged + 1).contains(&reached),
            "point {point}: {acknowledged} steps acknowledged, {reached} stored"
        );
        for task in store.read(|r| r.open_intents()).unwrap() {
            assert!(
                task.intent.is_some(),
                "point {point}: nothing to resume from"
            );
            let claimed = change(&*store, 20, |c| c.claim_task(task.id, "one", at(200)));
            assert!(claimed.is_ok(), "point {point}: not resumable");
        }
    }
    println!("{deaths} deaths, nothing acknowledged lost");
    assert!(deaths > 20);
}
