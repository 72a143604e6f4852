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
    /// As statements take it: its number, the day and the instant. Who has a pending key is another question to them.
    pub(super) fn values(self) -> [Value; 3] {
        let number: u32 = match self {
            Self::All | Self::Pending => 0,
            Self::Residents => 1,
            Self::Staff => 2,
            Self::Ended { .. } => 3,
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

impl Reading<'_> {
    /// How many users there are.
    ///
    /// # Errors
    /// What the engine says.
    pub fn user_count(&self) -> Result<u64, Error> {
        self.count(statement!("user/count"), &[])
    }

    /// How many rows that are kept so that lists are quick do not agree with what they come from: of users, of the
    /// counts of users, of those with a pending key.
    ///
    /// # Errors
    /// What the engine says.
    pub fn miscounted(&self) -> Result<u64, Error> {
        self.count(statement!("user/miscounted"), &[])
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
        let limit = query.limit.saturating_add(1);
        let ranges = wanted_ranges(&query.text);
        let ids = if ranges.is_empty() {
            let parts = self.parts(query, &[])?;
            self.in_order(&parts, query, limit, query.offset)?
        } else {
            self.search(ranges, query)?
        };
        let mut items = Vec::with_capacity(ids.len());
        for id in ids {
            items.extend(
                self.link
                    .first(statement!("user/get"), params![id], user_of)?,
            );
        }
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(UserPage { items, more })
    }
}
