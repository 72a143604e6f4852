//! What every store engine must do: the same stories run on each.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::model::role::UserFeature;
use keywright::model::user::UserDetails;
use keywright::model::{
    AdministratorRole, BlockingGroupId, Email, Generation, Id, Key, KeyId, KeyKind, KeyNumber,
    KeyState, Lock, LockGroupId, LockId, LockKind, LockNumber, LockState, OperatorId, Permission,
    Premises, PremisesId, ProgrammingKeyId, Revision, RoleId, Source, SourceId, SourceKind,
    SystemId, TaskId, Uid, User, UserId, UserRole, Validity,
};
use keywright::store::{
    self, Actor, Change, Deployed, DraftId, Entity, Error, Intent, InvitationId, InvitationState,
    KeyFilter, Mode, NewSystem, NewTask, Operation, Operator, Options, ProgrammingKey, Sort, Store,
    TaskResult, TaskState, UserQuery,
};
use keywright::time::UtcMillis;
use sha2::{Digest as _, Sha256};

/// A repeatable source of numbers for tests.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }
}

pub const KEY: [u8; 32] = [0x5A; 32];

pub fn at(step: i64) -> UtcMillis {
    UtcMillis(1_795_000_000_000 + step)
}

pub fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
}

pub fn options(mode: Mode) -> Options {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    Options {
        mode,
        random: Box::new(move |buffer| {
            buffer
                .iter_mut()
                .for_each(|byte| *byte = numbers.next().to_le_bytes()[3]);
            true
        }),
        max_pages: None,
    }
}

pub fn new_system() -> NewSystem {
    NewSystem {
        id: SystemId([1, 2, 3, 4, 5, 6, 7, 8]),
        name: "Harbour Street".into(),
        zone: "Europe/Helsinki".parse().unwrap(),
        created: at(0),
        demo: true,
    }
}

pub fn id<Kind>(kind: u8, number: u32) -> Id<Kind> {
    let mut random = [kind; 10];
    random[6..].copy_from_slice(&number.to_be_bytes());
    Id::new(at(i64::from(number)).0, random)
}

pub fn sign(message: &[u8], signer: Generation) -> Vec<u8> {
    Sha256::new()
        .chain_update(message)
        .chain_update([signer.get()])
        .finalize()
        .to_vec()
}

pub fn verify(message: &[u8], signature: &[u8], signer: Generation) -> bool {
    sign(message, signer) == signature
}

pub struct Fresh {
    pub store: Box<dyn Store>,
    pub path: PathBuf,
    pub dir: tempfile::TempDir,
}

pub fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("system.keywright");
    let store = store::create(&path, &KEY, &new_system(), options(Mode::Write)).unwrap();
    Fresh { store, path, dir }
}

/// Runs a story on a fresh system of every engine there is.
fn on_every_engine(story: impl Fn(&dyn Store)) {
    let engines: [fn() -> Fresh; 1] = [sqlite];
    for engine in engines {
        let fresh = engine();
        story(&*fresh.store);
        let report = fresh.store.verify(&verify).unwrap();
        assert_eq!(report.head, fresh.store.info().unwrap().head);
    }
}

pub fn user(number: u32, first: &str, last: &str) -> User {
    User {
        id: id(1, number),
        first_name: first.into(),
        last_name: last.into(),
        email: Email::new(&format!("{}.{number}@example.fi", first.to_lowercase())).unwrap(),
        details: UserDetails {
            company: "Harbour Housing".into(),
            ..UserDetails::default()
        },
        end_date: Some("2030-06-30".parse().unwrap()),
    }
}

pub fn key(number: u32, user: UserId) -> Key {
    Key {
        id: id(2, number),
        number: KeyNumber(0),
        kind: KeyKind::Fob,
        user,
        state: KeyState::Draft,
        validity: Validity::ALWAYS,
        expiry: None,
        without: BTreeSet::new(),
        home_group: None,
        uid: None,
        stamp: Some("0042".parse().unwrap()),
        generation: None,
        revision: Revision(0),
    }
}

fn lock(number: u32, groups: &[LockGroupId], blocking_group: BlockingGroupId) -> Lock {
    Lock {
        id: id(3, number),
        number: LockNumber(0),
        name: format!("Door {number}"),
        kind: LockKind::Hybrid,
        clock: true,
        groups: groups.iter().copied().collect(),
        blocking_group,
        state: LockState::NotDeployed,
    }
}

fn role(number: u32, locks: &[LockId], groups: &[LockGroupId]) -> UserRole {
    UserRole {
        id: id(4, number),
        name: format!("Role {number}"),
        locks: locks.iter().copied().collect(),
        lock_groups: groups.iter().copied().collect(),
        access_times: Some("mon-fri 07:00-18:00".parse().unwrap()),
        expiry: Some(keywright::model::ExpiryInterval::hours(720).unwrap()),
        features: [UserFeature::Pins].into(),
        premises: None,
    }
}

