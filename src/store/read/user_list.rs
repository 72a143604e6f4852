//! Users, found, sorted and filtered.

use super::Reading;
use super::users::user_of;
use crate::model::User;
use crate::store::fold::wanted_ranges;
use crate::store::sql::{Value, params, statement};
use crate::store::{Error, Stored};
use crate::time::{LocalDate, UtcMillis};

/// By what a list of users is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By last name, then first name.
    #[default]
    Name,
    /// By e-mail address.
    Email,
    /// By the first of the names of their roles and premises; those without come first.
    Given,
    /// By their keys: pending ones, drafts, others, none.
    Keys,
}

/// Which users are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UserFilter {
    /// Everybody.
    #[default]
    All,
    /// Those assigned to private premises.
    Residents,
    /// Those assigned to roles.
    Staff,
    /// Those with a key whose medium holds something else than it shall.
    Pending,
    /// Those whose end date, or the end of every source, has passed.
    Ended {
        /// The day in the zone of the system.
        today: LocalDate,
        /// The instant.
        now: UtcMillis,
    },
}

impl UserFilter {
    /// As statements take it: its number, the day and the instant.
    fn values(self) -> [Value; 3] {
        let number: u32 = match self {
            Self::All => 0,
            Self::Residents => 1,
            Self::Staff => 2,
            Self::Pending => 3,
            Self::Ended { .. } => 4,
        };
        let (today, now) = match self {
            Self::Ended { today, now } => (today.to_string(), now),
            _ => (String::new(), UtcMillis(0)),
        };
        [number.into(), Value::Text(today), now.into()]
    }
}

/// How many users each filter lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserCounts {
    /// Everybody.
    pub all: u64,
    /// [`UserFilter::Residents`].
    pub residents: u64,
    /// [`UserFilter::Staff`].
    pub staff: u64,
    /// [`UserFilter::Pending`].
    pub pending: u64,
    /// [`UserFilter::Ended`].
    pub ended: u64,
}

/// Which users are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserQuery {
    /// Beginnings of words: of names, company, e-mail address, external id, the stamps, numbers and chip numbers
    /// of their keys, the names of their premises. All must be found. Empty = everybody.
    pub text: String,
    /// Which of them.
    pub filter: UserFilter,
    /// The order.
    pub sort: Sort,
    /// Whether the order runs downwards.
    pub down: bool,
    /// How many users to pass over.
    pub offset: u32,
    /// How many users at most.
    pub limit: u32,
}

/// A page of a list of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// The users.
    pub items: Vec<Stored<User>>,
    /// Whether others follow.
    pub more: bool,
}

/// Up to so many hits of a word are collected and sorted at once.
const FEW: u32 = 1000;
/// For words with more hits, so many users of the sorted list are looked at first.
const STRETCH: u32 = 1000;

