//! The orders in which users are listed. Who has a pending key stands beside them, so a list that goes by that is put
//! together of two parts.

use super::Reading;
use super::user_list::{Sort, UserFilter, UserQuery};
use crate::model::UserId;
use crate::store::Error;
use crate::store::sql::{Row, Value, params, statement};

/// Up to so many users are looked at one by one and sorted. Among more of them the list in its order soon fills a page.
pub(super) const FEW: u32 = 1_000;

/// The beginning and the end of the terms that a word finds.
pub(super) type Range = (String, String);

/// Whom a part of a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    /// Everybody.
    Whichever,
    /// Those with a pending key.
    Only,
    /// The others.
    Without,
}

impl Pending {
    /// As statements take it.
    fn number(self) -> u32 {
        match self {
            Self::Whichever => 0,
            Self::Only => 1,
            Self::Without => 2,
        }
    }
}

/// A part of a list: one by keys has those with a pending key first.
pub(super) enum Part<'a> {
    /// Those who were few enough to be sorted.
    Sorted(Vec<UserId>),
    /// Those who are found by walking an order of the store.
    Walked(Walk<'a>),
}

/// A walk in an order of the store, by those who have every one of these words.
pub(super) struct Walk<'a> {
    sort: Sort,
    pending: Pending,
    words: &'a [Range],
}

impl<'a> Walk<'a> {
    /// A walk by everybody who has these words.
    pub(super) fn of(sort: Sort, words: &'a [Range]) -> Self {
        Self {
            sort,
            pending: Pending::Whichever,
            words,
        }
    }

    /// As statements take it.
    pub(super) fn values(&self, query: &UserQuery, limit: u32, over: u32) -> Vec<Value> {
        let mut values = vec![limit.into(), over.into()];
        values.extend(query.filter.values());
        values.push(self.pending.number().into());
        if !self.words.is_empty() {
            let nothing = Range::default();
            for place in 0..3 {
                let (start, end) = self.words.get(place).unwrap_or(&nothing);
                values.extend([start.into(), end.into()]);
            }
        }
        values
    }
}

/// The statement that walks an order.
fn listed(sort: Sort, down: bool) -> &'static str {
    match (sort, down) {
        (Sort::Name, false) => statement!("user/listed", "user/listed_by/name"),
        (Sort::Name, true) => statement!("user/listed", "user/listed_by/name_down"),
        (Sort::Email, false) => statement!("user/listed", "user/listed_by/email"),
        (Sort::Email, true) => statement!("user/listed", "user/listed_by/email_down"),
        (Sort::Given, false) => statement!("user/listed", "user/listed_by/given"),
        (Sort::Given, true) => statement!("user/listed", "user/listed_by/given_down"),
        (Sort::Keys, false) => statement!("user/listed", "user/listed_by/keys"),
        (Sort::Keys, true) => statement!("user/listed", "user/listed_by/keys_down"),
    }
}

/// The one that leaves out who has not the words.
fn listed_with_words(sort: Sort, down: bool) -> &'static str {
    match (sort, down) {
        (Sort::Name, false) => statement!("user/listed", "user/listed_with", "user/listed_by/name"),
        (Sort::Name, true) => statement!(
            "user/listed",
            "user/listed_with",
            "user/listed_by/name_down"
        ),
        (Sort::Email, false) => {
            statement!("user/listed", "user/listed_with", "user/listed_by/email")
        }
        (Sort::Email, true) => statement!(
            "user/listed",
            "user/listed_with",
            "user/listed_by/email_down"
        ),
        (Sort::Given, false) => {
            statement!("user/listed", "user/listed_with", "user/listed_by/given")
        }
        (Sort::Given, true) => statement!(
            "user/listed",
            "user/listed_with",
            "user/listed_by/given_down"
        ),
        (Sort::Keys, false) => statement!("user/listed", "user/listed_with", "user/listed_by/keys"),
        (Sort::Keys, true) => statement!(
            "user/listed",
            "user/listed_with",
            "user/listed_by/keys_down"
        ),
    }
}

