//! Lists of many people, and how fast they are.

use super::{change, full, id, key, on_every_engine, premises, role, sqlite, user, verify};
use keywright::model::{Premises, Source, SourceKind, Validity};
use keywright::store::{KeyFilter, Sort, UserQuery};
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
