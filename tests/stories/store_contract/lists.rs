//! Lists of many people, and how fast they are.

use super::writes::programmed;
use super::{change, full, id, key, on_every_engine, premises, role, sqlite, user, verify};
use keywright::model::{Generation, KeyState, Premises, Source, SourceKind, Validity};
use keywright::store::{
    KeyFilter, KeyQuery, KeySort, KeyStanding, Sort, Store, UserCounts, UserFilter, UserQuery,
};
use keywright::time::{LocalDate, UtcMillis};
use std::time::Instant;

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

/// A day on which the tenancy of one and the end date of another have passed.
pub(super) const NOW: UtcMillis = UtcMillis(1_790_000_000_000);

pub(super) fn today() -> LocalDate {
    "2026-09-21".parse().unwrap()
}

/// A resident whose tenancy is over, a cleaner, one who is both, one whose end date has passed, and one with nothing.
fn people(store: &dyn Store) {
    change(store, 1, |change| {
        change.insert_premises(&premises(1, None))?;
        change.insert_role(&role(1, &[], &[]))?;
        let names = [
            ("Aino", "Aalto"),
            ("Bo", "Berg"),
            ("Carl", "Carlsson"),
            ("Dora", "Dahl"),
            ("Eva", "Ek"),
        ];
        for (number, (first, last)) in (1..).zip(names) {
            let mut person = user(number, first, last);
            if number == 4 {
                person.end_date = Some("2026-09-20".parse().unwrap());
            }
            change.insert_user(&person)?;
        }
        let over = Validity {
            start: None,
            end: Some(NOW),
        };
        let flat = SourceKind::Premises {
            premises: id(5, 1),
            roles: vec![],
        };
        let work = SourceKind::Role { role: id(4, 1) };
        let given = [
            (1, &flat, over),
            (2, &work, Validity::ALWAYS),
            (3, &flat, over),
            (3, &work, Validity::ALWAYS),
        ];
        for (number, (holder, kind, validity)) in (1..).zip(given) {
            change.insert_source(&Source {
                id: id(9, number),
                user: id(1, holder),
                kind: kind.clone(),
                validity,
            })?;
        }
        let _number = change.insert_key(&key(1, id(1, 2)), None)?;
        let _number = change.insert_key(&key(2, id(1, 3)), None)?;
        Ok(())
    })
    .unwrap();
}

fn firsts(store: &dyn Store, query: &UserQuery) -> Vec<String> {
    let query = UserQuery {
        limit: 10,
        ..query.clone()
    };
    let page = store.read(|reading| reading.users(&query)).unwrap();
    let first = |user: &keywright::store::Stored<keywright::model::User>| user.first_name.clone();
    page.items.iter().map(first).collect()
}

#[test]
fn filters_keep_what_they_say_with_a_search_and_without_and_count_it() {
    on_every_engine(|store| {
        people(store);
        let listed = |filter, text: &str| {
            let text = text.to_owned();
            firsts(
                store,
                &UserQuery {
                    text,
                    filter,
                    ..UserQuery::default()
                },
            )
        };
        let ended = UserFilter::Ended {
            today: today(),
            now: NOW,
        };
        assert_eq!(listed(UserFilter::Residents, ""), ["Aino", "Carl"]);
        assert_eq!(listed(UserFilter::Staff, ""), ["Bo", "Carl"]);
        assert_eq!(listed(ended, ""), ["Aino", "Dora"]);
        assert_eq!(listed(ended, "do"), ["Dora"]);
        assert_eq!(listed(UserFilter::Staff, "aino"), [""; 0]);
        assert_eq!(listed(UserFilter::Pending, ""), [""; 0]);
        let counts = || {
            store
                .read(|reading| reading.user_counts(today(), NOW))
                .unwrap()
        };
        let expected = UserCounts {
            all: 5,
            residents: 2,
            staff: 2,
            pending: 0,
            ended: 2,
        };
        assert_eq!(counts(), expected);
        // What is taken away and who is removed goes from the filters at once.
        change(store, 2, |change| {
            let source = change.source(id(9, 3))?;
            change.remove_source(source.value.id, source.version)?;
            let bo = change.user(id(1, 2))?;
            change.remove_user(bo.value.id, bo.version)
        })
        .unwrap();
        assert_eq!(listed(UserFilter::Residents, ""), ["Aino"]);
        assert_eq!(listed(UserFilter::Staff, ""), ["Carl"]);
        assert_eq!(counts().staff, 1);
    });
}