impl Reading<'_> {
    /// The users with a pending key, where they are few.
    fn few_pending(&self) -> Result<Option<Vec<UserId>>, Error> {
        let id = |row: &Row<'_>| row.id(0);
        let statement = statement!("pending_user/first");
        let found = self.link.all(statement, params![FEW + 1], id)?;
        Ok(Some(found).filter(|found| found.len() <= FEW as usize))
    }

    /// Of what the list of those consists who have every one of these words, in its order.
    pub(super) fn parts<'a>(
        &self,
        query: &UserQuery,
        words: &'a [Range],
    ) -> Result<Vec<Part<'a>>, Error> {
        let walked = |sort, pending| {
            Part::Walked(Walk {
                sort,
                pending,
                words,
            })
        };
        let only_pending = query.filter == UserFilter::Pending;
        if query.sort != Sort::Keys && !only_pending {
            return Ok(vec![walked(query.sort, Pending::Whichever)]);
        }
        let (pending, others) = match self.few_pending()? {
            Some(few) if few.is_empty() => (Part::Sorted(few), Pending::Whichever),
            Some(few) => {
                let mut having = Vec::new();
                for id in self.sorted(few, Pending::Only, query)? {
                    if self.has_all(id, words)? {
                        having.push(id);
                    }
                }
                (Part::Sorted(having), Pending::Without)
            }
            None => {
                // Among themselves they stand by name in the list by keys.
                let sort = match query.sort {
                    Sort::Keys => Sort::Name,
                    sort => sort,
                };
                (walked(sort, Pending::Only), Pending::Without)
            }
        };
        let mut parts = Vec::new();
        if !only_pending {
            parts.push(walked(Sort::Keys, others));
        }
        let place = if query.down { parts.len() } else { 0 };
        parts.insert(place, pending);
        Ok(parts)
    }

    /// Users of whom there are few, as the list has them, without those that the filter leaves out.
    pub(super) fn sorted(
        &self,
        ids: Vec<UserId>,
        pending: Pending,
        query: &UserQuery,
    ) -> Result<Vec<UserId>, Error> {
        let mut placed = Vec::with_capacity(ids.len());
        for id in ids {
            let mut parameters = vec![Value::from(id)];
            parameters.extend(query.filter.values());
            parameters.push(pending.number().into());
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
        if query.down {
            placed.reverse();
        }
        Ok(placed.into_iter().map(|(_, id)| id).collect())
    }

    /// So many of the filtered list in its order, after so many.
    pub(super) fn in_order(
        &self,
        parts: &[Part<'_>],
        query: &UserQuery,
        limit: u32,
        mut over: u32,
    ) -> Result<Vec<UserId>, Error> {
        let mut ids: Vec<UserId> = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let room = limit.saturating_sub(u32::try_from(ids.len()).unwrap_or(limit));
            if room == 0 {
                break;
            }
            let found = match part {
                Part::Sorted(sorted) => {
                    let rest = sorted.iter().skip(over as usize);
                    rest.take(room as usize).copied().collect()
                }
                Part::Walked(walk) => self.walked(walk, query, room, over)?,
            };
            if !found.is_empty() {
                over = 0;
            } else if over > 0 && place + 1 < parts.len() {
                over = over.saturating_sub(self.size(part, query)?);
            }
            ids.extend(found);
        }
        Ok(ids)
    }

    fn walked(
        &self,
        walk: &Walk<'_>,
        query: &UserQuery,
        limit: u32,
        over: u32,
    ) -> Result<Vec<UserId>, Error> {
        let sql = if walk.words.is_empty() {
            listed(walk.sort, query.down)
        } else {
            listed_with_words(walk.sort, query.down)
        };
        self.link
            .all(sql, &walk.values(query, limit, over), |row| row.id(0))
    }

    fn size(&self, part: &Part<'_>, query: &UserQuery) -> Result<u32, Error> {
        let size = match part {
            Part::Sorted(ids) => u64::try_from(ids.len()).unwrap_or(u64::MAX),
            Part::Walked(walk) => {
                let sql = if walk.words.is_empty() {
                    statement!("user/listed_count", "user/listed", "user/listed_count_end")
                } else {
                    statement!(
                        "user/listed_count",
                        "user/listed",
                        "user/listed_with",
                        "user/listed_count_end"
                    )
                };
                self.count(sql, &walk.values(query, u32::MAX, 0))?
            }
        };
        Ok(u32::try_from(size).unwrap_or(u32::MAX))
    }
}
