//! Operators, programming keys, envelopes, drafts, invitations.

use super::{Change, Subject};
use crate::model::{Generation, OperatorId, ProgrammingKeyId, UserId};
use crate::store::sql::{params, statement};
use crate::store::{
    DraftId, Entity, Error, InvitationId, InvitationState, Operator, ProgrammingKey,
};
use crate::time::UtcMillis;

impl Change<'_> {
    /// Makes a user an operator.
    ///
    /// # Errors
    /// [`Error::Exists`] where the user is one, [`Error::Dangling`].
    pub fn insert_operator(&mut self, operator: &Operator) -> Result<(), Error> {
        self.run(
            statement!("operator/insert"),
            params![operator.id, operator.user, operator.slot],
        )?;
        self.write_operator_roles(operator)?;
        self.record(
            "operator-added",
            Subject::of(Entity::Operator, operator.id),
            &[("user", &operator.user.to_string())],
        )
    }

    /// Changes an operator's roles.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::Dangling`].
    pub fn update_operator(&mut self, operator: &Operator, expected: u64) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("operator/update"),
            params![operator.id, expected, operator.user, operator.slot],
            Entity::Operator,
        )?;
        self.run(statement!("operator/clear_roles"), params![operator.id])?;
        self.write_operator_roles(operator)?;
        self.record(
            "operator-changed",
            Subject::of(Entity::Operator, operator.id),
            &[("user", &operator.user.to_string())],
        )?;
        Ok(version)
    }

    /// Takes the operator's rights from a user.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::StillUsed`] while a programming key names the operator.
    pub fn remove_operator(&mut self, id: OperatorId, expected: u64) -> Result<(), Error> {
        self.remove(
            statement!("operator/remove"),
            params![id, expected],
            Subject::of(Entity::Operator, id),
        )
    }

    fn write_operator_roles(&self, operator: &Operator) -> Result<(), Error> {
        self.link_each(
            statement!("operator/add_role"),
            operator.id,
            operator.roles.iter().copied(),
        )
    }

    /// Adds a programming key.
    ///
    /// # Errors
    /// [`Error::Exists`] where one of that serial number is there, [`Error::Dangling`].
    pub fn insert_programming_key(&mut self, key: &ProgrammingKey) -> Result<(), Error> {
        self.run(
            statement!("programming_key/insert"),
            params![key.id, &key.label, &key.serial, &key.certificate],
        )?;
        self.write_key_operators(key)?;
        let subject = Subject::of(Entity::ProgrammingKey, key.id);
        self.record("programming-key-added", subject, &[("serial", &key.serial)])
    }

    /// Changes a programming key.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::Exists`], [`Error::Dangling`].
    pub fn update_programming_key(
        &mut self,
        key: &ProgrammingKey,
        expected: u64,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("programming_key/update"),
            params![key.id, expected, &key.label, &key.serial, &key.certificate],
            Entity::ProgrammingKey,
        )?;
        self.run(
            statement!("programming_key/clear_operators"),
            params![key.id],
        )?;
        self.write_key_operators(key)?;
        let subject = Subject::of(Entity::ProgrammingKey, key.id);
        self.record(
            "programming-key-changed",
            subject,
            &[("serial", &key.serial)],
        )?;
        Ok(version)
    }

    /// Removes a programming key.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn remove_programming_key(
        &mut self,
        id: ProgrammingKeyId,
        expected: u64,
    ) -> Result<(), Error> {
        self.remove(
            statement!("programming_key/remove"),
            params![id, expected],
            Subject::of(Entity::ProgrammingKey, id),
        )
    }

    fn write_key_operators(&self, key: &ProgrammingKey) -> Result<(), Error> {
        self.link_each(
            statement!("programming_key/add_operator"),
            key.id,
            key.operators.iter().copied(),
        )
    }

    /// Keeps the envelope of a new generation.
    ///
    /// # Errors
    /// [`Error::Exists`] where the generation has one.
    pub fn insert_envelope(
        &mut self,
        generation: Generation,
        cms: &[u8],
        signing_public_key: &[u8],
    ) -> Result<(), Error> {
        self.run(
            statement!("envelope/insert"),
            params![generation.get(), cms, signing_public_key, self.now],
        )?;
        // Whatever asked for one has it.
        self.run(statement!("system/set_generation_due"), params![false])?;
        self.record_envelope("envelope-added", generation)
    }

    /// Replaces the envelope of a generation, as when a recipient comes or goes. The secrets in it stay.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn update_envelope(
        &mut self,
        generation: Generation,
        expected: u64,
        cms: &[u8],
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("envelope/update"),
            params![generation.get(), expected, cms],
            Entity::Envelope,
        )?;
        self.record_envelope("envelope-changed", generation)?;
        Ok(version)
    }

    /// Keeps the secrets of a generation as they are linked to the newest. Nothing in the system changes by it, so the
    /// log says nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub fn link_envelope(&mut self, generation: Generation, linked: &[u8]) -> Result<(), Error> {
        self.run(
            statement!("envelope/link"),
            params![generation.get(), linked],
        )
    }

    /// Notes that no medium in use has a generation before this one any more.
    ///
    /// # Errors
    /// What the engine says.
    pub fn retire_before(&mut self, generation: Generation) -> Result<(), Error> {
        self.run(
            statement!("envelope/retire"),
            params![generation.get(), self.now],
        )?;
        self.record_envelope("generations-retired", generation)
    }

    /// Retires a generation that no medium ever got, because another takes its place.
    ///
    /// # Errors
    /// What the engine says.
    pub fn abandon_generation(&mut self, generation: Generation) -> Result<(), Error> {
        self.run(
            statement!("envelope/abandon"),
            params![generation.get(), self.now],
        )?;
        self.record_envelope("generation-abandoned", generation)
    }

    fn record_envelope(&mut self, action: &str, generation: Generation) -> Result<(), Error> {
        self.record(
            action,
            Subject::none(Entity::Envelope),
            &[("generation", &generation.get().to_string())],
        )
    }

    /// Keeps what was entered into a wizard. `expected` is 0 for a new draft. Drafts are not logged.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn put_draft(
        &mut self,
        id: DraftId,
        expected: u64,
        owner: Option<UserId>,
        wizard: &str,
        document: &str,
    ) -> Result<u64, Error> {
        self.guarded(
            statement!("draft/put"),
            params![id, expected, owner, wizard, document, self.now],
            Entity::Draft,
        )
    }

    /// Removes a draft. One that is gone already is no fault.
    ///
    /// # Errors
    /// What the engine says.
    pub fn remove_draft(&mut self, id: DraftId) -> Result<(), Error> {
        self.run(statement!("draft/remove"), params![id])
    }

    /// Puts an invitation into the outbox, to be sent at once. It is the user's only one: what an earlier one held no
    /// longer works, wherever that went.
    ///
    /// # Errors
    /// [`Error::Dangling`].
    pub fn queue_invitation(
        &mut self,
        id: InvitationId,
        user: UserId,
        language: &str,
        token_hash: &[u8; 32],
    ) -> Result<(), Error> {
        self.run(
            statement!("outbox/insert"),
            params![id, user, language, *token_hash, self.now],
        )?;
        self.record("invitation-queued", Subject::of(Entity::User, user), &[])?;
        let earlier: Vec<InvitationId> = self.link.all(
            statement!("outbox/revoke_others"),
            params![user, id],
            |row| row.id(0),
        )?;
        for one in earlier {
            self.record(
                "invitation-revoked",
                Subject::of(Entity::Invitation, one),
                &[],
            )?;
        }
        Ok(())
    }

    /// Takes a queued invitation in hand with the token that its letter will hold, durably before the letter goes:
    /// who finds it in this state later knows that it may have gone.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where somebody else took it.
    pub fn begin_invitation(
        &mut self,
        id: InvitationId,
        expected: u64,
        token_hash: &[u8; 32],
        expires_at: UtcMillis,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("outbox/begin"),
            params![id, expected, *token_hash, expires_at, self.now],
            Entity::Invitation,
        )?;
        self.record(
            "invitation-sending",
            Subject::of(Entity::Invitation, id),
            &[],
        )?;
        Ok(version)
    }

    /// Keeps a setting of the system, as JSON. What it says is not logged: it may hold a password.
    ///
    /// # Errors
    /// What the engine says.
    pub fn put_setting(&mut self, name: &str, document: &str) -> Result<(), Error> {
        self.run(statement!("setting/put"), params![name, document])?;
        self.setting_changed(name)
    }

    /// Forgets a setting of the system.
    ///
    /// # Errors
    /// What the engine says.
    pub fn remove_setting(&mut self, name: &str) -> Result<(), Error> {
        self.run(statement!("setting/remove"), params![name])?;
        self.setting_changed(name)
    }

    fn setting_changed(&mut self, name: &str) -> Result<(), Error> {
        let system = Subject::none(Entity::System);
        self.record("settings-changed", system, &[("name", name)])
    }

    /// Invites again with a new token; the old one no longer works.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn renew_invitation(
        &mut self,
        id: InvitationId,
        expected: u64,
        token_hash: &[u8; 32],
    ) -> Result<u64, Error> {
        self.queue_again(id, expected, token_hash, "invitation-renewed")
    }

    /// Queues an invitation again because what kept it from going was mended.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn requeue_invitation(
        &mut self,
        id: InvitationId,
        expected: u64,
        token_hash: &[u8; 32],
    ) -> Result<u64, Error> {
        self.queue_again(id, expected, token_hash, "invitation-requeued")
    }

    fn queue_again(
        &mut self,
        id: InvitationId,
        expected: u64,
        token_hash: &[u8; 32],
        action: &str,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("outbox/renew"),
            params![id, expected, *token_hash, self.now],
            Entity::Invitation,
        )?;
        self.record(action, Subject::of(Entity::Invitation, id), &[])?;
        Ok(version)
    }

    /// Records what became of an invitation.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn set_invitation_state(
        &mut self,
        id: InvitationId,
        expected: u64,
        state: InvitationState,
        attempts: u32,
        next_attempt_at: UtcMillis,
        failure: Option<&str>,
    ) -> Result<u64, Error> {
        let version = self.guarded(
            statement!("outbox/set_state"),
            params![
                id,
                expected,
                state.as_str(),
                attempts,
                next_attempt_at,
                failure,
            ],
            Entity::Invitation,
        )?;
        // Back in the queue after an attempt is another matter than an invitation that somebody queued.
        let word = match state {
            InvitationState::Queued => "put-off",
            other => other.as_str(),
        };
        self.record(
            &format!("invitation-{word}"),
            Subject::of(Entity::Invitation, id),
            &[("failure", failure.unwrap_or_default())],
        )?;
        Ok(version)
    }
}
