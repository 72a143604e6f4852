//! Users and their sources.

use super::{Change, Subject};
use crate::model::{PremisesId, Source, SourceId, SourceKind, User, UserId};
use crate::store::fold::{sort_name, user_words, words};
use crate::store::sql::{Row, params, statement};
use crate::store::{Entity, Error};

impl Change<'_> {
    /// Adds a user.
    ///
    /// # Errors
    /// [`Error::EmailTaken`], [`Error::ExternalIdTaken`].
    pub fn insert_user(&mut self, user: &User) -> Result<(), Error> {
        self.run(
            statement!("user/insert"),
            params![
                user.id,
                &user.first_name,
                &user.last_name,
                user.email.as_str(),
                user.email.folded(),
                user.details.external_id.clone(),
                user.end_date.map(|date| date.to_string()),
                serde_json::to_string(&user.details)?,
                sort_name(user),
                self.now,
            ],
        )?;
        self.run(statement!("user/join_tally"), params![user.id])?;
        self.add_words(user.id, *user.id.as_bytes(), user_words(user))?;
        self.record_user("user-added", user)
    }

    /// Changes a user.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::EmailTaken`], [`Error::ExternalIdTaken`].
    pub fn update_user(&mut self, user: &User, expected: u64) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("user/update"),
            params![
                user.id,
                expected,
                &user.first_name,
                &user.last_name,
                user.email.as_str(),
                user.email.folded(),
                user.details.external_id.clone(),
                user.end_date.map(|date| date.to_string()),
                serde_json::to_string(&user.details)?,
                sort_name(user),
                self.now,
            ],
            Entity::User,
        )?;
        self.run(statement!("search/remove_origin"), params![user.id])?;
        self.run(
            statement!("search/rename_user"),
            params![user.id, sort_name(user)],
        )?;
        self.add_words(user.id, *user.id.as_bytes(), user_words(user))?;
        self.record_user("user-changed", user)?;
        Ok(version)
    }

    /// Removes a user with sources, drafts, invitations and operator's rights. What the log tells of the
    /// user stays until it is erased.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::UserHasMedia`] while a medium of the user awaits a decision.
    pub fn remove_user(&mut self, id: UserId, expected: u64) -> Result<(), Error> {
        let media: u64 = self
            .link
            .first(statement!("user/with_media"), params![id], |row| {
                row.number(0)
            })?
            .unwrap_or(0);
        if media > 0 {
            return Err(Error::UserHasMedia { count: media });
        }
        self.run(statement!("user/leave_tally"), params![id])?;
        let _version = self.guarded(
            statement!("user/remove"),
            params![id, expected, self.now],
            Entity::User,
        )?;
        self.run(
            statement!("user/delete_drafts_of_keys"),
            params![id, self.now],
        )?;
        self.run(statement!("source/remove_of_user"), params![id])?;
        self.run(statement!("search/remove_user"), params![id])?;
        self.run(statement!("outbox/remove_of_user"), params![id])?;
        self.run(statement!("draft/remove_of_user"), params![id])?;
        self.run(statement!("operator/remove_of_user"), params![id])?;
        self.record("user-removed", Subject::of(Entity::User, id), &[])
    }

    fn record_user(&mut self, action: &str, user: &User) -> Result<(), Error> {
        self.record_personal(
            action,
            Subject::of(Entity::User, user.id),
            &[],
            user.id,
            &[
                ("first-name", &user.first_name),
                ("last-name", &user.last_name),
                ("e-mail", user.email.as_str()),
            ],
        )
    }

    /// Lets a user be found by these words until their origin is removed.
    pub(super) fn add_words(
        &self,
        user: UserId,
        origin: [u8; 16],
        words: impl IntoIterator<Item = String>,
    ) -> Result<(), Error> {
        words
            .into_iter()
            .try_for_each(|word| self.run(statement!("search/insert"), params![word, user, origin]))
    }

    /// Assigns a source to a user.
    ///
    /// # Errors
    /// [`Error::Dangling`] where user, role or premises are not there.
    pub fn insert_source(&mut self, source: &Source) -> Result<(), Error> {
        let (role, premises) = target(&source.kind);
        self.run(
            statement!("source/insert"),
            params![
                source.id,
                source.user,
                role,
                premises,
                source.validity.start,
                source.validity.end,
            ],
        )?;
        self.write_chosen(source)?;
        self.renew_given_of(source.user)?;
        self.record_source("source-added", source)
    }

    /// Changes a source.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::Dangling`].
    pub fn update_source(&mut self, source: &Source, expected: u64) -> Result<u64, Error> {
        let (role, premises) = target(&source.kind);
        let version = self.guarded(
            statement!("source/update"),
            params![
                source.id,
                expected,
                role,
                premises,
                source.validity.start,
                source.validity.end,
            ],
            Entity::Source,
        )?;
        self.run(statement!("source/clear_roles"), params![source.id])?;
        self.run(statement!("search/remove_origin"), params![source.id])?;
        self.write_chosen(source)?;
        self.renew_given_of(source.user)?;
        self.record_source("source-changed", source)?;
        Ok(version)
    }

    /// Takes a source from its user.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn remove_source(&mut self, id: SourceId, expected: u64) -> Result<(), Error> {
        let user: UserId = self
            .link
            .first(statement!("source/remove"), params![id, expected], |row| {
                row.id(0)
            })?
            .ok_or(Error::ChangedMeanwhile {
                entity: Entity::Source,
            })?;
        self.run(statement!("search/remove_origin"), params![id])?;
        self.renew_given_of(user)?;
        self.record(
            "source-removed",
            Subject::of(Entity::User, user),
            &[("source", &id.to_string())],
        )
    }

    /// Works out anew, for everybody, what is kept so that lists are quick. Answers with how many rows were wrong; where
    /// none was, nothing is done.
    ///
    /// # Errors
    /// What the engine says.
    pub fn recount(&mut self) -> Result<u64, Error> {
        let wrong = self.miscounted()?;
        if wrong > 0 {
            self.run(statement!("user/recount_given"), &[])?;
            self.run(statement!("user/recount_tallies"), &[])?;
            self.renew_pending_of_all()?;
            let rows = [("rows", &*wrong.to_string())];
            self.record("lists-recounted", Subject::none(Entity::System), &rows)?;
        }
        Ok(wrong)
    }

    /// Renews by what lists are sorted and filtered that concerns what the user was given.
    fn renew_given_of(&self, user: UserId) -> Result<(), Error> {
        self.run(statement!("user/leave_tally"), params![user])?;
        self.run(statement!("user/renew_given"), params![user])?;
        self.run(statement!("user/join_tally"), params![user])
    }

    /// Writes the chosen roles of a source of premises, and the words by which its user is found.
    fn write_chosen(&self, source: &Source) -> Result<(), Error> {
        if let SourceKind::Premises { premises, roles } = &source.kind {
            self.link_each(
                statement!("source/add_role"),
                source.id,
                roles.iter().copied(),
            )?;
            let name = self.premises(*premises)?.value.name;
            self.add_words(source.user, *source.id.as_bytes(), words(&name))?;
        }
        Ok(())
    }

    /// Renews the words by which the people of premises are found.
    pub(super) fn renew_words_of_premises(
        &self,
        premises: PremisesId,
        name: &str,
    ) -> Result<(), Error> {
        let sources: Vec<(SourceId, UserId)> = self.link.all(
            statement!("search/sources_of_premises"),
            params![premises],
            |row: &Row<'_>| Ok((row.id(0)?, row.id(1)?)),
        )?;
        for (source, user) in sources {
            self.run(statement!("search/remove_origin"), params![source])?;
            self.add_words(user, *source.as_bytes(), words(name))?;
        }
        self.run(
            statement!("user/renew_given_of_premises"),
            params![premises],
        )
    }

    fn record_source(&mut self, action: &str, source: &Source) -> Result<(), Error> {
        let (kind, assigned) = match &source.kind {
            SourceKind::Role { role } => ("role", role.to_string()),
            SourceKind::Premises { premises, .. } => ("premises", premises.to_string()),
        };
        let shown = |time: Option<crate::time::UtcMillis>| {
            time.map_or_else(String::new, |time| time.to_string())
        };
        self.record(
            action,
            Subject::of(Entity::User, source.user),
            &[
                ("source", &source.id.to_string()),
                (kind, &assigned),
                ("from", &shown(source.validity.start)),
                ("until", &shown(source.validity.end)),
            ],
        )
    }
}

fn target(kind: &SourceKind) -> (Option<crate::model::RoleId>, Option<PremisesId>) {
    match kind {
        SourceKind::Role { role } => (Some(*role), None),
        SourceKind::Premises { premises, .. } => (None, Some(*premises)),
    }
}
