//! What is kept beside the rows so that lists of very many are quick, against what plain rows say: after any sequence of
//! changes, those that refuse and those that break off among them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use keywright::access::AccessTable;
use keywright::model::{
    Generation, KeyState, Revision, Source, SourceKind, TaskId, UserId, Validity,
};
use keywright::store::{
    Adopted, Change, Error, NewTask, Operation, Store, TaskRecord, TaskResult, TaskState,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{at, change, full, id, intent, key, on_every_engine, premises, role, user, verify};

const USERS: u32 = 5;
const KEYS: u32 = 6;
const PLACES: u32 = 3;

/// One change set: what is done, to whom, to which key or source, and with what.
#[derive(Debug, Clone, Copy)]
struct Step {
    verb: u8,
    user: u32,
    item: u32,
    extra: u8,
}

/// How many verbs there are.
const VERBS: u8 = 24;

fn step() -> impl Strategy<Value = Step> {
    (0..VERBS, 1..=USERS, 1..=KEYS, any::<u8>()).prop_map(|(verb, user, item, extra)| Step {
        verb,
        user,
        item,
        extra,
    })
}

/// A role or premises, open or for a while.
fn source(step: Step) -> Source {
    let place = 1 + u32::from(step.extra) % PLACES;
    let end = (step.extra & 8 != 0).then(|| at(i64::from(step.extra)));
    let kind = if step.extra & 16 == 0 {
        SourceKind::Role { role: id(4, place) }
    } else {
        SourceKind::Premises {
            premises: id(5, place),
            roles: Vec::new(),
        }
    };
    Source {
        id: id(9, step.item),
        user: id(1, step.user),
        kind,
        validity: Validity { start: None, end },
    }
}

/// The open task of a key.
fn open(change: &Change<'_>, key: u32) -> Result<TaskRecord, Error> {
    let tasks = change.tasks_of_key(id(2, key))?;
    let open = tasks.into_iter().find(|task| !task.state.is_over());
    open.ok_or(Error::TaskTaken)
}

/// Where a write that was begun goes on, or is cut off, or ends.
fn go_on(change: &mut Change<'_>, step: Step) -> Result<(), Error> {
    let task = open(change, step.item)?;
    let version = change.claim_task(task.id, "counter", at(90_000_000))?;
    match task.state {
        TaskState::Queued | TaskState::Claimed => {
            let chip = u8::try_from(step.item).unwrap();
            let mut intent = intent(chip, None);
            let record = change.key(task.key)?;
            intent.revision_expected = record.key.revision;
            intent.table_hash = [step.extra % 3; 32];
            change.begin_intent(task.id, version, &intent).map(|_| ())
        }
        TaskState::Writing => change
            .mark_effect(task.id, version, TaskState::Written)
            .map(|_| ()),
        TaskState::Written => change
            .mark_effect(task.id, version, TaskState::Verified)
            .map(|_| ()),
        _ => change.finish_task(task.id, version, TaskResult::Done),
    }
}

fn queue(
    change: &mut Change<'_>,
    step: Step,
    number: u32,
    operation: Operation,
) -> Result<(), Error> {
    let task: TaskId = id(6, number);
    change.queue_task(&NewTask {
        id: task,
        key: id(2, step.item),
        operation,
        approved_by: None,
    })
}

/// Gives a user something, changes what one has, or takes it.
fn give(change: &mut Change<'_>, step: Step) -> Result<(), Error> {
    let person: UserId = id(1, step.user);
    match step.verb {
        3 | 4 => change.insert_source(&source(step)),
        5 => {
            let given = change.sources(person)?;
            let one = given.first().ok_or(Error::TaskTaken)?;
            let mut other = source(step);
            other.id = one.value.id;
            other.user = one.value.user;
            change.update_source(&other, one.version).map(|_| ())
        }
        _ => {
            let given = change.sources(person)?;
            let one = given.first().ok_or(Error::TaskTaken)?;
            change.remove_source(one.value.id, one.version)
        }
    }
}

/// The whole of a write, or of an emptying.
fn write(change: &mut Change<'_>, step: Step, number: u32) -> Result<(), Error> {
    if open(change, step.item).is_err() {
        let empties = step.verb == 21 && step.extra & 1 == 0;
        let operation = if empties {
            Operation::Empty
        } else {
            Operation::Program
        };
        queue(change, step, number, operation)?;
    }
    while open(change, step.item).is_ok() {
        go_on(change, step)?;
    }
    Ok(())
}

/// Takes one step; `number` is its place in the sequence.
fn take(change: &mut Change<'_>, step: Step, number: u32) -> Result<(), Error> {
    let (person, fob): (UserId, _) = (id(1, step.user), id(2, step.item));
    match step.verb {
        0 => change.insert_user(&user(step.user, "A", "B")),
        1 => {
            let version = change.user(person)?.version;
            change.remove_user(person, version)
        }
        2 => {
            let stored = change.user(person)?;
            let mut value = stored.value;
            value.last_name = format!("N{}", step.extra);
            change.update_user(&value, stored.version).map(|_| ())
        }
        3..=6 => give(change, step),
        7 | 8 => change.insert_key(&key(step.item, person), None).map(|_| ()),
        9 => {
            // Another holder.
            let record = change.key(fob)?;
            let mut moved = record.key.clone();
            moved.user = person;
            change.update_key(&moved, record.version).map(|_| ())
        }
        10 => queue(change, step, number, Operation::Program),
        11..=13 => go_on(change, step),
        14 => {
            let task = open(change, step.item)?;
            let version = change.claim_task(task.id, "counter", at(90_000_000))?;
            let result = match step.extra % 3 {
                0 => TaskResult::Failed("fob-lifted"),
                1 => TaskResult::Refused("fob-full"),
                _ => TaskResult::Cancelled,
            };
            change.finish_task(task.id, version, result)
        }
        15 => queue(change, step, number, Operation::Empty),
        16 => {
            let wanted: Vec<_> = (1..=KEYS)
                .filter(|one| one % 2 == step.item % 2)
                .map(|one| (id(2, one), [step.extra % 3; 32]))
                .collect();
            change.set_wanted_hashes(&wanted)
        }
        17 => {
            let record = change.key(fob)?;
            let to = [
                KeyState::HandedOver,
                KeyState::Deleted,
                KeyState::Replaced,
                KeyState::WrittenOff,
                KeyState::Draft,
            ][usize::from(step.extra) % 5];
            change.set_key_state(fob, record.version, to).map(|_| ())
        }
        18 => {
            let (groups, record) = ([id(8, 1)].into(), change.key(fob)?);
            if step.extra & 1 == 0 {
                change
                    .block_key(fob, record.version, &groups, "lost")
                    .map(|_| ())
            } else {
                change.block_found_key(fob, &groups, "found").map(|_| ())
            }
        }
        19 => {
            // One that is not blocked is for a moment.
            let mut record = change.key(fob)?;
            if record.key.state != KeyState::Blocked {
                let groups = [id(8, 1)].into();
                let _version = change.block_key(fob, record.version, &groups, "lost")?;
                record = change.key(fob)?;
            }
            change
                .unblock_key(fob, record.version, KeyState::Programmed)
                .map(|_| ())
        }
        21 | 22 => write(change, step, number),
        20 => change.adopt_medium(&Adopted {
            key: fob,
            uid: intent(u8::try_from(step.item).unwrap(), None).uid,
            generation: Generation::FIRST,
            revision: Revision(7 + u32::from(step.extra)),
            table: AccessTable::default(),
            image: vec![step.extra; 40],
            home_group: None,
            blocklist_version: None,
            written_at: at(1),
        }),
        _ => places(change, step),
    }
}

/// Names by which lists are sorted change, media come of age, and a copy comes back.
fn places(change: &mut Change<'_>, step: Step) -> Result<(), Error> {
    let place = 1 + step.item % PLACES;
    match step.extra % 8 {
        0..3 => {
            let mut stored = change.role(id(4, place))?;
            stored.value.name = format!("R{} {}", step.extra, step.item);
            change
                .update_role(&stored.value, stored.version)
                .map(|_| ())
        }
        3..6 => {
            let mut stored = change.premises(id(5, place))?;
            stored.value.name = format!("P{} {}", step.extra, step.item);
            change
                .update_premises(&stored.value, stored.version)
                .map(|_| ())
        }
        6 => {
            let next = change.system()?.generation.next().ok_or(Error::TaskTaken)?;
            change.set_generation(next)
        }
        _ => change.mark_restored(),
    }
}

/// What a user's row keeps for lists: resident, staff, when all sources end, first name given, standing of the keys.
type Kept = (bool, bool, Option<i64>, String, i64);

/// A source: whether it is premises, when it ends, its name.
type Given = (bool, Option<i64>, String);

/// Users, the counts of them, and those with a pending key: as kept, and as plain rows say.
#[derive(Debug, Default, PartialEq)]
struct Books {
    users: BTreeMap<[u8; 16], Kept>,
    tallies: BTreeMap<(bool, bool), i64>,
    pending: BTreeSet<[u8; 16]>,
}

fn kept(store: &dyn Store) -> Books {
    let mut books = Books::default();
    store
        .snapshot(&mut |link| {
            let users = "SELECT id, resident, staff, sources_end, sort_given, sort_keys FROM users WHERE removed_at IS NULL";
            link.rows(users, &[], &mut |row| {
                let kept = (
                    row.number::<i64>(1)? == 1,
                    row.number::<i64>(2)? == 1,
                    row.maybe(3, |row, column| row.number(column))?,
                    row.text(4)?.to_owned(),
                    row.number(5)?,
                );
                let _new = books.users.insert(row.array(0)?, kept);
                Ok(())
            })?;
            let tallies = "SELECT resident, staff, users FROM user_tallies";
            link.rows(tallies, &[], &mut |row| {
                let which = (row.number::<i64>(0)? == 1, row.number::<i64>(1)? == 1);
                let _new = books.tallies.insert(which, row.number(2)?);
                Ok(())
            })?;
            link.rows("SELECT user_id FROM pending_users", &[], &mut |row| {
                let _new = books.pending.insert(row.array(0)?);
                Ok(())
            })
        })
        .unwrap();
    books
}

fn counted(store: &dyn Store) -> Books {
    let mut books = Books::default();
    for which in [(false, false), (false, true), (true, false), (true, true)] {
        let _new = books.tallies.insert(which, 0);
    }
    store
        .snapshot(&mut |link| {
            let users = "SELECT id FROM users WHERE removed_at IS NULL";
            link.rows(users, &[], &mut |row| {
                let nothing = (false, false, None, String::new(), 3);
                let _new = books.users.insert(row.array(0)?, nothing);
                Ok(())
            })?;
            let mut given: BTreeMap<[u8; 16], Vec<Given>> = BTreeMap::new();
            let sources = "SELECT s.user_id, CASE WHEN s.role_id IS NULL THEN 1 ELSE 0 END, s.valid_until, r.name_folded FROM sources s JOIN roles r ON r.id = s.role_id \
                           UNION ALL SELECT s.user_id, CASE WHEN s.role_id IS NULL THEN 1 ELSE 0 END, s.valid_until, p.name_folded FROM sources s JOIN premises p ON p.id = s.premises_id";
            link.rows(sources, &[], &mut |row| {
                let end = row.maybe(2, |row, column| row.number(column))?;
                let one = (row.number::<i64>(1)? == 1, end, row.text(3)?.to_owned());
                given.entry(row.array(0)?).or_default().push(one);
                Ok(())
            })?;
            for (user, given) in given {
                let Some(row) = books.users.get_mut(&user) else {
                    continue;
                };
                row.0 = given.iter().any(|one| one.0);
                row.1 = given.iter().any(|one| !one.0);
                row.2 = given.iter().map(|one| one.1).collect::<Option<Vec<_>>>()
                    .and_then(|ends| ends.into_iter().max());
                row.3 = given.iter().map(|one| one.2.clone()).min().unwrap();
            }
            let keys = "SELECT k.user_id, k.state, CASE WHEN k.written_hash IS NULL THEN 0 WHEN t.hash <> k.written_hash THEN 1 WHEN k.adopted = 1 THEN 1 \
                        WHEN k.generation < y.generation THEN 1 ELSE 0 END FROM keys k CROSS JOIN system y LEFT JOIN wanted_tables t ON t.id = k.wanted_id";
            link.rows(keys, &[], &mut |row| {
                let (holder, state) = (row.array(0)?, row.text(1)?);
                let in_use = ["programmed", "handed-over", "task", "writing", "write-failed"];
                if in_use.contains(&state) && row.number::<i64>(2)? == 1 {
                    let _new = books.pending.insert(holder);
                }
                if let Some(kept) = books.users.get_mut(&holder)
                    && state != "deleted"
                {
                    kept.4 = kept.4.min(if state == "draft" { 1 } else { 2 });
                }
                Ok(())
            })
        })
        .unwrap();
    for kept in books.users.values() {
        *books.tallies.entry((kept.0, kept.1)).or_default() += 1;
    }
    books
}

fn begin(store: &dyn Store) {
    change(store, 0, |change| {
        let _number = change.insert_blocking_group(id(8, 1), "House")?;
        for number in 1..=PLACES {
            change.insert_role(&role(number, &[], &[]))?;
            change.insert_premises(&premises(number, None))?;
        }
        (1..=3).try_for_each(|number| change.insert_user(&user(number, "A", "B")))
    })
    .unwrap();
}

/// Takes the steps on a fresh system of every engine, each a change set, and counts after each.
fn walk(steps: &[Step], done: &RefCell<[u32; VERBS as usize]>) {
    on_every_engine(|store| {
        begin(store);
        for (number, step) in (1..).zip(steps.iter().copied()) {
            // One in sixteen is done and then given up, as where a later part of a change set refuses.
            let given_up = step.extra % 16 == 9;
            let outcome = change(store, i64::from(number), |change| {
                take(change, step, number)?;
                if given_up {
                    Err(Error::Abandoned)
                } else {
                    Ok(())
                }
            });
            done.borrow_mut()[usize::from(step.verb)] += u32::from(outcome.is_ok());
            assert_eq!(kept(store), counted(store), "after {step:?}: {outcome:?}");
            let missed = store.read(|reading| reading.miscounted()).unwrap();
            assert_eq!(missed, 0, "after {step:?}: {outcome:?}");
        }
    });
}

#[test]
fn whatever_is_changed_lists_count_what_the_rows_say() {
    let mut runner = TestRunner::new(Config {
        cases: if full() { 1_000 } else { 60 },
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    });
    let sequence = proptest::collection::vec(step(), 0..100);
    let done = RefCell::new([0_u32; VERBS as usize]);
    let outcome = runner.run(&sequence, |steps| {
        walk(&steps, &done);
        Ok(())
    });
    outcome.unwrap();
    let done = done.into_inner();
    println!("changes done, by kind: {done:?}");
    // By chance alone one kind may have met no key that it concerns.
    let missed = done.iter().filter(|count| **count == 0).count();
    assert!(missed <= 1, "{done:?}");
}

#[test]
fn a_wrong_count_is_found_and_counted_anew() {
    on_every_engine(|store| {
        begin(store);
        change(store, 1, |change| {
            let resident = Step {
                verb: 3,
                user: 1,
                item: 1,
                extra: 16,
            };
            change.insert_source(&source(resident))?;
            change.insert_key(&key(1, id(1, 1)), None).map(|_| ())
        })
        .unwrap();
        let right = kept(store);
        let recount = || change(store, 2, |change| change.recount());
        assert_eq!(recount(), Ok(0));
        let wrongs: [&'static str; 7] = [
            "UPDATE user_tallies SET users = users + 1 WHERE resident = 1 AND staff = 0",
            "UPDATE users SET resident = 0 WHERE sort_given <> ''",
            "UPDATE users SET staff = 1",
            "UPDATE users SET sources_end = 5",
            "UPDATE users SET sort_given = 'x' WHERE sort_given = ''",
            "UPDATE users SET sort_keys = 2 WHERE sort_keys = 1",
            "INSERT INTO pending_users (user_id) SELECT id FROM users",
        ];
        for wrong in wrongs {
            store
                .transaction(&mut |link| link.execute(wrong, &[]).map(|_| ()))
                .unwrap();
            assert_ne!(kept(store), right, "{wrong}");
            let found = store.verify(&verify);
            let Err(Error::Miscounted { rows }) = found else {
                panic!("{wrong}: {found:?}");
            };
            assert_eq!(recount(), Ok(rows), "{wrong}");
            assert_eq!(kept(store), right, "{wrong}");
            let _whole = store.verify(&verify).unwrap();
        }
    });
}