#[test]
fn a_list_of_people_is_sorted_by_each_column_both_ways() {
    on_every_engine(|store| {
        people(store);
        let sorted = |sort, down, text: &str| {
            let text = text.to_owned();
            firsts(
                store,
                &UserQuery {
                    text,
                    sort,
                    down,
                    ..UserQuery::default()
                },
            )
        };
        for (sort, expected) in [
            (Sort::Name, ["Aino", "Bo", "Carl", "Dora", "Eva"]),
            (Sort::Email, ["Aino", "Bo", "Carl", "Dora", "Eva"]),
            // Nothing given; then by the name of the premises, or of the role where it comes first.
            (Sort::Given, ["Dora", "Eva", "Aino", "Carl", "Bo"]),
            // Drafts before those without a key.
            (Sort::Keys, ["Bo", "Carl", "Aino", "Dora", "Eva"]),
        ] {
            assert_eq!(sorted(sort, false, ""), expected, "{sort:?}");
            let mut turned = expected;
            turned.reverse();
            assert_eq!(sorted(sort, true, ""), turned, "{sort:?} down");
            // The same order among those who are found.
            assert_eq!(sorted(sort, false, "example"), expected, "{sort:?} found");
            assert_eq!(
                sorted(sort, true, "example"),
                turned,
                "{sort:?} found, down"
            );
        }
        // A renamed role moves who has it.
        let _version = change(store, 2, |change| {
            let mut named = change.role(id(4, 1))?;
            named.value.name = "A role before all".into();
            change.update_role(&named.value, named.version)
        })
        .unwrap();
        assert_eq!(
            sorted(Sort::Given, false, ""),
            ["Dora", "Eva", "Bo", "Carl", "Aino"]
        );
    });
}

#[test]
fn people_with_a_pending_key_are_listed_in_every_order() {
    on_every_engine(|store| {
        people(store);
        for (number, holder) in [(3, 5), (4, 1), (5, 4)] {
            programmed(store, number, id(1, holder), None);
        }
        let pending = |sort, down, text: &str| {
            let query = UserQuery {
                text: text.to_owned(),
                filter: UserFilter::Pending,
                sort,
                down,
                ..UserQuery::default()
            };
            firsts(store, &query)
        };
        assert_eq!(pending(Sort::Name, false, ""), [""; 0]);
        // Two of the three shall hold something else.
        let hashes = [(id(2, 3), [8; 32]), (id(2, 4), [8; 32])];
        change(store, 2, |change| change.set_wanted_hashes(&hashes)).unwrap();
        for (sort, expected) in [
            (Sort::Name, ["Aino", "Eva"]),
            (Sort::Email, ["Aino", "Eva"]),
            (Sort::Given, ["Eva", "Aino"]),
            (Sort::Keys, ["Aino", "Eva"]),
        ] {
            let mut turned = expected;
            turned.reverse();
            for text in ["", "example"] {
                assert_eq!(pending(sort, false, text), expected, "{sort:?} {text:?}");
                assert_eq!(pending(sort, true, text), turned, "{sort:?} {text:?} down");
            }
        }
        assert_eq!(pending(Sort::Name, false, "eva"), ["Eva"]);
        // They stand first in the list by keys, then drafts, others, none.
        let by_keys = |down, offset| {
            let query = UserQuery {
                sort: Sort::Keys,
                down,
                offset,
                ..UserQuery::default()
            };
            firsts(store, &query)
        };
        assert_eq!(by_keys(false, 0), ["Aino", "Eva", "Bo", "Carl", "Dora"]);
        assert_eq!(by_keys(true, 0), ["Dora", "Carl", "Bo", "Eva", "Aino"]);
        assert_eq!(by_keys(false, 3), ["Carl", "Dora"]);
        assert_eq!(by_keys(true, 4), ["Aino"]);
        // A draft that was thrown away is no key.
        let _version = change(store, 3, |change| {
            change.set_key_state(id(2, 1), 1, KeyState::Deleted)
        })
        .unwrap();
        assert_eq!(by_keys(false, 2), ["Carl", "Dora", "Bo"]);
        // A new generation makes every medium of the older one due.
        let second = Generation::new(2).unwrap();
        change(store, 4, |change| change.set_generation(second)).unwrap();
        assert_eq!(pending(Sort::Email, false, ""), ["Aino", "Dora", "Eva"]);
        let counts = store.read(|reading| reading.user_counts(today(), NOW));
        assert_eq!(counts.unwrap().pending, 3);
    });
}

