//! Users, found, sorted and filtered.

use std::collections::HashSet;

use super::Reading;
use super::users::user_of;
use crate::model::{User, UserId};
use crate::store::fold::wanted_ranges;
use crate::store::sql::{Row, Value, params, statement};
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

/// A word with fewer hits than this is looked up as a whole; of others it is asked user by user.
const COMMON: u32 = 20_000;
/// Up to so many users are looked at one by one and sorted. Among more of them the list in its order soon fills a page.
const FEW: u32 = 1_000;
/// So many of the list in its order are looked at first, then twice as many, and so on.
const STRETCH: u32 = 1_000;

/// The beginning and the end of the terms that a word finds.
type Range = (String, String);

/// Users found, each with the name by which they are sorted.
type Found = Vec<(String, UserId)>;

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
        let limit = query.limit.saturating_add(1);
        let ranges = wanted_ranges(&query.text);
        let ids = if !ranges.is_empty() {
            self.search(ranges, query)?
        } else if let Some(few) = self.few_pending(query)? {
            self.sort_and_page(few, &[], query)?
        } else if query.filter == UserFilter::Pending {
            self.look_through(None, &[], query)?
        } else {
            self.in_order(query, limit, query.offset)?
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

    /// The users with a pending key, where they are asked for and few.
    fn few_pending(&self, query: &UserQuery) -> Result<Option<Vec<UserId>>, Error> {
        if query.filter != UserFilter::Pending {
            return Ok(None);
        }
        let found = self.pending_users(FEW + 1)?;
        Ok(Some(found).filter(|found| found.len() <= FEW as usize))
    }

    /// So many users with a pending key.
    fn pending_users(&self, limit: u32) -> Result<Vec<UserId>, Error> {
        let id = |row: &Row<'_>| row.id(0);
        self.link
            .all(statement!("user/pending"), params![limit], id)
    }

    /// A page of those who have every word: they are collected from the rarer words where these are not too common,
    /// and of the others it is asked in the order of the list until the page is full.
    fn search(&self, ranges: Vec<Range>, query: &UserQuery) -> Result<Vec<UserId>, Error> {
        let mut counted = Vec::new();
        for (start, end) in ranges {
            let hits = self.count(statement!("search/estimate"), params![&start, &end, COMMON])?;
            counted.push((hits, (start, end)));
        }
        counted.sort();
        let rare = counted.partition_point(|(hits, _)| *hits < u64::from(COMMON));
        let ranges: Vec<Range> = counted.into_iter().map(|(_, range)| range).collect();
        let (rare, common) = ranges.split_at(rare);
        if rare.is_empty() {
            return self.look_through(None, common, query);
        }
        let (mut named, known) = self.with_all(rare)?;
        if named.len() <= FEW as usize {
            let ids = named.into_iter().map(|(_, id)| id).collect();
            return self.sort_and_page(ids, common, query);
        }
        if query.sort == Sort::Name && query.filter == UserFilter::All {
            named.sort();
            let ids = named.into_iter().map(|(_, id)| id).collect();
            return self.page_of(ids, common, query);
        }
        self.look_through(Some(&known), common, query)
    }

    /// Those who have each of these words.
    fn with_all(&self, words: &[Range]) -> Result<(Found, HashSet<UserId>), Error> {
        let mut named = Found::new();
        let mut known: Option<HashSet<UserId>> = None;
        for (start, end) in words {
            named.clear();
            let mut both = HashSet::new();
            self.link.rows(
                statement!("search/hits"),
                params![start, end],
                &mut |row: &Row<'_>| {
                    let id = row.id(0)?;
                    let before = known.as_ref().is_none_or(|known| known.contains(&id));
                    if before && both.insert(id) {
                        named.push((row.text(1)?.to_owned(), id));
                    }
                    Ok(())
                },
            )?;
            known = Some(both);
        }
        Ok((named, known.unwrap_or_default()))
    }

    /// Sorts users of whom there are few, without those that the filter leaves out, and takes the page.
    fn sort_and_page(
        &self,
        ids: Vec<UserId>,
        common: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let mut placed = Vec::with_capacity(ids.len());
        for id in ids {
            let mut parameters = vec![Value::from(id)];
            parameters.extend(query.filter.values());
            let place = self
                .link
                .first(statement!("user/place"), &parameters, |row| {
                    let name = row.text(0)?.to_owned();
                    Ok(match query.sort {
                        Sort::Name => (0, name, String::new()),
                        Sort::Email => (0, row.text(1)?.to_owned(), String::new()),
                        Sort::Given => (0, row.text(2)?.to_owned(), name),
                        Sort::Keys => (row.int(3)?, name, String::new()),
                    })
                })?;
            placed.extend(place.map(|place| (place, id)));
        }
        placed.sort();
        let ids = placed.into_iter().map(|(_, id)| id).collect();
        self.page_of(ids, common, query)
    }

    /// The page of users that are sorted upwards, without those who have not every one of these words.
    fn page_of(
        &self,
        mut ids: Vec<UserId>,
        common: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        if query.down {
            ids.reverse();
        }
        let mut page = Page::of(query);
        for id in ids {
            if page.is_full() {
                break;
            }
            if self.has_all(id, common)? {
                page.offer(id);
            }
        }
        Ok(page.ids)
    }

    /// Goes through the list in its order until the page is full of those who are known, if it is known who may be on
    /// it, and have every one of these words.
    fn look_through(
        &self,
        known: Option<&HashSet<UserId>>,
        words: &[Range],
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        // The lists by e-mail address and by what was given do not know who has a pending key.
        let told_by_list = query.filter != UserFilter::Pending || in_keys_order(query);
        let pending: Option<HashSet<UserId>> = if told_by_list {
            None
        } else {
            Some(self.pending_users(u32::MAX)?.into_iter().collect())
        };
        let mut page = Page::of(query);
        let (mut over, mut stretch) = (0u32, STRETCH);
        loop {
            let ids = self.in_order(query, stretch, over)?;
            let end = ids.len() < stretch as usize;
            for id in ids {
                let may = known.is_none_or(|known| known.contains(&id))
                    && pending.as_ref().is_none_or(|known| known.contains(&id));
                if may && !page.is_full() && self.has_all(id, words)? {
                    page.offer(id);
                }
            }
            if end || page.is_full() {
                return Ok(page.ids);
            }
            over = over.saturating_add(stretch);
            stretch = stretch.saturating_mul(2);
        }
    }

    fn has_all(&self, user: UserId, words: &[Range]) -> Result<bool, Error> {
        for (start, end) in words {
            let found = self.link.first(
                statement!("search/found"),
                params![user, start, end],
                |row| row.int(0),
            )?;
            if found.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// So many of the filtered list in its order, after so many.
    fn in_order(&self, query: &UserQuery, limit: u32, over: u32) -> Result<Vec<UserId>, Error> {
        let by_keys = in_keys_order(query);
        let filter = match query.filter {
            UserFilter::Pending if !by_keys => UserFilter::All,
            filter => filter,
        };
        let mut parameters = vec![limit.into(), over.into()];
        parameters.extend(filter.values());
        let sort = if by_keys { Sort::Keys } else { query.sort };
        let sql = match (sort, query.down) {
            (Sort::Name, false) => statement!("user/by_order_name"),
            (Sort::Name, true) => statement!("user/by_order_name_down"),
            (Sort::Email, false) => statement!("user/by_order_email"),
            (Sort::Email, true) => statement!("user/by_order_email_down"),
            (Sort::Given, false) => statement!("user/by_order_given"),
            (Sort::Given, true) => statement!("user/by_order_given_down"),
            (Sort::Keys, false) => statement!("user/by_order_keys"),
            (Sort::Keys, true) => statement!("user/by_order_keys_down"),
        };
        self.link.all(sql, &parameters, |row| row.id(0))
    }
}

/// Whether the list is gone through in the order of keys. Those with a pending key stand together there, by name.
fn in_keys_order(query: &UserQuery) -> bool {
    let by_name = query.sort == Sort::Name;
    query.sort == Sort::Keys || by_name && query.filter == UserFilter::Pending
}

/// A page while it is filled.
struct Page {
    ids: Vec<UserId>,
    /// How many are passed over before.
    over: u32,
    /// How many there is room for: one more than is shown, to see whether others follow.
    room: usize,
}

impl Page {
    fn of(query: &UserQuery) -> Self {
        Self {
            ids: Vec::new(),
            over: query.offset,
            room: usize::try_from(query.limit).map_or(usize::MAX, |limit| limit.saturating_add(1)),
        }
    }

    fn is_full(&self) -> bool {
        self.ids.len() >= self.room
    }

    fn offer(&mut self, id: UserId) {
        if self.over > 0 {
            self.over -= 1;
        } else if !self.is_full() {
            self.ids.push(id);
        }
    }
}
