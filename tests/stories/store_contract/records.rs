//! Records: what was written is read back, and nothing is overwritten unseen.

use super::{at, change, id, key, lock, on_every_engine, premises, role, user};
use keywright::model::{
    AdministratorRole, BlockingGroupId, Email, Generation, KeyNumber, LockGroupId, LockState,
    OperatorId, Permission, ProgrammingKeyId, RoleId, Source, SourceId, SourceKind, Validity,
};
use keywright::store::{
    Change, Deployed, DraftId, Entity, Error, InvitationId, InvitationState, KeyFilter, Operator,
    ProgrammingKey,
};
use std::collections::BTreeSet;

#[test]
#[allow(clippy::too_many_lines)]
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
            slot: 2,
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

type Update<'a> = &'a dyn Fn(&mut Change<'_>) -> Result<u64, Error>;

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
        // Another one takes its place: what the first held no longer works, and it does not come back.
        let another = |c: &mut Change<'_>| c.queue_invitation(id(14, 2), id(1, 1), "fi", &[5; 32]);
        change(store, 4, another).unwrap();
        let all = store.read(|r| r.invitations_of(id(1, 1))).unwrap();
        let states: Vec<_> = all.iter().map(|one| (one.id, one.state)).collect();
        assert!(
            states.contains(&(invitation, InvitationState::Revoked)),
            "{states:?}"
        );
        assert!(
            states.contains(&(id(14, 2), InvitationState::Queued)),
            "{states:?}"
        );
        let renew = |id, version| change(store, 4, |c| c.renew_invitation(id, version, &[6; 32]));
        let version_of = |wanted| {
            let all = store.read(|r| r.invitations_of(id(1, 1))).unwrap();
            all.into_iter()
                .find(|one| one.id == wanted)
                .unwrap()
                .version
        };
        assert!(
            renew(invitation, version_of(invitation)).is_err(),
            "revoked"
        );
        let other = id(14, 2);
        let accept = |c: &mut Change<'_>| {
            let at = at(4);
            c.set_invitation_state(other, 1, InvitationState::Accepted, 1, at, None)
        };
        let _version = change(store, 4, accept).unwrap();
        assert!(renew(other, version_of(other)).is_err(), "accepted");
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
