//! The audit log under attack: whatever is done to a log of a thousand entries is found.

use keywright::model::{Generation, SystemId, UserId};
use keywright::store::audit::{AuditHead, AuditReport, SignedHead, StoredEntry, Verifier};
use keywright::store::{self, Actor, Entity, Error, Mode, Store, Subject};

use super::store_contract::{
    Fresh, KEY, at, full, id, new_system, options, sign, sqlite, user, verify,
};

const ENTRIES: u64 = 1_000;
const SYSTEM: SystemId = SystemId([1, 2, 3, 4, 5, 6, 7, 8]);

/// A log of a thousand entries about ten people, its head signed half way and at the end.
fn log_of_a_thousand() -> Fresh {
    let fresh = sqlite();
    let store = &*fresh.store;
    for half in [0..ENTRIES / 2, ENTRIES / 2..ENTRIES] {
        store
            .change(Actor::Station, at(1), |change| {
                for number in half.clone() {
                    let person = user(u32::try_from(number % 10).unwrap(), "Aino", "Järvi");
                    if number < 10 {
                        change.insert_user(&person)?;
                    } else if number % 3 == 0 {
                        change.record("door-read", Subject::none(Entity::Lock), &[("n", "1")])?;
                    } else {
                        change.record_personal(
                            "note",
                            Subject::of(Entity::User, person.id),
                            &[],
                            person.id,
                            &[("text", &format!("called at {number}"))],
                        )?;
                    }
                }
                Ok(())
            })
            .unwrap();
        sign_head(store);
    }
    assert_eq!(store.info().unwrap().head.count, ENTRIES);
    fresh
}

fn sign_head(store: &dyn Store) {
    store
        .change(Actor::Station, at(2), |change| {
            let head = change.audit_head()?;
            let signature = sign(&head.message(SYSTEM), Generation::FIRST);
            change.set_signed_head(head, &signature, Generation::FIRST)
        })
        .unwrap();
}

struct Log {
    entries: Vec<StoredEntry>,
    heads: Vec<SignedHead>,
    recorded: AuditHead,
}

impl Log {
    fn of(store: &dyn Store) -> Self {
        store
            .read(|reading| {
                let mut entries = Vec::new();
                reading.for_each_stored_entry(&mut |entry| {
                    entries.push(entry.clone());
                    Ok(())
                })?;
                Ok(Self {
                    entries,
                    heads: reading.signed_heads()?,
                    recorded: reading.audit_head()?,
                })
            })
            .unwrap()
    }

    fn verified(
        &self,
        entries: &[&StoredEntry],
        recorded: AuditHead,
    ) -> Result<AuditReport, Error> {
        let mut verifier = Verifier::new(SYSTEM, self.heads.clone(), &verify, &[]);
        entries.iter().try_for_each(|entry| verifier.take(entry))?;
        verifier.finish(recorded)
    }
}

/// One change of an entry, another field at each position.
fn changed(entry: &StoredEntry, position: usize) -> StoredEntry {
    let mut entry = entry.clone();
    match position % 8 {
        0 => entry.at += 1,
        1 => entry.actor.push('x'),
        2 => entry.action = "nothing".into(),
        3 => entry.subject_kind = "key".into(),
        4 => entry.subject.push(1),
        5 => entry.facts = "[[\"n\",\"2\"]]".into(),
        6 => entry.hash[31] ^= 1,
        _ if entry.texts.is_some() => entry.texts = Some("[\"never called\"]".into()),
        _ => entry.commitments = "[[\"text\",\"00\"]]".into(),
    }
    entry
}

/// The chain recomputed over entries that somebody has changed.
fn chained_anew(entries: &mut [StoredEntry]) -> AuditHead {
    let mut head = AuditHead::first(SYSTEM);
    for entry in entries {
        entry.sequence = head.count + 1;
        entry.hash = entry.chained(&head.hash);
        head = AuditHead {
            count: entry.sequence,
            hash: entry.hash,
        };
    }
    head
}

