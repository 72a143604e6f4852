//! Searches beside what going through everybody by hand finds.

use super::{id, with_bare_rows};
use keywright::model::UserId;
use keywright::model::user::UserDetails;
use keywright::store::{Connection, Error, Sort, Store, UserFilter, UserQuery};
use keywright::time::UtcMillis;

/// Enough that a word which everybody has is too common to be looked up as a whole.
const PEOPLE: u32 = 20_500;
const FIRST: [&str; 7] = ["aino", "bo", "carl", "dora", "eva", "farid", "hanna"];
const LAST: [&str; 11] = [
    "aalto", "berg", "carlsson", "dahl", "ek", "fischer", "gran", "holm", "ik", "jokinen", "kallio",
];

/// What stands of one person in the lists.
struct Person {
    id: UserId,
    words: [&'static str; 3],
    name: String,
    email: String,
    given: String,
    keys: i64,
    resident: bool,
    staff: bool,
    ended: bool,
}

/// Before this everything has ended that ends.
const NOW: UtcMillis = UtcMillis(1_000);

fn person(number: u32) -> Person {
    let n = number as usize;
    let (first, last) = (FIRST[n % FIRST.len()], LAST[n / 3 % LAST.len()]);
    Person {
        id: id(1, number),
        words: ["example", first, last],
        name: format!("{last} {first}"),
        email: format!("{}@example", number.wrapping_mul(2_654_435_761)),
        given: format!("flat {}", n * 7 % 400),
        keys: i64::from(number % 4),
        resident: number.is_multiple_of(13),
        staff: number.is_multiple_of(9),
        ended: number.is_multiple_of(50),
    }
}

fn insert(link: &dyn Connection, person: &Person) -> Result<(), Error> {
    let details = serde_json::to_string(&UserDetails::default())?;
    let _one = link.execute(
        "INSERT INTO users (id, version, first_name, last_name, email, email_folded, details, sort_name, changed_at, \
         sort_given, sort_keys, resident, staff, sources_end) VALUES ($1, 1, $2, $3, $4, $4, $5, $6, 0, $7, $8, $9, $10, $11)",
        &[
            person.id.into(),
            person.words[1].into(),
            person.words[2].into(),
            person.email.as_str().into(),
            details.into(),
            person.name.as_str().into(),
            person.given.as_str().into(),
            person.keys.max(1).into(),
            person.resident.into(),
            person.staff.into(),
            person.ended.then_some(NOW).into(),
        ],
    )?;
    if person.keys == 0 {
        let pending = "INSERT INTO pending_users (user_id) VALUES ($1)";
        let _one = link.execute(pending, &[person.id.into()])?;
    }
    for word in person.words {
        let _one = link.execute(
            "INSERT INTO search_terms (term, sort_name, user_id, origin) VALUES ($1, $2, $3, $3)",
            &[word.into(), person.name.as_str().into(), person.id.into()],
        )?;
    }
    Ok(())
}

/// The page that going through everybody finds.
fn by_hand(people: &[Person], query: &UserQuery) -> Vec<UserId> {
    let words: Vec<&str> = query.text.split_whitespace().collect();
    let wanted = |person: &&Person| {
        let every = words
            .iter()
            .all(|word| person.words.iter().any(|has| has.starts_with(word)));
        every
            && match query.filter {
                UserFilter::All => true,
                UserFilter::Residents => person.resident,
                UserFilter::Staff => person.staff,
                UserFilter::Pending => person.keys == 0,
                UserFilter::Ended { .. } => person.ended,
            }
    };
    let mut found: Vec<&Person> = people.iter().filter(wanted).collect();
    found.sort_by_key(|person| {
        let name = person.name.clone();
        let place = match query.sort {
            Sort::Name => (0, name, String::new()),
            Sort::Email => (0, person.email.clone(), String::new()),
            Sort::Given => (0, person.given.clone(), name),
            Sort::Keys => (person.keys, name, String::new()),
        };
        (place, person.id)
    });
    if query.down {
        found.reverse();
    }
    let page = found.into_iter().skip(query.offset as usize);
    page.take(query.limit as usize)
        .map(|person| person.id)
        .collect()
}

/// Asks for each of these texts in each of these orders, at each of these places; returns how often that was.
fn searches(
    store: &dyn Store,
    people: &[Person],
    texts: &[&str],
    sorts: &[Sort],
    places: &[(bool, u32)],
) -> usize {
    let mut asked = 0;
    let today = "2026-01-01".parse().unwrap();
    let filters = [
        UserFilter::All,
        UserFilter::Residents,
        UserFilter::Staff,
        UserFilter::Pending,
        UserFilter::Ended { today, now: NOW },
    ];
    for text in texts {
        for sort in sorts {
            for filter in filters {
                for (down, offset) in places {
                    let query = UserQuery {
                        text: (*text).to_owned(),
                        filter,
                        sort: *sort,
                        down: *down,
                        offset: *offset,
                        limit: 50,
                    };
                    let page = store.read(|reading| reading.users(&query)).unwrap();
                    let found: Vec<UserId> = page.items.iter().map(|user| user.value.id).collect();
                    assert_eq!(found, by_hand(people, &query), "{query:?}");
                    asked += 1;
                }
            }
        }
    }
    asked
}

#[test]
fn every_search_finds_in_every_order_what_going_through_everybody_finds() {
    const SORTS: [Sort; 4] = [Sort::Name, Sort::Email, Sort::Given, Sort::Keys];
    const PLACES: [(bool, u32); 4] = [(false, 0), (true, 0), (false, 230), (true, 1_990)];
    // Where those with a pending key and the others meet in the list by keys.
    const MEETING: [(bool, u32); 3] = [(false, 5_100), (true, 15_360), (true, 20_400)];
    with_bare_rows(|store| {
        let mut people: Vec<Person> = (1..=PEOPLE).map(person).collect();
        store
            .transaction(&mut |link| {
                for (resident, staff) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    let such =
                        |person: &&Person| (person.resident, person.staff) == (resident, staff);
                    let users = u32::try_from(people.iter().filter(such).count()).unwrap();
                    let tally =
                        "UPDATE user_tallies SET users = $1 WHERE resident = $2 AND staff = $3";
                    let _one =
                        link.execute(tally, &[users.into(), resident.into(), staff.into()])?;
                }
                people.iter().try_for_each(|person| insert(link, person))
            })
            .unwrap();
        // Everybody; a common word; one and two that are not; a common one beside them; beginnings of one and of
        // several terms; nobody.
        let texts = [
            "",
            "exa",
            "hanna",
            "hanna fischer",
            "exam hanna",
            "exam hanna ek",
            "f",
            "c f",
            "zz",
        ];
        let mut asked = searches(store, &people, &texts, &SORTS, &PLACES);
        let few = ["", "exam hanna"];
        asked += searches(store, &people, &few, &[Sort::Keys], &MEETING);
        // A quarter had a pending key until now; then few have one; then nobody.
        for every in [160, u32::MAX] {
            store
                .transaction(&mut |link| {
                    for (number, person) in (1..).zip(people.iter_mut()) {
                        if person.keys == 0 && !u32::is_multiple_of(number, every) {
                            person.keys = 1;
                            let gone = "DELETE FROM pending_users WHERE user_id = $1";
                            let _one = link.execute(gone, &[person.id.into()])?;
                        }
                    }
                    Ok(())
                })
                .unwrap();
            asked += searches(store, &people, &few, &[Sort::Email, Sort::Keys], &PLACES);
            asked += searches(store, &people, &few, &[Sort::Keys], &MEETING);
        }
        println!("{asked} searches among {PEOPLE} people");
    });
}