/// Each filter in several orders, where everybody is staff; and how many each has.
fn filters_are_fast(store: &dyn Store, count: u32) {
    let ended = UserFilter::Ended {
        today: today(),
        now: NOW,
    };
    for filter in [
        UserFilter::Residents,
        UserFilter::Staff,
        UserFilter::Pending,
        ended,
    ] {
        for (text, sort, offset) in [
            ("", Sort::Name, 0),
            ("", Sort::Email, count / 2),
            ("", Sort::Keys, 0),
            ("a", Sort::Given, 0),
        ] {
            let label = format!("{filter:?} by {sort:?} {text:?}");
            let query = UserQuery {
                text: text.into(),
                filter,
                sort,
                offset,
                limit: 50,
                ..UserQuery::default()
            };
            let _warm = store.read(|reading| reading.users(&query)).unwrap();
            let started = Instant::now();
            let page = store.read(|reading| reading.users(&query)).unwrap();
            println!("{label} in {:?}", started.elapsed());
            assert_eq!(
                page.items.is_empty(),
                filter != UserFilter::Staff,
                "{label}"
            );
        }
    }
    let started = Instant::now();
    let counts = store
        .read(|reading| reading.user_counts(today(), NOW))
        .unwrap();
    println!("counts of the filters in {:?}", started.elapsed());
    assert_eq!((counts.all, counts.staff), (count.into(), count.into()));
}

/// How long stretches of a long list of keys take.
fn keys_are_listed_fast(store: &dyn Store, count: u32) {
    let timed = |label: &str, query: KeyQuery| {
        let _warm = store.read(|reading| reading.listed_keys(&query)).unwrap();
        let started = Instant::now();
        let page = store.read(|reading| reading.listed_keys(&query)).unwrap();
        let took = started.elapsed();
        println!("keys, {label}: {} rows in {took:?}", page.items.len());
        page
    };
    let query = KeyQuery {
        limit: 200,
        ..KeyQuery::default()
    };
    assert_eq!(timed("first stretch", query.clone()).items.len(), 200);
    let deep = KeyQuery {
        offset: count - 100,
        ..query.clone()
    };
    let deep = timed("last stretch", deep);
    assert!(deep.items.len() == 100 && !deep.more);
    for (label, sort) in [("by holder", KeySort::Holder), ("by state", KeySort::State)] {
        let sorted = KeyQuery {
            sort,
            ..query.clone()
        };
        assert_eq!(timed(label, sorted).items.len(), 200);
    }
    for text in ["virt", "aino virt", "nobody"] {
        let found = KeyQuery {
            text: text.into(),
            ..query.clone()
        };
        let _page = timed(text, found);
    }
    let blocked = KeyQuery {
        standing: Some(KeyStanding::Blocked),
        ..query.clone()
    };
    assert!(timed("blocked", blocked).items.is_empty());
    let started = Instant::now();
    let all = store.read(|reading| reading.listed_key_count()).unwrap();
    println!("keys counted in {:?}", started.elapsed());
    assert_eq!(all, u64::from(count));
}

#[test]
fn many_people_are_listed_and_found_within_a_keystroke() {
    let count: u32 = if full() { 100_000 } else { 3_000 };
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
        ..UserQuery::default()
    };
    assert_eq!(
        timed("first page", query("", Sort::Name, 0)).items.len(),
        50
    );
    let last = timed("last page", query("", Sort::Name, count - 50));
    assert!(last.items.len() == 50 && !last.more);
    let _page = timed("by e-mail, middle", query("", Sort::Email, count / 2));
    let _page = timed("by roles and premises", query("", Sort::Given, count / 2));
    let _page = timed("by keys", query("", Sort::Keys, count / 2));
    filters_are_fast(store, count);
    let _page = timed("one letter", query("a", Sort::Name, 0));
    let _page = timed("last name at the end", query("virt", Sort::Name, 0));
    let _page = timed("one letter, deep", query("a", Sort::Name, count / 5));
    let _page = timed("two words", query("aino virt", Sort::Name, 0));
    let rare = timed(
        "one person",
        query(&format!("aino.{}", count / 8 * 8), Sort::Name, 0),
    );
    assert_eq!(rare.items.len(), 1);
    keys_are_listed_fast(store, count);
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
    let _report = store.audit_verify(&verify, &[]).unwrap();
    println!("log verified in {:?}", started.elapsed());
}