fn premises(number: u32, parent: Option<PremisesId>) -> Premises {
    Premises {
        id: id(5, number),
        name: format!("Flat {number}"),
        parent,
        private: true,
        locks: BTreeSet::new(),
        linked_roles: BTreeSet::new(),
    }
}

fn intent(number: u8, home_group: Option<BlockingGroupId>) -> Intent {
    let image = vec![number; 300];
    Intent {
        uid: Uid::new(&[4, 1, 2, 3, 4, 5, number]).unwrap(),
        generation_now: None,
        generation_wanted: Some(Generation::FIRST),
        revision_expected: Revision(0),
        image_hash: Sha256::digest(&image).into(),
        image,
        blocklist: Some(vec![1, 2, 3]),
        blocklist_version: Some(0),
        home_group,
        table: AccessTable::new(vec![Entry {
            target: Target::Lock(LockNumber(7)),
            conditions: Conditions::default(),
        }]),
        table_hash: [9; 32],
    }
}

fn change<T>(
    store: &dyn Store,
    step: i64,
    work: impl FnMut(&mut Change<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    store.change(Actor::Station, at(step), work)
}

/// A key on a medium, in the hand of its holder.
fn programmed(store: &dyn Store, number: u32, holder: UserId, group: Option<BlockingGroupId>) {
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
fn what_was_written_is_read_back() {
    on_every_engine(|store| {
        let (group, blocking): (LockGroupId, BlockingGroupId) = (id(7, 1), id(8, 1));
        let aino = user(1, "Aino", "Järvi");
        let mut door = lock(1, &[group], blocking);
        let mut flat = premises(2, Some(id(5, 1)));
        flat.locks = [door.id].into();
        flat.linked_roles = [id(4, 1)].into();
        let source = Source {
            id: id(9, 1),
            user: aino.id,
            kind: SourceKind::Premises {
                premises: flat.id,
                roles: vec![id(4, 1)],
            },
            validity: Validity::new(Some(at(5)), Some(at(9))).unwrap(),
        };
        let mut fob = key(1, aino.id);
        fob.without = [source.id].into();
        let administrator = AdministratorRole {
            id: id(10, 1),
            name: "Clerk".into(),
            permissions: [Permission::EditUsers, Permission::OrderKeys].into(),
            premises: [flat.id].into(),
        };
        let operator = Operator {
            id: id(11, 1),
            user: aino.id,
            roles: [administrator.id].into(),
        };
        let token = ProgrammingKey {
            id: id(12, 1),
            label: "Front desk".into(),
            serial: "1234567".into(),
            certificate: vec![0x30, 0x03],
            operators: [operator.id].into(),
        };
        change(store, 1, |change| {
            let _number = change.insert_lock_group(group, "Stairwells")?;
            let _number = change.insert_blocking_group(blocking, "House A")?;
            door.number = change.insert_lock(&door)?;
            change.insert_role(&role(1, &[door.id], &[group]))?;
            change.insert_premises(&premises(1, None))?;
            change.insert_premises(&flat)?;
            change.insert_user(&aino)?;
            change.insert_source(&source)?;
            fob.number = change.insert_key(&fob, None)?;
            change.insert_administrator_role(&administrator)?;
            change.insert_operator(&operator)?;
            change.insert_programming_key(&token)?;
            change.insert_envelope(Generation::FIRST, &[1, 2], &[4; 65])?;
            let _version =
                change.put_draft(id(13, 1), 0, Some(aino.id), "add-user", "{\"step\":2}")?;
            change.queue_invitation(id(14, 1), aino.id, "fi", &[3; 32])
        })
        .unwrap();
        store
            .read(|reading| {
                let facts = reading.facts()?;
                assert_eq!(facts.locks[0].lock, door);
                assert_eq!(facts.roles[0].value, role(1, &[door.id], &[group]));
                assert_eq!(facts.premises[1].value, flat);
                assert_eq!(facts.lock_groups[0].name, "Stairwells");
                assert_eq!(facts.blocking_groups[0].number.0, 1);
                assert_eq!(facts.system.name, "Harbour Street");
                assert_eq!(reading.user(aino.id)?.value, aino);
                assert_eq!(
                    reading.user_by_email("AINO.1@EXAMPLE.FI")?.unwrap().value,
                    aino
                );
                assert_eq!(reading.sources(aino.id)?[0].value, source);
                assert_eq!(reading.source(source.id)?.value, source);
                assert_eq!(reading.key(fob.id)?.key, fob);
                assert_eq!(reading.keys_by_stamp("0042".parse().unwrap())?.len(), 1);
                assert_eq!(reading.administrator_roles()?[0].value, administrator);
                assert_eq!(reading.operators()?[0].value, operator);
                assert_eq!(reading.programming_keys()?[0].value, token);
                assert_eq!(reading.envelope(Generation::FIRST)?.cms, [1, 2]);
                assert_eq!(reading.draft(id(13, 1))?.document, "{\"step\":2}");
                let invitation = reading.invitation_by_token(&[3; 32])?.unwrap();
                assert_eq!(invitation.state, InvitationState::Queued);
                assert_eq!(reading.users_by_role(id(4, 1))?, [aino.id]);
                assert_eq!(reading.users_by_premises(flat.id)?, [aino.id]);
                assert_eq!(reading.locks_in_group(group)?, [door.id]);
                for filter in [
                    KeyFilter::All,
                    KeyFilter::User(aino.id),
                    KeyFilter::Role(id(4, 1)),
                    KeyFilter::Premises(flat.id),
                ] {
                    let mut seen = 0;
                    reading.for_each_key_with_sources(filter, &mut |found| {
                        seen += 1;
                        assert_eq!(found.record.key, fob);
                        assert_eq!(found.sources, std::slice::from_ref(&source));
                        Ok(())
                    })?;
                    assert_eq!(seen, 1, "{filter:?}");
                }
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_change_set_that_fails_leaves_nothing() {
    on_every_engine(|store| {
        let before = store.info().unwrap();
        let refused = change(store, 1, |change| {
            change.insert_user(&user(1, "Aino", "Järvi"))?;
            change.insert_user(&user(1, "Eino", "Virta"))
        });
        assert_eq!(
            refused,
            Err(Error::Exists {
                entity: Entity::User
            })
        );
        assert_eq!(store.info().unwrap(), before);
        assert_eq!(store.read(|reading| reading.user_count()).unwrap(), 0);
    });
}

#[test]
fn a_lost_update_is_refused_and_names_its_record() {
    on_every_engine(|store| {
        let (group, blocking): (LockGroupId, BlockingGroupId) = (id(7, 1), id(8, 1));
        let aino = user(1, "Aino", "Järvi");
        change(store, 1, |change| {
            let _number = change.insert_lock_group(group, "Stairwells")?;
            let _number = change.insert_blocking_group(blocking, "House A")?;
            let _number = change.insert_lock(&lock(1, &[group], blocking))?;
            change.insert_role(&role(1, &[], &[group]))?;
            change.insert_premises(&premises(1, None))?;
            change.insert_user(&aino)?;
            change.insert_envelope(Generation::FIRST, &[1], &[2])?;
            let _number = change.insert_key(&key(1, aino.id), None)?;
            Ok(())
        })
        .unwrap();
        type Update<'a> = &'a dyn Fn(&mut Change<'_>) -> Result<u64, Error>;
        let updates: [(Entity, Update<'_>); 9] = [
            (Entity::LockGroup, &|c| {
                c.rename_lock_group(group, "Stairs", 1)
            }),
            (Entity::BlockingGroup, &|c| {
                c.rename_blocking_group(blocking, "House B", 1)
            }),
            (Entity::Lock, &|c| c.update_lock(&lock(1, &[], blocking), 1)),
            (Entity::Role, &|c| c.update_role(&role(1, &[], &[]), 1)),
            (Entity::Premises, &|c| {
                c.update_premises(&premises(1, None), 1)
            }),
            (Entity::User, &|c| c.update_user(&aino, 1)),
            (Entity::Envelope, &|c| {
                c.update_envelope(Generation::FIRST, 1, &[3])
            }),
            (Entity::Key, &|c| c.update_key(&key(1, aino.id), 1)),
            (Entity::System, &|c| {
                c.update_system("New name", "UTC".parse().unwrap(), true, 1)
                    .map(|()| 2)
            }),
        ];
        for (entity, update) in updates {
            assert_eq!(change(store, 2, update), Ok(2), "{entity}");
            let lost = change(store, 3, update);
            assert_eq!(lost, Err(Error::ChangedMeanwhile { entity }), "{entity}");
        }
    });
}

#[test]
fn a_number_is_never_given_twice() {
    on_every_engine(|store| {
        let blocking: BlockingGroupId = id(8, 1);
        let mut given = BTreeSet::new();
        change(store, 1, |change| {
            let _number = change.insert_blocking_group(blocking, "House A")?;
            Ok(())
        })
        .unwrap();
        for round in 0..50u32 {
            let number = change(store, 2, |change| {
                let number = change.insert_lock(&lock(round, &[], blocking))?;
                change.remove_lock(id(3, round), 1)?;
                Ok(number.0)
            })
            .unwrap();
            assert!(given.insert(number), "{number} came back");
        }
        let number = change(store, 3, |change| {
            change.insert_blocking_group(id(8, 2), "House B")
        })
        .unwrap();
        assert_eq!(number.0, 2);
        let first_key = change(store, 4, |change| {
            change.insert_user(&user(1, "Aino", "Järvi"))?;
            change.insert_key(&key(1, id(1, 1)), None)
        })
        .unwrap();
        assert_eq!(first_key, KeyNumber(1));
    });
}

#[test]
fn names_and_addresses_are_unique_without_regard_to_case() {
    on_every_engine(|store| {
        let aino = user(1, "Aino", "Järvi");
        let mut twin = user(2, "Aino", "Järvi");
        twin.email = Email::new("AINO.1@Example.FI").unwrap();
        change(store, 1, |change| {
            change.insert_user(&aino)?;
            change.insert_role(&role(1, &[], &[]))
        })
        .unwrap();
        assert_eq!(
            change(store, 2, |change| change.insert_user(&twin)),
            Err(Error::EmailTaken)
        );
        let mut other = role(2, &[], &[]);
        other.name = "ROLE 1".into();
        assert_eq!(
            change(store, 2, |change| change.insert_role(&other)),
            Err(Error::NameTaken {
                entity: Entity::Role
            })
        );
        assert_eq!(
            store
                .read(|reading| reading.similar_users("aino", "JÄRVI"))
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn what_is_in_use_stays() {
    on_every_engine(|store| {
        let (group, blocking): (LockGroupId, BlockingGroupId) = (id(7, 1), id(8, 1));
        change(store, 1, |change| {
            let _number = change.insert_lock_group(group, "Stairwells")?;
            let _number = change.insert_blocking_group(blocking, "House A")?;
            let _number = change.insert_lock(&lock(1, &[group], blocking))?;
            change.insert_role(&role(1, &[id(3, 1)], &[]))?;
            change.insert_premises(&premises(1, None))?;
            change.insert_premises(&premises(2, Some(id(5, 1))))
        })
        .unwrap();
        let used = |entity| Err(Error::StillUsed { entity });
        let removed = change(store, 2, |c| c.remove_lock_group(group, 1));
        assert_eq!(removed, used(Entity::LockGroup));
        let removed = change(store, 2, |c| c.remove_blocking_group(blocking, 1));
        assert_eq!(removed, used(Entity::BlockingGroup));
        let removed = change(store, 2, |c| c.remove_lock(id(3, 1), 1));
        assert_eq!(removed, used(Entity::Lock));
        let removed = change(store, 2, |c| c.remove_premises(id(5, 1), 1));
        assert_eq!(removed, used(Entity::Premises));
        let inside_itself = change(store, 2, |c| {
            c.update_premises(&premises(1, Some(id(5, 2))), 1)
        });
        assert_eq!(inside_itself, Err(Error::PremisesCycle));
        let nobody = change(store, 2, |c| {
            c.insert_source(&Source {
                id: id(9, 1),
                user: id(1, 99),
                kind: SourceKind::Role { role: id(4, 1) },
                validity: Validity::ALWAYS,
            })
        });
        assert_eq!(
            nobody,
            Err(Error::Dangling {
                entity: Entity::Source
            })
        );
    });
}

#[test]
fn a_lock_is_pending_until_what_it_shall_be_is_deployed() {
    on_every_engine(|store| {
        let (group, blocking): (LockGroupId, BlockingGroupId) = (id(7, 1), id(8, 1));
        let state = || {
            let record = store.read(|reading| reading.lock(id(3, 1))).unwrap();
            (record.lock.state, record.version)
        };
        let deployed = |groups: &[LockGroupId]| Deployed {
            groups: groups.iter().copied().collect(),
            blocking_group: blocking,
            blocklist_version: 0,
            clock: true,
            at: at(2),
        };
        change(store, 1, |change| {
            let _number = change.insert_lock_group(group, "Stairwells")?;
            let _number = change.insert_blocking_group(blocking, "House A")?;
            let _number = change.insert_lock(&lock(1, &[], blocking))?;
            Ok(())
        })
        .unwrap();
        assert_eq!(state(), (LockState::NotDeployed, 1));
        let _version = change(store, 2, |c| {
            c.lock_deployed(id(3, 1), 1, &deployed(&[]), b"cfg")
        })
        .unwrap();
        assert_eq!(state(), (LockState::Deployed, 2));
        let _version =
            change(store, 3, |c| c.update_lock(&lock(1, &[group], blocking), 2)).unwrap();
        assert_eq!(state(), (LockState::Pending, 3));
        let late = change(store, 4, |c| {
            c.lock_deployed(id(3, 1), 2, &deployed(&[]), b"cfg")
        });
        assert!(matches!(late, Err(Error::ChangedMeanwhile { .. })));
        let _version = change(store, 4, |c| {
            c.lock_deployed(id(3, 1), 3, &deployed(&[group]), b"cfg2")
        })
        .unwrap();
        assert_eq!(state(), (LockState::Deployed, 4));
        store
            .read(|reading| {
                let record = reading.lock(id(3, 1))?;
                assert_eq!(record.deployed.unwrap().groups, [group].into());
                assert_eq!(reading.deployed_configuration(id(3, 1))?.unwrap(), b"cfg2");
                Ok(())
            })
            .unwrap();
    });
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
                if let TaskResult::Failed(_) = result {
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

/// `count` keys that are on a medium as far as the store knows, made without the long way of a task each.
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
            change.finish_task(task, 1, TaskResult::Failed("test"))?;
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
        let _version = change(store, 5, |c| {
            let version = c.key(id(2, 1))?.version;
            let _version = c.set_key_state(id(2, 1), version, KeyState::WrittenOff)?;
            c.remove_blocklist_entries(large, &[id(2, 1)].into())
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

#[test]
fn people_are_found_by_beginnings_of_words() {
    on_every_engine(|store| {
        change(store, 1, |change| {
            change.insert_premises(&Premises {
                name: "Harbour Street 5 B 12".into(),
                ..premises(1, None)
            })?;
            for (number, (first, last)) in
                (1..).zip([("Aino", "Järvi"), ("Eino", "Järvinen"), ("Åke", "Öberg")])
            {
                change.insert_user(&user(number, first, last))?;
            }
            change.insert_source(&Source {
                id: id(9, 1),
                user: id(1, 3),
                kind: SourceKind::Premises {
                    premises: id(5, 1),
                    roles: vec![],
                },
                validity: Validity::ALWAYS,
            })
        })
        .unwrap();
        let found = |text: &str| -> Vec<String> {
            let query = UserQuery {
                text: text.into(),
                limit: 10,
                ..UserQuery::default()
            };
            let page = store.read(|reading| reading.users(&query)).unwrap();
            page.items
                .iter()
                .map(|user| user.first_name.clone())
                .collect()
        };
        assert_eq!(found(""), ["Aino", "Eino", "Åke"]);
        assert_eq!(found("JÄRVI"), ["Aino", "Eino"]);
        assert_eq!(found("järvi ei"), ["Eino"]);
        assert_eq!(found("aino.1@exa"), ["Aino"]);
        assert_eq!(found("street 12"), ["Åke"]);
        assert_eq!(found("nobody"), [""; 0]);
        let _version = change(store, 2, |change| {
            let mut flat = change.premises(id(5, 1))?;
            flat.value.name = "Quay".into();
            change.update_premises(&flat.value, flat.version)
        })
        .unwrap();
        assert_eq!(found("street"), [""; 0]);
        assert_eq!(found("quay"), ["Åke"]);
    });
}

#[test]
fn many_people_are_listed_and_found_within_a_keystroke() {
    let count: u32 = if full() {
        std::env::var("KW_COUNT").map_or(100_000, |c| c.parse().unwrap())
    } else {
        3_000
    };
    let firsts = [
        "Aino", "Eino", "Helmi", "Onni", "Venla", "Leo", "Åke", "Maija",
    ];
    let lasts = [
        "Virtanen", "Korhonen", "Nieminen", "Laine", "Öberg", "Mäkinen",
    ];
    let fresh = sqlite();
    let store = &*fresh.store;
    let started = Instant::now();
    change(store, 1, |change| {
        change.insert_role(&role(1, &[], &[]))?;
        for number in 1..=count {
            let n = usize::try_from(number).unwrap();
            let person = user(number, firsts[n % firsts.len()], lasts[n / 7 % lasts.len()]);
            change.insert_user(&person)?;
            change.insert_source(&Source {
                id: id(9, number),
                user: person.id,
                kind: SourceKind::Role { role: id(4, 1) },
                validity: Validity::ALWAYS,
            })?;
            let _number = change.insert_key(&key(number, person.id), None)?;
        }
        Ok(())
    })
    .unwrap();
    println!(
        "{count} users with source and key inserted in {:?}",
        started.elapsed()
    );
    let timed = |label: &str, query: UserQuery| {
        let _warm = store.read(|reading| reading.users(&query)).unwrap();
        let started = Instant::now();
        let page = store.read(|reading| reading.users(&query)).unwrap();
        println!(
            "{label}: {} rows in {:?}",
            page.items.len(),
            started.elapsed()
        );
        page
    };
    let query = |text: &str, sort, offset| UserQuery {
        text: text.into(),
        sort,
        offset,
        limit: 50,
    };
    assert_eq!(
        timed("first page", query("", Sort::Name, 0)).items.len(),
        50
    );
    let last = timed("last page", query("", Sort::Name, count - 50));
    assert!(last.items.len() == 50 && !last.more);
    let _page = timed("by e-mail, middle", query("", Sort::Email, count / 2));
    let _page = timed("by change", query("", Sort::Changed, 100));
    let _page = timed("one letter", query("a", Sort::Name, 0));
    let _page = timed("last name at the end", query("virt", Sort::Name, 0));
    let _page = timed("one letter, deep", query("a", Sort::Name, count / 5));
    let _page = timed("two words", query("aino virt", Sort::Name, 0));
    let rare = timed(
        "one person",
        query(&format!("aino.{}", count / 8 * 8), Sort::Name, 0),
    );
    assert_eq!(rare.items.len(), 1);
    let started = Instant::now();
    let mut seen = 0;
    store
        .read(|reading| {
            reading.for_each_key_with_sources(KeyFilter::All, &mut |found| {
                assert_eq!(found.sources.len(), 1);
                seen += 1;
                Ok(())
            })
        })
        .unwrap();
    println!(
        "{seen} keys with sources streamed in {:?}",
        started.elapsed()
    );
    assert_eq!(seen, count);
    let started = Instant::now();
    let _report = store.audit_verify(&verify).unwrap();
    println!("log verified in {:?}", started.elapsed());
}

#[test]
fn one_instance_writes_and_others_may_read() {
    let fresh = sqlite();
    let second = store::open(&fresh.path, &KEY, options(Mode::Write));
    assert_eq!(second.err(), Some(Error::InUse));
    let reader = store::open(&fresh.path, &KEY, options(Mode::Read)).unwrap();
    change(&*fresh.store, 1, |c| {
        c.insert_user(&user(1, "Aino", "Järvi"))
    })
    .unwrap();
    assert_eq!(reader.read(|reading| reading.user_count()).unwrap(), 1);
    let refused = change(&*reader, 2, |c| c.insert_user(&user(2, "Eino", "Virta")));
    assert_eq!(refused, Err(Error::ReadOnly));
    assert!(fresh.store.is_writable() && !reader.is_writable());
    drop((fresh.store, reader));
    assert!(store::open(&fresh.path, &KEY, options(Mode::Write)).is_ok());
}

#[test]
fn a_wrong_key_a_foreign_file_and_no_file_are_told_apart() {
    let fresh = sqlite();
    let wrong = store::open(&fresh.path, &[1; 32], options(Mode::Read)).err();
    assert_eq!(wrong, Some(Error::WrongKey));
    let nowhere = store::open(Path::new("/nowhere/x"), &KEY, options(Mode::Read)).err();
    assert_eq!(nowhere, Some(Error::FileMissing));
    let foreign = fresh.dir.path().join("letter.txt");
    std::fs::write(&foreign, "Dear Sir or Madam".repeat(500)).unwrap();
    let refused = store::open(&foreign, &KEY, options(Mode::Write)).err();
    assert_eq!(refused, Some(Error::WrongKey));
    let again = store::create(&fresh.path, &KEY, &new_system(), options(Mode::Write)).err();
    assert_eq!(again, Some(Error::FileExists));
}

#[test]
fn a_backup_is_the_whole_system_and_restores_it() {
    let fresh = sqlite();
    change(&*fresh.store, 1, |c| {
        c.insert_user(&user(1, "Aino", "Järvi"))
    })
    .unwrap();
    let backup = fresh.dir.path().join("backup.keywright");
    let restored = fresh.dir.path().join("restored.keywright");
    fresh.store.backup(&backup).unwrap();
    assert_eq!(fresh.store.backup(&backup), Err(Error::FileExists));
    store::restore(&backup, &restored, &KEY).unwrap();
    let copy = store::open(&restored, &KEY, options(Mode::Write)).unwrap();
    assert_eq!(copy.info(), fresh.store.info());
    assert_eq!(copy.read(|r| r.user_count()).unwrap(), 1);
    let _report = copy.verify(&verify).unwrap();
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&backup, bytes).unwrap();
    let damaged = store::restore(&backup, &fresh.dir.path().join("no"), &KEY);
    assert!(matches!(damaged, Err(Error::Damaged { .. })), "{damaged:?}");
    assert!(!fresh.dir.path().join("no").exists());
}

#[test]
fn every_flipped_bit_is_found() {
    let flips = if full() { 2_000 } else { 300 };
    let Fresh { store, path, dir } = sqlite();
    change(&*store, 1, |change| {
        (1..=200).try_for_each(|n| change.insert_user(&user(n, "Aino", "Järvi")))
    })
    .unwrap();
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let copy = dir.path().join("copy.keywright");
    let mut numbers = Numbers(20_261_121);
    let mut found = 0;
    for _ in 0..flips {
        let (byte, bit) = (numbers.below(sound.len()), numbers.below(8));
        let mut bytes = sound.clone();
        bytes[byte] ^= 1 << bit;
        std::fs::write(&copy, &bytes).unwrap();
        let checked = store::open(&copy, &KEY, options(Mode::Read)).and_then(|store| store.check());
        match checked {
            Err(Error::WrongKey | Error::Damaged { .. } | Error::DiskFailed) => found += 1,
            other => panic!("bit {bit} of byte {byte} went unseen: {other:?}"),
        }
    }
    println!("{found} of {flips} flipped bits found");
}

#[test]
fn a_torn_log_leaves_a_prefix_of_what_was_done() {
    let steps: u64 = if full() { 128 } else { 24 };
    let fresh = sqlite();
    for number in 1..=20 {
        change(&*fresh.store, 1, |c| {
            c.insert_user(&user(number, "Aino", "Järvi"))
        })
        .unwrap();
    }
    let beside = |path: &Path, ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
    let database = std::fs::read(&fresh.path).unwrap();
    let log = std::fs::read(beside(&fresh.path, "-wal")).unwrap();
    let mut prefixes = BTreeSet::new();
    for step in 0..steps {
        // Half of the tears within the last 64 KiB, half anywhere.
        let reach = if step % 2 == 0 {
            65_536
        } else {
            u64::try_from(log.len()).unwrap()
        };
        let torn = usize::try_from((step + 1) * reach / steps / 512 * 512).unwrap();
        for garbled in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("system.keywright");
            std::fs::write(&path, &database).unwrap();
            let mut rest = log.clone();
            let end = rest.len() - torn;
            if garbled {
                rest[end..].iter_mut().for_each(|byte| *byte ^= 0xA5);
            } else {
                rest.truncate(end);
            }
            std::fs::write(beside(&path, "-wal"), rest).unwrap();
            let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
            let report = store.verify(&verify).unwrap();
            let users = store.read(|reading| reading.user_count()).unwrap();
            assert_eq!(report.head.count, users, "whole change sets only");
            for number in 1..=u32::try_from(users).unwrap() {
                let _user = store.read(|reading| reading.user(id(1, number))).unwrap();
            }
            let _new = prefixes.insert(users);
        }
    }
    println!("{} tears left {prefixes:?} of 20 changes", steps * 2);
}

#[test]
fn a_full_disk_is_named_and_nothing_is_half_written() {
    let Fresh {
        store,
        path,
        dir: _dir,
    } = sqlite();
    drop(store);
    let pages = u32::try_from(std::fs::metadata(&path).unwrap().len() / 4096).unwrap() + 8;
    let limited = Options {
        max_pages: Some(pages),
        ..options(Mode::Write)
    };
    let store = store::open(&path, &KEY, limited).unwrap();
    let mut kept = 0;
    let refused = loop {
        let added = change(&*store, 1, |change| {
            (0..5).try_for_each(|n| change.insert_user(&user(kept * 5 + n, "Aino", "Järvi")))
        });
        match added {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, Error::DiskFull);
    assert!(kept > 0);
    assert_eq!(store.read(|r| r.user_count()).unwrap(), u64::from(kept) * 5);
    let _report = store.verify(&verify).unwrap();
    drop(store);
    let store = store::open(&path, &KEY, options(Mode::Write)).unwrap();
    change(&*store, 2, |change| {
        (0..5).try_for_each(|n| change.insert_user(&user(kept * 5 + n, "Aino", "Järvi")))
    })
    .unwrap();
    println!(
        "full after {} users; the same change set finished with room",
        kept * 5
    );
}

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
                "stories::store_contract::a_child_that_lives_until_it_is_killed",
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

/// Every statement file, without the migrations.
fn statements() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/sql");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        if folder.ends_with("migrations") {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

#[test]
fn every_statement_is_plain_enough_for_both_engines() {
    use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
    use sqlparser::parser::Parser;
    let dialects: [&dyn Dialect; 2] = [&SQLiteDialect {}, &PostgreSqlDialect {}];
    let forbidden = [
        "BIGSERIAL",
        " SERIAL PRIMARY",
        "IDENTITY",
        "NEXTVAL",
        "LISTEN",
        "NOTIFY",
        "ADVISORY",
        "LOCK TABLE",
        "DEFERR",
        "INHERITS",
        "TRIGGER",
        "NOW()",
        "RANDOM",
        "CURRENT_",
        "FOR UPDATE",
        "FOR SHARE",
        " TEMP",
        "COLLATE",
        "CITEXT",
        "ILIKE",
        "GLOB",
        "ROWID",
        "INSERT OR",
        "REPLACE INTO",
        "PRAGMA",
        "ANY(",
        " / ",
        " & ",
        " | ",
        "||",
        "<<",
        ">>",
        "~",
        "?",
        "::",
        "IFNULL",
        "CREATE ",
        "ALTER ",
        "DROP ",
        "DATETIME",
        "STRFTIME",
        "JSON",
        ";",
    ];
    let statements = statements();
    for (path, text) in &statements {
        for dialect in dialects {
            let parsed = Parser::parse_sql(dialect, text);
            assert_eq!(parsed.map(|all| all.len()), Ok(1), "{}", path.display());
        }
        let upper = text.to_uppercase();
        for word in forbidden {
            assert!(!upper.contains(word), "{} holds {word}", path.display());
        }
        let highest = (1..=99)
            .rev()
            .find(|n| text.contains(&format!("${n}")))
            .unwrap_or(0);
        for number in 1..=highest {
            assert!(
                text.contains(&format!("${number}")),
                "{} skips ${number}",
                path.display()
            );
        }
        assert!(highest <= 20, "{} has too many parameters", path.display());
    }
    let migration = include_str!("../../resources/sql/migrations/sqlite/0001_first_schema.sql");
    let tables = migration.replace(" STRICT, WITHOUT ROWID", " STRICT");
    let tables = Parser::parse_sql(&SQLiteDialect {}, &tables).unwrap();
    println!(
        "{} statements, {} of schema",
        statements.len(),
        tables.len()
    );
    assert!(!migration.to_uppercase().contains("TRIGGER") && !migration.contains("AUTOINCREMENT"));
}

#[test]
fn every_statement_is_used() {
    let mut rust = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                rust.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for (path, _) in statements() {
        let entity = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap();
        let name = format!(
            "\"{entity}/{}\"",
            path.file_stem().unwrap().to_str().unwrap()
        );
        assert!(rust.contains(&name), "{name} is used nowhere");
    }
}

#[test]
fn every_error_has_its_texts_in_every_language() {
    for language in ["en", "fi", "sv", "de"] {
        let path = format!(
            "{}/resources/i18n/{language}/store.ftl",
            env!("CARGO_MANIFEST_DIR")
        );
        let texts = std::fs::read_to_string(path).unwrap();
        for error in Error::examples() {
            for id in [
                format!("error-{} = ", error.code()),
                format!("error-{}-remedy = ", error.code()),
            ] {
                assert!(
                    texts.lines().any(|line| line.starts_with(&id)),
                    "{language}: {id}"
                );
            }
        }
    }
}

#[test]
fn the_rest_of_the_desk_keeps_its_versions() {
    on_every_engine(|store| {
        change(store, 1, |change| {
            change.insert_user(&user(1, "Aino", "Järvi"))?;
            change.queue_invitation(id(14, 1), id(1, 1), "fi", &[3; 32])
        })
        .unwrap();
        let invitation: InvitationId = id(14, 1);
        let sent = |c: &mut Change<'_>| {
            c.set_invitation_state(invitation, 1, InvitationState::Sent, 1, at(9), None)
        };
        assert_eq!(change(store, 2, sent), Ok(2));
        assert!(matches!(
            change(store, 3, sent),
            Err(Error::ChangedMeanwhile {
                entity: Entity::Invitation
            })
        ));
        assert_eq!(
            change(store, 4, |c| c.renew_invitation(invitation, 2, &[4; 32])),
            Ok(3)
        );
        assert!(
            store
                .read(|r| r.invitation_by_token(&[3; 32]))
                .unwrap()
                .is_none()
        );
        let draft: DraftId = id(13, 1);
        let put = |c: &mut Change<'_>| c.put_draft(draft, 0, None, "add-user", "{}");
        assert_eq!(change(store, 5, put), Ok(1));
        assert!(change(store, 6, put).is_err());
        assert_eq!(
            change(store, 7, |c| c.put_draft(draft, 1, None, "add-user", "[]")),
            Ok(2)
        );
        change(store, 8, |c| c.remove_draft(draft)).unwrap();
        assert!(store.read(|r| r.drafts()).unwrap().is_empty());
        change(store, 9, |c| c.set_generation(Generation::new(2).unwrap())).unwrap();
        assert!(change(store, 9, |c| c.set_generation(Generation::FIRST)).is_err());
        let _unused: (
            Option<OperatorId>,
            Option<ProgrammingKeyId>,
            Option<RoleId>,
            Option<SourceId>,
        );
    });
}
