//! What the store adds to a list: 100,000 users with sources and keys in an encrypted file, searched, filtered and
//! sorted by each column.

use std::time::{Duration, Instant};

use keywright::store::{Sort, UserFilter, UserQuery};

use crate::system::NOW;
use crate::{Bench, middle, people, system, verdict};

/// What a keystroke may cost, with the frame that shows what it found.
const KEYSTROKE: f64 = 15.0;
/// What of that the store may take: a frame has the rest.
const LISTED: f64 = 7.0;

/// Prints what so many users cost to list, to search and to count.
pub fn measure(users: u64) {
    let folder = tempfile::tempdir().unwrap();
    let store = system::create(&folder.path().join("system.keywright"), false);
    people::fill(store.as_ref(), users);
    println!(
        "\n| {users} users in the file | milliseconds, the middle of 20 | allowed | |\n|---|---|---|---|"
    );
    let timed = |label: &str, work: &dyn Fn()| {
        work();
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed()
            })
            .collect();
        let time = middle(&mut times);
        let told = verdict(time, LISTED);
        println!("| {label:<52} | {time:>6.2} | {LISTED:.0} | {told} |");
    };
    for (label, query) in queries(u32::try_from(users).unwrap() / 2) {
        timed(label, &|| {
            let page = store.read(|reading| reading.users(&query)).unwrap();
            assert!(page.items.len() <= 200);
        });
    }
    println!(
        "\n| a key in the search, with the frame that shows it | store | both | |\n|---|---|---|---|"
    );
    let mut bench = Bench::new(200, false);
    for (label, query) in searches() {
        let mut reading = Vec::new();
        let mut both: Vec<Duration> = Vec::new();
        for _ in 0..20 {
            // Something else was shown before.
            let _before = bench.show((0..200).map(|n| format!("somebody {n}")).collect());
            let start = Instant::now();
            let page = store.read(|reading| reading.users(&query)).unwrap();
            reading.push(start.elapsed());
            let names = page.items.iter().map(|user| user.full_name()).collect();
            let found = start.elapsed();
            both.push(found + bench.show(names));
        }
        let (store, both) = (middle(&mut reading), middle(&mut both));
        let told = verdict(both, KEYSTROKE);
        println!("| {label:<50} | {store:>6.2} | {both:>6.2} | {told} |");
    }
    println!("\n| beside the list | milliseconds | allowed | |\n|---|---|---|---|");
    let today = "2026-11-22".parse().unwrap();
    timed("the counts of the filters", &|| {
        let counts = store
            .read(|reading| reading.user_counts(today, NOW))
            .unwrap();
        assert_eq!(counts.all, users + 1);
    });
}

/// A query as the window asks it.
fn asked(text: &str, filter: UserFilter, sort: Sort, offset: u32) -> UserQuery {
    UserQuery {
        text: text.to_owned(),
        filter,
        sort,
        offset,
        limit: 200,
        ..UserQuery::default()
    }
}

/// Lists without a search.
fn queries(half: u32) -> Vec<(&'static str, UserQuery)> {
    let today = "2026-11-22".parse().unwrap();
    let ended = UserFilter::Ended { today, now: NOW };
    let listed = |filter, sort, offset| asked("", filter, sort, offset);
    vec![
        ("first page by name", listed(UserFilter::All, Sort::Name, 0)),
        (
            "from the middle by e-mail",
            listed(UserFilter::All, Sort::Email, half),
        ),
        (
            "from the middle by roles and premises",
            listed(UserFilter::All, Sort::Given, half),
        ),
        (
            "from the middle by keys",
            listed(UserFilter::All, Sort::Keys, half),
        ),
        (
            "residents by e-mail",
            listed(UserFilter::Residents, Sort::Email, 0),
        ),
        (
            "staff (1 in 20) by name",
            listed(UserFilter::Staff, Sort::Name, 0),
        ),
        (
            "pending (nobody) by keys",
            listed(UserFilter::Pending, Sort::Keys, 0),
        ),
        (
            "ended (1 in 50) by roles and premises",
            listed(ended, Sort::Given, 0),
        ),
    ]
}

/// What people type: beginnings, whole names, and both within a filter and in another order.
fn searches() -> Vec<(&'static str, UserQuery)> {
    let searched = |text| asked(text, UserFilter::All, Sort::Name, 0);
    vec![
        ("key in the search: h", searched("h")),
        ("key in the search: hanna", searched("hanna")),
        (
            "key in the search: hanna fischer",
            searched("hanna fischer"),
        ),
        (
            "the same among staff",
            asked("hanna fischer", UserFilter::Staff, Sort::Name, 0),
        ),
        (
            "the same by roles and premises",
            asked("hanna fischer", UserFilter::All, Sort::Given, 0),
        ),
        ("key in the search: flat 123", searched("flat 123")),
        ("key in the search: a key's number", searched("4711")),
        ("key in the search: nobody", searched("zz")),
        ("key in the search: hanna f", searched("hanna f")),
        (
            "key in the search: a name at the end (öberg)",
            searched("öberg"),
        ),
        (
            "the same among staff, by e-mail",
            asked("öberg", UserFilter::Staff, Sort::Email, 0),
        ),
        (
            "key in the search: what all but staff have (flat)",
            searched("flat"),
        ),
    ]
}