#[test]
fn keys_are_listed_stretch_by_stretch_by_word_standing_and_order() {
    on_every_engine(|store| {
        change(store, 1, |change| {
            change.insert_user(&user(1, "Aino", "Järvi"))?;
            change.insert_user(&user(2, "Eino", "Öberg"))?;
            for number in 1..=5 {
                let holder = id(1, 1 + number % 2);
                let _number = change.insert_key(&key(number, holder), None)?;
            }
            Ok(())
        })
        .unwrap();
        programmed(store, 6, id(1, 1), None);
        let listed = |query: &KeyQuery| {
            let query = KeyQuery {
                limit: query.limit.max(1),
                ..query.clone()
            };
            store.read(|reading| reading.listed_keys(&query)).unwrap()
        };
        let numbers = |query: &KeyQuery| -> Vec<u32> {
            let page = listed(query).items.into_iter();
            page.map(|listed| listed.record.key.number.0).collect()
        };
        let all = KeyQuery {
            limit: 100,
            ..KeyQuery::default()
        };
        assert_eq!(store.read(|reading| reading.listed_key_count()).unwrap(), 6);
        assert_eq!(numbers(&all), [1, 2, 3, 4, 5, 6]);
        let down = KeyQuery {
            down: true,
            ..all.clone()
        };
        assert_eq!(numbers(&down), [6, 5, 4, 3, 2, 1]);
        let stretch = KeyQuery {
            offset: 2,
            limit: 2,
            ..all.clone()
        };
        assert_eq!(numbers(&stretch), [3, 4]);
        assert!(listed(&stretch).more);
        let end = KeyQuery {
            offset: 4,
            limit: 2,
            ..all.clone()
        };
        assert_eq!((numbers(&end), listed(&end).more), (vec![5, 6], false));
        let found = |text: &str| {
            numbers(&KeyQuery {
                text: text.into(),
                ..all.clone()
            })
        };
        assert_eq!(found("järvi AINO"), [2, 4, 6]);
        assert_eq!(found("berg"), [1, 3, 5]);
        assert_eq!(found("3 berg"), [3]);
        assert_eq!(found("%"), [1, 2, 3, 4, 5, 6]);
        assert_eq!(found("nobody"), [0; 0]);
        let six = listed(&end).items.pop().unwrap();
        assert_eq!(six.holder, "Aino Järvi");
        let uid = six.record.key.uid.as_ref().unwrap().to_string();
        assert_eq!(found(&uid), [6]);
        assert_eq!(found(&uid[..5]), [6]);
        assert_eq!(found(&format!("{uid} öberg")), [0; 0]);
        let standing = |standing| {
            numbers(&KeyQuery {
                standing: Some(standing),
                ..all.clone()
            })
        };
        assert_eq!(standing(KeyStanding::Draft), [1, 2, 3, 4, 5]);
        let written = six.record.is_pending();
        assert_eq!(standing(KeyStanding::Pending) == [6], written);
        assert_eq!(standing(KeyStanding::Programmed) == [6], !written);
        assert_eq!(standing(KeyStanding::Blocked), [0; 0]);
        let by = |sort, down| {
            numbers(&KeyQuery {
                sort,
                down,
                ..all.clone()
            })
        };
        assert_eq!(by(KeySort::Holder, false), [2, 4, 6, 1, 3, 5]);
        assert_eq!(by(KeySort::Holder, true), [5, 3, 1, 6, 4, 2]);
        assert_eq!(by(KeySort::State, false)[..5], [1, 2, 3, 4, 5]);
        assert_eq!(by(KeySort::Uid, true).first(), Some(&6));
        assert_eq!(by(KeySort::Kind, false), [1, 2, 3, 4, 5, 6]);
        assert_eq!(by(KeySort::HomeGroup, false).len(), 6);
    });
}