impl Reading<'_> {
    /// How many users there are.
    ///
    /// # Errors
    /// What the engine says.
    pub fn user_count(&self) -> Result<u64, Error> {
        self.count(statement!("user/count"), &[])
    }

    /// How many users each filter lists on this day.
    ///
    /// # Errors
    /// What the engine says.
    pub fn user_counts(&self, today: LocalDate, now: UtcMillis) -> Result<UserCounts, Error> {
        let counts = self.link.first(
            statement!("user/counts"),
            params![today.to_string(), now],
            |row| {
                Ok(UserCounts {
                    all: row.number(0)?,
                    residents: row.number(1)?,
                    staff: row.number(2)?,
                    pending: row.number(3)?,
                    ended: row.number(4)?,
                })
            },
        )?;
        Ok(counts.unwrap_or_default())
    }

    /// A page of users.
    ///
    /// # Errors
    /// What the engine says.
    pub fn users(&self, query: &UserQuery) -> Result<UserPage, Error> {
        let ranges = wanted_ranges(&query.text);
        let mut items = if ranges.is_empty() && query.filter == UserFilter::Pending {
            self.pending(vec![everything(), everything(), everything()], query)?
        } else if ranges.is_empty() {
            let none = vec![everything(), everything(), everything()];
            self.walk(
                none,
                query,
                (0, query.offset, query.limit.saturating_add(1)),
            )?
        } else {
            self.search(ranges, query)?
        };
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(UserPage { items, more })
    }

    fn search(
        &self,
        ranges: Vec<(String, String)>,
        query: &UserQuery,
    ) -> Result<Vec<Stored<User>>, Error> {
        let mut counted = Vec::new();
        for (start, end) in ranges {
            let hits = self.count(statement!("search/estimate"), params![&start, &end, FEW])?;
            counted.push((hits, (start, end)));
        }
        counted.sort();
        let rare = counted
            .first()
            .is_some_and(|(hits, ..)| *hits < u64::from(FEW));
        let mut ranges: Vec<(String, String)> =
            counted.into_iter().map(|(_, range)| range).collect();
        ranges.resize(3, everything());
        let limit = query.limit.saturating_add(1);
        if !rare && query.filter == UserFilter::Pending {
            return self.pending(ranges, query);
        }
        if !rare {
            // Common words fill a page from the first stretch of the sorted list.
            let page = self.walk(ranges.clone(), query, (query.offset, 0, STRETCH))?;
            if u32::try_from(page.len()) == Ok(limit) {
                return Ok(page);
            }
        }
        let mut parameters = texts(ranges);
        parameters.extend([limit.into(), query.offset.into()]);
        parameters.extend(query.filter.values());
        let sql = match (query.sort, query.down) {
            (Sort::Name, false) => statement!("search/few_by_name"),
            (Sort::Name, true) => statement!("search/few_by_name_down"),
            (Sort::Email, false) => statement!("search/few_by_email"),
            (Sort::Email, true) => statement!("search/few_by_email_down"),
            (Sort::Given, false) => statement!("search/few_by_given"),
            (Sort::Given, true) => statement!("search/few_by_given_down"),
            (Sort::Keys, false) => statement!("search/few_by_keys"),
            (Sort::Keys, true) => statement!("search/few_by_keys_down"),
        };
        self.link.all(sql, &parameters, user_of)
    }

    /// The users with a pending key, sorted anew: they stand in no list that is sorted by something else.
    fn pending(
        &self,
        ranges: Vec<(String, String)>,
        query: &UserQuery,
    ) -> Result<Vec<Stored<User>>, Error> {
        let order: u32 = match query.sort {
            Sort::Name | Sort::Keys => 0,
            Sort::Email => 1,
            Sort::Given => 2,
        };
        let mut parameters = texts(ranges);
        let limit = query.limit.saturating_add(1);
        parameters.extend([limit, query.offset, order].map(Value::from));
        let sql = if query.down {
            statement!("user/pending_down")
        } else {
            statement!("user/pending")
        };
        self.link.all(sql, &parameters, user_of)
    }

    /// Walks the sorted list: passes over so many of it and looks at so many, keeps those with every word, and of
    /// these passes over so many.
    fn walk(
        &self,
        ranges: Vec<(String, String)>,
        query: &UserQuery,
        (hits_over, over, looked_at): (u32, u32, u32),
    ) -> Result<Vec<Stored<User>>, Error> {
        let limit = query.limit.saturating_add(1);
        let mut parameters = texts(ranges);
        parameters.extend([limit, hits_over, looked_at, over].map(Value::from));
        parameters.extend(query.filter.values());
        let sql = match (query.sort, query.down) {
            (Sort::Name, false) => statement!("user/walk_by_name"),
            (Sort::Name, true) => statement!("user/walk_by_name_down"),
            (Sort::Email, false) => statement!("user/walk_by_email"),
            (Sort::Email, true) => statement!("user/walk_by_email_down"),
            (Sort::Given, false) => statement!("user/walk_by_given"),
            (Sort::Given, true) => statement!("user/walk_by_given_down"),
            (Sort::Keys, false) => statement!("user/walk_by_keys"),
            (Sort::Keys, true) => statement!("user/walk_by_keys_down"),
        };
        self.link.all(sql, &parameters, user_of)
    }
}

/// The range in which every term lies.
fn everything() -> (String, String) {
    (String::new(), "\u{10FFFF}".to_owned())
}

fn texts(ranges: Vec<(String, String)>) -> Vec<Value> {
    let both = |(start, end)| [Value::Text(start), Value::Text(end)];
    ranges.into_iter().flat_map(both).collect()
}
