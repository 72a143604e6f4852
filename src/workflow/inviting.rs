//! Invitations: who was invited, by which token, and what became of it.
//!
//! An invitation waits in the outbox until it is sent; nothing else waits for it. Its token is drawn when its letter
//! is made, and only the SHA-256 of it is kept: it works once, until it expires, and only the newest one of a user
//! does. It leads to the resident portal where the settings name one, as a link. Without a portal it is a code that
//! the user tells at the counter, which shows that the address is theirs.
//!
//! The record is durably *sending* before a letter goes. A station that dies in between, or a line that breaks while
//! the server takes the letter, leaves an invitation of which everybody can see that it may have gone; such a one is
//! sent again only by a person.
//!
//! Times are kept by the computer's clock, which may be found wrong later. So a clock that is known to be wrong neither
//! gives out a token nor takes one back; and what was noted by a clock that was ahead is known by times that cannot be:
//! a token that would work for longer than any does works no more, and a letter that waits for longer than any does goes.

mod mail_settings;
mod sending;
mod token;

pub use mail_settings::MailSettings;
pub use sending::{Deliver, Next, Prepared, Sent};
pub use token::Token;

use super::rights::Place;
use super::{Error, Station};
use crate::i18n::{Arguments, Language};
use crate::mail::{self, Letter, Server};
use crate::model::{Permission, User, UserId};
use crate::store::{self, InvitationId, InvitationRecord, InvitationState};
use crate::time::UtcMillis;

/// How long a letter may be on its way before nobody waits for its outcome any more, in milliseconds.
const IN_FLIGHT: i64 = 5 * 60_000;
/// How long a token works: 14 days.
const LIFE: i64 = 14 * 24 * 3_600 * 1_000;
/// Kept of an invitation whose code was refused because it works no longer: a clock that is set back does not bring it
/// back.
const OVER: &str = "expired";
/// A clock that is corrected by less makes no difference.
const MINUTE: i64 = 60_000;

/// Where an invitation stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waits to be sent, for the first time or again.
    Waiting,
    /// Is on its way.
    Sending,
    /// May have gone: the station or the line ended in between.
    Unsure,
    /// The mail server took it.
    Sent,
    /// Could not be sent, and will not be tried again by itself.
    Failed,
    /// The user has accepted it.
    Accepted,
    /// Withdrawn, or another took its place.
    Revoked,
    /// Was sent, and works no longer.
    Expired,
}

impl Standing {
    /// Where an invitation stands at `now`.
    pub fn of(record: &InvitationRecord, now: UtcMillis) -> Self {
        let over = record.failure.as_deref() == Some(OVER)
            || record.expires_at.is_some_and(|end| !works(end, now));
        match record.state {
            InvitationState::Queued => Self::Waiting,
            InvitationState::Sent if over => Self::Expired,
            InvitationState::Sent => Self::Sent,
            InvitationState::Sending => {
                let left = now.0.abs_diff(record.next_attempt_at.0) >= IN_FLIGHT.unsigned_abs();
                if left || record.failure.is_some() {
                    Self::Unsure
                } else {
                    Self::Sending
                }
            }
            InvitationState::Failed => Self::Failed,
            InvitationState::Accepted => Self::Accepted,
            InvitationState::Revoked => Self::Revoked,
        }
    }

    /// The word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "queued",
            Self::Sending => "sending",
            Self::Unsure => "unsure",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// Whether it waits for somebody to do something.
    pub fn needs_somebody(self) -> bool {
        matches!(self, Self::Unsure | Self::Failed | Self::Expired)
    }
}

/// Whether a token that works until `end` works at `now`. None is given out for longer than [`LIFE`]: one that would still
/// work after that was given out by a clock that was ahead, and nobody knows how old it is.
fn works(end: UtcMillis, now: UtcMillis) -> bool {
    now < end && end.0.saturating_sub(now.0) <= LIFE + MINUTE
}

/// An invitation with the user it invites.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who is invited.
    pub user: User,
    /// The record.
    pub record: InvitationRecord,
    /// Where it stands.
    pub standing: Standing,
}

