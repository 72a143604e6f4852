//! Users, found and sorted, and their sources.

use std::collections::BTreeMap;

use super::{Reading, found};
use crate::model::{PremisesId, RoleId, Source, SourceId, SourceKind, User, UserId, Validity};
use crate::store::fold::{fold, wanted_ranges};
use crate::store::sql::{Row, Value, params, statement};
use crate::store::{Entity, Error, Stored};
use crate::time::LocalDate;

/// How a list of users is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By last name, then first name.
    #[default]
    Name,
    /// By e-mail address.
    Email,
    /// The last changed first.
    Changed,
}

/// Which users are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserQuery {
    /// Beginnings of words: of names, company, e-mail address, external id, the stamps and chip numbers of
    /// their keys, the names of their premises. All must be found. Empty = everybody.
    pub text: String,
    /// The order.
    pub sort: Sort,
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
    /// A user, removed ones excepted.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn user(&self, id: UserId) -> Result<Stored<User>, Error> {
        found(
            self.link
                .first(statement!("user/get"), params![id], user_of)?,
            Entity::User,
        )
    }

    /// The user who signs in with this address.
    pub fn user_by_email(&self, email: &str) -> Result<Option<Stored<User>>, Error> {
        let folded = email.trim().to_lowercase();
        self.link
            .first(statement!("user/by_email"), params![folded], user_of)
    }

    /// Users of the same name: likely the same person.
    pub fn similar_users(
        &self,
        first_name: &str,
        last_name: &str,
    ) -> Result<Vec<Stored<User>>, Error> {
        let name = fold(&format!("{last_name} {first_name}"));
        self.link
            .all(statement!("user/similar"), params![name], user_of)
    }

    /// The end dates of the users that have one.
    pub fn user_end_dates(&self) -> Result<BTreeMap<UserId, LocalDate>, Error> {
        let row = |row: &Row<'_>| Ok((row.id(0)?, row.word(1)?));
        Ok(self
            .link
            .all(statement!("user/end_dates"), &[], row)?
            .into_iter()
            .collect())
    }

    /// How many users there are.
    pub fn user_count(&self) -> Result<u64, Error> {
        self.count(statement!("user/count"), &[])
    }

    /// A page of users.
    pub fn users(&self, query: &UserQuery) -> Result<UserPage, Error> {
        let ranges = wanted_ranges(&query.text);
        let mut items = if ranges.is_empty() {
            let sql = match query.sort {
                Sort::Name => statement!("user/page_by_name"),
                Sort::Email => statement!("user/page_by_email"),
                Sort::Changed => statement!("user/page_by_change"),
            };
            let limit = query.limit.saturating_add(1);
            self.link.all(sql, params![limit, query.offset], user_of)?
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
            counted.push((hits, start, end));
        }
        counted.sort();
        let everything = (0, String::new(), "\u{10FFFF}".to_owned());
        let rare = counted
            .first()
            .is_some_and(|(hits, ..)| *hits < u64::from(FEW));
        counted.resize(3, everything);
        let mut parameters: Vec<Value> = counted
            .into_iter()
            .flat_map(|(_, start, end)| [Value::Text(start), Value::Text(end)])
            .collect();
        let limit = query.limit.saturating_add(1);
        parameters.push(limit.into());
        parameters.push(query.offset.into());
        if !rare {
            // Common words fill a page from the first stretch of the sorted list.
            let mut walking = parameters.clone();
            walking.push(STRETCH.into());
            let sql = match query.sort {
                Sort::Name => statement!("search/many_by_name"),
                Sort::Email => statement!("search/many_by_email"),
                Sort::Changed => statement!("search/many_by_change"),
            };
            let page = self.link.all(sql, &walking, user_of)?;
            if u32::try_from(page.len()) == Ok(limit) {
                return Ok(page);
            }
        }
        let sql = match query.sort {
            Sort::Name => statement!("search/few_by_name"),
            Sort::Email => statement!("search/few_by_email"),
            Sort::Changed => statement!("search/few_by_change"),
        };
        self.link.all(sql, &parameters, user_of)
    }

    /// Everybody who has the role, also by way of premises.
    pub fn users_by_role(&self, role: RoleId) -> Result<Vec<UserId>, Error> {
        self.link
            .all(statement!("user/by_role"), params![role], |row| row.id(0))
    }

    /// Everybody assigned to the premises.
    pub fn users_by_premises(&self, premises: PremisesId) -> Result<Vec<UserId>, Error> {
        self.link
            .all(statement!("user/by_premises"), params![premises], |row| {
                row.id(0)
            })
    }

    /// A source.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn source(&self, id: SourceId) -> Result<Stored<Source>, Error> {
        let mut source = found(
            self.link
                .first(statement!("source/get"), params![id], source_of)?,
            Entity::Source,
        )?;
        let chosen = self
            .link
            .all(statement!("source/roles"), params![id], |row| row.id(0))?;
        if let SourceKind::Premises { roles, .. } = &mut source.value.kind {
            *roles = chosen;
        }
        Ok(source)
    }

    /// The sources of a user.
    pub fn sources(&self, user: UserId) -> Result<Vec<Stored<Source>>, Error> {
        self.sources_between(user, user)
    }

    /// The sources of every user from `first` to `last`, by user and id.
    pub(super) fn sources_between(
        &self,
        first: UserId,
        last: UserId,
    ) -> Result<Vec<Stored<Source>>, Error> {
        let mut sources = self.link.all(
            statement!("source/between_users"),
            params![first, last],
            source_of,
        )?;
        let mut chosen: BTreeMap<SourceId, Vec<RoleId>> = BTreeMap::new();
        self.link.rows(
            statement!("source/roles_between_users"),
            params![first, last],
            &mut |row| {
                chosen.entry(row.id(0)?).or_default().push(row.id(1)?);
                Ok(())
            },
        )?;
        for source in &mut sources {
            if let SourceKind::Premises { roles, .. } = &mut source.value.kind {
                *roles = chosen.remove(&source.value.id).unwrap_or_default();
            }
        }
        Ok(sources)
    }
}

fn user_of(row: &Row<'_>) -> Result<Stored<User>, Error> {
    Ok(Stored {
        version: row.number(1)?,
        value: User {
            id: row.id(0)?,
            first_name: row.text(2)?.to_owned(),
            last_name: row.text(3)?.to_owned(),
            email: crate::model::Email::new(row.text(4)?)?,
            end_date: row.maybe(5, Row::word)?,
            details: row.document(6)?,
        },
    })
}

fn source_of(row: &Row<'_>) -> Result<Stored<Source>, Error> {
    let kind = if row.is_null(3) {
        SourceKind::Premises {
            premises: row.id(4)?,
            roles: Vec::new(),
        }
    } else {
        SourceKind::Role { role: row.id(3)? }
    };
    Ok(Stored {
        version: row.number(1)?,
        value: Source {
            id: row.id(0)?,
            user: row.id(2)?,
            kind,
            validity: Validity {
                start: row.maybe(5, Row::time)?,
                end: row.maybe(6, Row::time)?,
            },
        },
    })
}