#[test]
fn every_mutation_at_every_position_is_found() {
    let fresh = log_of_a_thousand();
    let log = Log::of(&*fresh.store);
    let all: Vec<&StoredEntry> = log.entries.iter().collect();
    let sound = log.verified(&all, log.recorded).unwrap();
    assert_eq!((sound.head.count, sound.signed), (ENTRIES, ENTRIES));
    let mut found = [0; 6];
    let names = [
        "deleted",
        "changed",
        "swapped",
        "inserted",
        "truncated",
        "rewritten",
    ];
    for position in 0..log.entries.len() {
        for (kind, count) in found.iter_mut().enumerate() {
            let mut entries = all.clone();
            let other = changed(&log.entries[position], position);
            let mut rewritten;
            let mut recorded = log.recorded;
            match names[kind] {
                "deleted" => {
                    let _entry = entries.remove(position);
                }
                "changed" => entries[position] = &other,
                "swapped" => entries.swap(position, (position + 1) % log.entries.len()),
                "inserted" => entries.insert(position, &log.entries[position]),
                "truncated" => {
                    // With the recorded head made to fit, as one with the store's key could.
                    entries.truncate(position);
                    recorded = entries
                        .last()
                        .map_or(AuditHead::first(SYSTEM), |last| AuditHead {
                            count: last.sequence,
                            hash: last.hash,
                        });
                }
                _ if position % 10 == 0 || full() => {
                    // Everything after the change made to fit: only the signature still tells.
                    rewritten = log.entries.clone();
                    rewritten[position].facts = "[[\"n\",\"3\"]]".into();
                    recorded = chained_anew(&mut rewritten);
                    entries = rewritten.iter().collect();
                }
                _ => continue,
            }
            let verified = log.verified(&entries, recorded);
            assert!(
                matches!(verified, Err(Error::LogBroken { .. })),
                "entry {position} {} unseen",
                names[kind]
            );
            *count += 1;
        }
    }
    for (name, count) in names.iter().zip(found) {
        println!("{name}: {count} of {count} found");
    }
}

#[test]
fn a_log_mutated_in_its_file_is_found_at_the_entry() {
    let Fresh {
        store,
        path,
        dir: _dir,
    } = log_of_a_thousand();
    drop(store);
    let step = if full() { 1 } else { 50 };
    let mutations = [
        "DELETE FROM audit WHERE sequence = ?1",
        "UPDATE audit SET at = at + 1 WHERE sequence = ?1",
        "UPDATE audit SET sequence = -1 WHERE sequence = ?1; UPDATE audit SET sequence = ?1 WHERE sequence = ?1 + 1; UPDATE audit SET sequence = ?1 + 1 WHERE sequence = -1",
        "INSERT INTO audit SELECT sequence + 100000, at, actor, action, subject_kind, subject, person, facts, commitments, hash FROM audit WHERE sequence = ?1",
        "DELETE FROM audit WHERE sequence >= ?1",
        "UPDATE audit_texts SET texts = '[\"x\"]' WHERE sequence = ?1 + (?1 % 3 = 1)",
    ];
    let mut found = 0;
    for sequence in (11..ENTRIES).step_by(step) {
        for mutation in mutations {
            let attacker = open_raw(&path);
            attacker.execute_batch("BEGIN").unwrap();
            attacker
                .execute_batch(&mutation.replace("?1", &sequence.to_string()))
                .unwrap();
            assert!(attacker.changes() > 0, "{mutation} at {sequence}");
            attacker.execute_batch("COMMIT").unwrap();
            drop(attacker);
            let mutated = store::open(&path, &KEY, options(Mode::Read)).unwrap();
            let verified = mutated.audit_verify(&verify, &[]);
            assert!(
                matches!(verified, Err(Error::LogBroken { .. })),
                "{mutation} at {sequence}: {verified:?}"
            );
            drop(mutated);
            found += 1;
            let _bytes = std::fs::copy(path.with_extension("sound"), &path).unwrap();
        }
    }
    println!("{found} of {found} mutations of the file found");
}

