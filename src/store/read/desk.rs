//! What belongs to the station's desk: operators, programming keys, envelopes, drafts, invitations.

use std::collections::BTreeSet;

use super::{Reading, found};
use crate::model::{Generation, UserId};
use crate::store::sql::{Row, params, statement};
use crate::store::{
    DraftId, DraftRecord, Entity, Envelope, Error, InvitationId, InvitationRecord, Operator,
    ProgrammingKey, Stored, plain_label,
};
use crate::time::UtcMillis;

impl Reading<'_> {
    /// Every operator.
    pub fn operators(&self) -> Result<Vec<Stored<Operator>>, Error> {
        let mut roles = self.sets(statement!("operator/all_roles"), &[])?;
        let mut operators = self.link.all(statement!("operator/all"), &[], |row| {
            Ok(Stored {
                version: row.number(1)?,
                value: Operator {
                    id: row.id(0)?,
                    user: row.id(2)?,
                    slot: row.number(3)?,
                    roles: BTreeSet::new(),
                },
            })
        })?;
        for operator in &mut operators {
            operator.value.roles = roles.remove(&operator.value.id).unwrap_or_default();
        }
        Ok(operators)
    }

    /// Every programming key, by label.
    pub fn programming_keys(&self) -> Result<Vec<Stored<ProgrammingKey>>, Error> {
        let mut operators = self.sets(statement!("programming_key/all_operators"), &[])?;
        let mut keys = self
            .link
            .all(statement!("programming_key/all"), &[], |row| {
                Ok(Stored {
                    version: row.number(1)?,
                    value: ProgrammingKey {
                        id: row.id(0)?,
                        label: plain_label(row.text(2)?).to_owned(),
                        serial: row.text(3)?.to_owned(),
                        certificate: row.blob(4)?.to_vec(),
                        operators: BTreeSet::new(),
                    },
                })
            })?;
        for key in &mut keys {
            key.value.operators = operators.remove(&key.value.id).unwrap_or_default();
        }
        Ok(keys)
    }

    /// The envelopes of every generation, the oldest first.
    pub fn envelopes(&self) -> Result<Vec<Envelope>, Error> {
        self.link.all(statement!("envelope/all"), &[], |row| {
            Ok(Envelope {
                generation: Generation::new(row.number(0)?)?,
                version: row.number(1)?,
                cms: row.blob(2)?.to_vec(),
                signing_public_key: row.blob(3)?.to_vec(),
                created_at: row.time(4)?,
                retired_at: row.maybe(5, Row::time)?,
                linked: row.maybe(6, |row, n| row.blob(n).map(<[u8]>::to_vec))?,
            })
        })
    }

    /// The envelope of a generation.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn envelope(&self, generation: Generation) -> Result<Envelope, Error> {
        let envelope = self
            .envelopes()?
            .into_iter()
            .find(|envelope| envelope.generation == generation);
        found(envelope, Entity::Envelope)
    }

    /// Every draft of a wizard, the last changed first.
    pub fn drafts(&self) -> Result<Vec<DraftRecord>, Error> {
        self.link.all(statement!("draft/all"), &[], draft_of)
    }

    /// A draft of a wizard.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn draft(&self, id: DraftId) -> Result<DraftRecord, Error> {
        let draft = self
            .link
            .first(statement!("draft/get"), params![id], draft_of)?;
        found(draft, Entity::Draft)
    }

    /// The newest invitations.
    pub fn invitations(&self, limit: u32) -> Result<Vec<InvitationRecord>, Error> {
        self.link
            .all(statement!("outbox/all"), params![limit], invitation_of)
    }

    /// The invitations that wait to be sent now, the longest waiting first; and after them those that are to be sent
    /// later than `ahead`, as far ahead as none is put off.
    pub fn invitations_due(
        &self,
        now: UtcMillis,
        ahead: UtcMillis,
        limit: u32,
    ) -> Result<Vec<InvitationRecord>, Error> {
        let due = params![now, ahead, limit];
        self.link.all(statement!("outbox/due"), due, invitation_of)
    }

    /// An invitation.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn invitation(&self, id: InvitationId) -> Result<InvitationRecord, Error> {
        let invitation = self
            .link
            .first(statement!("outbox/get"), params![id], invitation_of)?;
        found(invitation, Entity::Invitation)
    }

    /// The invitations that something kept from going, the oldest first.
    pub fn invitations_kept_back(&self) -> Result<Vec<InvitationRecord>, Error> {
        self.link
            .all(statement!("outbox/kept_back"), params![], invitation_of)
    }

    /// The invitations whose letter waits to be sent, now or once something is mended, the oldest first.
    pub fn invitations_waiting(&self) -> Result<Vec<InvitationRecord>, Error> {
        self.link
            .all(statement!("outbox/waiting"), &[], invitation_of)
    }

    /// A setting of the system, as JSON.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        self.link
            .first(statement!("setting/get"), params![name], |row| {
                Ok(row.text(0)?.to_owned())
            })
    }

    /// The invitations of a user, the newest first.
    pub fn invitations_of(&self, user: UserId) -> Result<Vec<InvitationRecord>, Error> {
        self.link
            .all(statement!("outbox/of_user"), params![user], invitation_of)
    }

    /// The invitation whose token has this SHA-256.
    pub fn invitation_by_token(
        &self,
        token_hash: &[u8; 32],
    ) -> Result<Option<InvitationRecord>, Error> {
        self.link.first(
            statement!("outbox/by_token"),
            params![*token_hash],
            invitation_of,
        )
    }
}

fn draft_of(row: &Row<'_>) -> Result<DraftRecord, Error> {
    Ok(DraftRecord {
        id: row.id(0)?,
        version: row.number(1)?,
        owner: row.maybe(2, Row::id)?,
        wizard: row.text(3)?.to_owned(),
        document: row.text(4)?.to_owned(),
        changed_at: row.time(5)?,
    })
}

fn invitation_of(row: &Row<'_>) -> Result<InvitationRecord, Error> {
    Ok(InvitationRecord {
        id: row.id(0)?,
        version: row.number(1)?,
        user: row.id(2)?,
        language: row.text(3)?.to_owned(),
        token_hash: row.array(4)?,
        state: row.word(5)?,
        attempts: row.number(6)?,
        next_attempt_at: row.time(7)?,
        failure: row.maybe(8, |row, n| row.text(n).map(str::to_owned))?,
        created_at: row.time(9)?,
        expires_at: row.maybe(10, Row::time)?,
    })
}
