//! Users and their sources.

use std::collections::BTreeMap;

use super::{Reading, found};
use crate::model::{PremisesId, RoleId, Source, SourceId, SourceKind, User, UserId, Validity};
use crate::store::fold::fold;
use crate::store::sql::{Row, params, statement};
use crate::store::{Entity, Error, Stored};
use crate::time::LocalDate;

impl Reading<'_> {
    /// Who holds a key, unless the user was removed.
    ///
    /// # Errors
    /// What the engine says.
    pub fn holder(&self, id: UserId) -> Result<Option<Stored<User>>, Error> {
        match self.user(id) {
            Ok(user) => Ok(Some(user)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

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

pub(super) fn user_of(row: &Row<'_>) -> Result<Stored<User>, Error> {
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