/// The file as somebody opens it who has its key and wishes to change the past. Keeps a sound copy beside it.
fn open_raw(path: &std::path::Path) -> rusqlite::Connection {
    let sound = path.with_extension("sound");
    if !sound.exists() {
        let _bytes = std::fs::copy(path, sound).unwrap();
    }
    let key = data_encoding::HEXLOWER.encode(&KEY);
    let attacker = rusqlite::Connection::open(path).unwrap();
    attacker
        .execute_batch(&format!(
            "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{key}'\"; PRAGMA foreign_keys = OFF; \
             PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;"
        ))
        .unwrap();
    attacker
}

#[test]
fn a_signature_of_another_key_or_over_another_head_is_found() {
    let fresh = log_of_a_thousand();
    let refused = fresh.store.audit_verify(&|_, _, _| false, &[]);
    assert_eq!(
        refused,
        Err(Error::LogBroken {
            sequence: ENTRIES / 2,
            fault: "signed head"
        })
    );
    let stale = fresh.store.change(Actor::Station, at(3), |change| {
        let head = change.audit_head()?;
        change.record("note", Subject::none(Entity::System), &[])?;
        let elsewhere = AuditHead {
            count: head.count + 1,
            ..head
        };
        change.set_signed_head(elsewhere, b"any", Generation::FIRST)
    });
    assert!(matches!(stale, Err(Error::ChangedMeanwhile { .. })));
}

#[test]
fn an_erased_person_is_gone_and_the_log_still_holds() {
    let fresh = log_of_a_thousand();
    let store = &*fresh.store;
    let person: UserId = id(1, 4);
    let told = |person| {
        store
            .read(|reading| reading.audit_of_person(person, 1000))
            .unwrap()
    };
    let before = told(person);
    assert!(
        before
            .iter()
            .all(|entry| entry.personal.iter().all(|(_, text)| text.is_some()))
    );
    assert!(!before.is_empty());
    for number in 0..10 {
        let version = store
            .read(|reading| reading.user(id(1, number)))
            .unwrap()
            .version;
        store
            .change(Actor::Station, at(4), |change| {
                change.remove_user(id(1, number), version)
            })
            .unwrap();
        store
            .erase_person(Actor::Station, at(5), id(1, number))
            .unwrap();
        let report = store.verify(&verify).unwrap();
        assert_eq!(report.erased, u64::from(number) + 1);
    }
    let after = told(person);
    assert_eq!(after.len(), before.len());
    assert!(
        after
            .iter()
            .all(|entry| entry.personal.iter().all(|(_, text)| text.is_none()))
    );
    // What is told of an erased person later holds nothing personal.
    store
        .change(Actor::Station, at(6), |change| {
            change.record_personal(
                "note",
                Subject::of(Entity::User, person),
                &[],
                person,
                &[("text", "again")],
            )
        })
        .unwrap();
    let _report = store.verify(&verify).unwrap();
    assert_eq!(told(person).len(), before.len());
    let log = format!("{}-wal", fresh.path.display());
    drop(fresh.store);
    assert!(std::fs::metadata(log).map_or(0, |file| file.len()) == 0);
    let raw = open_raw(&fresh.path);
    for (table, column) in [
        ("audit_texts", "texts"),
        ("users", "last_name"),
        ("search_terms", "term"),
    ] {
        let left: i64 = raw
            .query_row(
                &format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%Järvi%' OR {column} LIKE '%called%'"),
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

#[test]
fn texts_that_vanish_without_an_erasure_are_missed() {
    let Fresh {
        store,
        path,
        dir: _dir,
    } = log_of_a_thousand();
    drop(store);
    let raw = open_raw(&path);
    raw.execute_batch("DELETE FROM audit_texts; UPDATE audit_people SET salt = NULL;")
        .unwrap();
    drop(raw);
    let store = store::open(&path, &KEY, options(Mode::Read)).unwrap();
    assert!(matches!(
        store.audit_verify(&verify, &[]),
        Err(Error::LogBroken { sequence: 1, .. })
    ));
    assert_eq!(store.info().unwrap().id, new_system().id);
}