impl Invitation {
    /// What keeps it from being sent, or leaves open whether it was: the stable code, and the values of its
    /// sentences.
    pub fn failure(&self) -> Option<(&'static str, Arguments)> {
        let unsure = mail::Error::Unsure.kept();
        let kept = match self.standing {
            Standing::Unsure => Some(unsure.as_str()),
            _ => self.record.failure.as_deref(),
        };
        let (code, values) = mail::Error::told(kept?)?;
        let values = values.into_iter().map(|(name, value)| (name, value.into()));
        Some((code, values.collect()))
    }

    /// Whether it is still to be sent, or waits for somebody: what the to-do list shows.
    pub fn is_open(&self) -> bool {
        self.standing.needs_somebody()
            || matches!(self.standing, Standing::Waiting | Standing::Sending)
    }
}

impl Station {
    /// The newest invitations.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn invitations(&self, limit: u32) -> Result<Vec<Invitation>, Error> {
        let now = self.services.now();
        self.read(|reading| {
            let all = reading.invitations(limit)?.into_iter();
            all.map(|record| {
                Ok(Invitation {
                    user: reading.user(record.user)?.value,
                    standing: Standing::of(&record, now),
                    record,
                })
            })
            .collect()
        })
    }

    /// One invitation.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn invitation_with_user(&self, id: InvitationId) -> Result<Invitation, Error> {
        let now = self.services.now();
        self.read(|reading| {
            let record = reading.invitation(id)?;
            Ok(Invitation {
                user: reading.user(record.user)?.value,
                standing: Standing::of(&record, now),
                record,
            })
        })
    }

    /// The newest invitation of a user, where there is one.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn invitation_of(&self, user: UserId) -> Result<Option<Invitation>, Error> {
        let newest =
            self.read(|reading| Ok(reading.invitations_of(user)?.first().map(|one| one.id)))?;
        newest.map(|id| self.invitation_with_user(id)).transpose()
    }

    /// The invitation with this id, or the newest one of the user that `text` names.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::InvitationMissing`], [`Error::Store`].
    pub fn invitation_named(&self, text: &str) -> Result<Invitation, Error> {
        if let Ok(id) = text.parse::<InvitationId>() {
            match self.invitation_with_user(id) {
                Err(Error::Store(store::Error::NotFound { .. })) => {}
                found => return found,
            }
        }
        let user = self.user(text)?.value;
        let missing = || Error::InvitationMissing {
            name: user.full_name(),
        };
        self.invitation_of(user.id)?.ok_or_else(missing)
    }

    /// Puts an invitation of a user into the outbox. One that the user had before no longer works.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::InvitationAccepted`], [`Error::Store`].
    pub fn invite(&mut self, user: UserId) -> Result<Invitation, Error> {
        self.require_over_user(Permission::EditUsers, user)?;
        let (stored, earlier) =
            self.read(|reading| Ok((reading.user(user)?.value, reading.invitations_of(user)?)))?;
        if earlier
            .iter()
            .any(|one| one.state == InvitationState::Accepted)
        {
            return Err(Error::InvitationAccepted);
        }
        let language = stored.details.language.unwrap_or_else(|| "en".to_owned());
        let (id, hash) = self.invitation()?;
        self.change(|change| change.queue_invitation(id, user, &language, &hash))?;
        self.invitation_with_user(id)
    }

    /// Queues an invitation again. The token that it held no longer works. `shown` is the version on which somebody
    /// decided; `anyway` sends one again of which nobody knows whether it went.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::InvitationAccepted`], [`Error::InvitationRevoked`], [`mail::Error::Unsure`],
    /// [`Error::Store`] where the invitation has changed since it was shown.
    pub fn resend_invitation(
        &mut self,
        id: InvitationId,
        shown: u64,
        anyway: bool,
    ) -> Result<Invitation, Error> {
        let known = self.invitation_with_user(id)?;
        self.require_over_user(Permission::EditUsers, known.user.id)?;
        match known.standing {
            Standing::Accepted => return Err(Error::InvitationAccepted),
            // It was withdrawn on purpose, or another took its place: a new one is another decision.
            Standing::Revoked => return Err(Error::InvitationRevoked),
            Standing::Sending | Standing::Unsure if !anyway => {
                return Err(mail::Error::Unsure.into());
            }
            _ => {}
        }
        let (_, hash) = self.invitation()?;
        let _version = self.change(|change| change.renew_invitation(id, shown, &hash))?;
        self.invitation_with_user(id)
    }

    /// Withdraws an invitation: it is not sent any more, and what was sent no longer works.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::InvitationAccepted`], [`Error::Store`].
    pub fn revoke_invitation(&mut self, id: InvitationId, shown: u64) -> Result<Invitation, Error> {
        let known = self.invitation_with_user(id)?;
        self.require_over_user(Permission::EditUsers, known.user.id)?;
        match known.record.state {
            InvitationState::Accepted => return Err(Error::InvitationAccepted),
            InvitationState::Revoked => return Ok(known),
            _ => self.end_invitation(&known.record, shown, InvitationState::Revoked)?,
        }
        self.invitation_with_user(id)
    }

    /// Accepts the invitation whose code somebody told: once, and in time.
    ///
    /// # Errors
    /// [`Error::InvitationUnknown`], [`Error::InvitationExpired`], [`Error::InvitationAccepted`],
    /// [`Error::RightMissing`], [`Error::Store`]; [`Error::ClockBehind`] and [`Error::ClockImpossible`], since by a wrong
    /// clock nobody knows whether it still works.
    pub fn accept_invitation(&mut self, told: &str) -> Result<Invitation, Error> {
        self.require(Permission::EditUsers)?;
        let token = Token::parse(told).ok_or(Error::InvitationUnknown)?;
        let found = self.read(|reading| reading.invitation_by_token(&token.hash()))?;
        let found = found.ok_or(Error::InvitationUnknown)?;
        self.require_over_user(Permission::EditUsers, found.user)?;
        match found.state {
            InvitationState::Accepted => return Err(Error::InvitationAccepted),
            // Whoever tells the code has the letter, whatever became of the line that carried it.
            InvitationState::Sent | InvitationState::Sending => {}
            _ => return Err(Error::InvitationUnknown),
        }
        let now = self.require_clock()?;
        let told_before = found.failure.as_deref() == Some(OVER);
        if told_before || found.expires_at.is_none_or(|end| !works(end, now)) {
            if !told_before {
                self.keep_over(&found)?;
            }
            return Err(Error::InvitationExpired);
        }
        self.end_invitation(&found, found.version, InvitationState::Accepted)?;
        self.invitation_with_user(found.id)
    }

    /// Keeps of an invitation that it works no longer.
    fn keep_over(&self, record: &InvitationRecord) -> Result<(), Error> {
        let _version = self.change(|change| {
            let (id, version, next) = (record.id, record.version, record.next_attempt_at);
            let (state, tried) = (InvitationState::Sent, record.attempts);
            change.set_invitation_state(id, version, state, tried, next, Some(OVER))
        })?;
        Ok(())
    }

    fn end_invitation(
        &self,
        record: &InvitationRecord,
        version: u64,
        state: InvitationState,
    ) -> Result<(), Error> {
        let _version = self.change(|change| {
            let next = record.next_attempt_at;
            change.set_invitation_state(record.id, version, state, record.attempts, next, None)
        })?;
        Ok(())
    }

    /// A letter that shows whether letters arrive, to the operator's own address where no other is given, and the
    /// server that is to take it.
    ///
    /// # Errors
    /// [`Error::NoMailServer`], [`Error::RightMissing`], [`Error::Mail`] for an address that cannot stand in a letter.
    pub fn trial_letter(&self, to: Option<&str>) -> Result<(Server, Letter), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let settings = self.mail_settings()?.ok_or(Error::NoMailServer)?;
        let operator = self.read(|reading| reading.user(self.operator))?.value;
        let trial = mail::Trial {
            to: to.unwrap_or(operator.email.as_str()),
            name: &operator.full_name(),
            system: &self.info()?.name,
            language: Language::of(operator.details.language.as_deref().unwrap_or("en")),
        };
        Ok((settings.server, trial.letter()?))
    }
}
