//! From the outbox to the mail server: the intent is kept, the letter goes, the outcome is kept. While a letter goes
//! the store is free and the station need not wait: what is to be done travels as a [`Prepared`].

use super::{Invitation, LIFE, MailSettings, Token};
use crate::i18n::Language;
use crate::mail::{self, Letter, Server, Way};
use crate::model::{Permission, User};
use crate::store::{self, InvitationId, InvitationRecord, InvitationState};
use crate::time::UtcMillis;
use crate::workflow::{Error, Station};

/// When to try again, in minutes after the first, second, ... attempt; after the last it has failed.
const AGAIN: [i64; 5] = [1, 5, 30, 120, 720];
/// The longest of these waits: one that is to be tried later than that was put off by a clock that was ahead.
const LONGEST: i64 = 720 * 60_000;

/// What hands letters to a mail server; tests put their own in its place.
pub type Deliver<'a> = &'a mut dyn FnMut(&Server, &Letter) -> Result<(), mail::Error>;

/// An invitation that was taken from the outbox to be sent now.
#[derive(Debug)]
pub struct Prepared {
    id: InvitationId,
    version: u64,
    attempts: u32,
    server: Server,
    letter: Letter,
}

impl Prepared {
    /// Which invitation it is.
    pub fn id(&self) -> InvitationId {
        self.id
    }

    /// Hands the letter over. Touches neither store nor station.
    ///
    /// # Errors
    /// [`mail::Error`].
    pub fn deliver(&self, deliver: Deliver<'_>) -> Result<(), mail::Error> {
        deliver(&self.server, &self.letter)
    }
}

/// An invitation with what came of sending it.
#[derive(Debug)]
pub struct Sent {
    /// As it stands now.
    pub invitation: Invitation,
    /// Whether the mail server took the letter.
    pub outcome: Result<(), Error>,
}

impl Station {
    /// Sends every invitation that is due. One that fails does not stop the others; what concerns the mail server
    /// as a whole is told of all of them and tried with one.
    ///
    /// # Errors
    /// [`Error::NoMailServer`] where something is due, [`Error::RightMissing`], [`Error::Store`].
    pub fn send_invitations(&mut self, deliver: Deliver<'_>) -> Result<Vec<Sent>, Error> {
        self.require(Permission::EditUsers)?;
        let mut sent = Vec::new();
        while let Some(next) = self.next_invitation()? {
            match next {
                Next::Letter(prepared) => {
                    let outcome = prepared.deliver(&mut *deliver);
                    sent.extend(self.settle_invitation(&prepared, &outcome)?);
                }
                Next::Refused(refused) => sent.push(*refused),
            }
        }
        Ok(sent)
    }

    /// Takes the invitation that is due next from the outbox.
    ///
    /// # Errors
    /// [`Error::NoMailServer`], [`Error::RightMissing`], [`Error::Store`]; [`Error::ClockBehind`] and
    /// [`Error::ClockImpossible`], since a token works for a time.
    pub fn next_invitation(&mut self) -> Result<Option<Next>, Error> {
        loop {
            let due = self.invitations_due(self.services.now(), 1)?;
            let Some(invitation) = due.into_iter().next() else {
                return Ok(None);
            };
            let settings = self.mail_settings()?.ok_or(Error::NoMailServer)?;
            let now = self.require_clock()?;
            match self.take(&invitation, settings, now) {
                // Another station took it, or its user is gone.
                Err(error) if was_changed(&error) => {}
                taken => return taken.map(Some),
            }
        }
    }

    fn invitations_due(&self, now: UtcMillis, limit: u32) -> Result<Vec<InvitationRecord>, Error> {
        let ahead = UtcMillis(now.0.saturating_add(LONGEST));
        self.read(|reading| reading.invitations_due(now, ahead, limit))
    }

    fn take(
        &mut self,
        invitation: &InvitationRecord,
        settings: MailSettings,
        now: UtcMillis,
    ) -> Result<Next, Error> {
        let user = self.read(|reading| reading.user(invitation.user))?.value;
        let until = UtcMillis(now.0 + LIFE);
        let token = match settings.portal {
            Some(_) => Token::for_link(&mut *self.services.random)?,
            None => Token::for_telling(&mut *self.services.random)?,
        };
        let portal = settings.portal.as_deref();
        let letter = match self.letter(&user, &invitation.language, (portal, &token), until)? {
            Ok(letter) => letter,
            Err(error) => {
                let refused = self.close(invitation, invitation.version, &Err(error))?;
                return Ok(Next::Refused(Box::new(refused)));
            }
        };
        let hash = token.hash();
        let version = self.change_at(now, |change| {
            change.begin_invitation(invitation.id, invitation.version, &hash, until)
        })?;
        Ok(Next::Letter(Box::new(Prepared {
            id: invitation.id,
            version,
            attempts: invitation.attempts,
            server: settings.server,
            letter,
        })))
    }

    /// The letter; a name that cannot stand in one is told as the outcome.
    fn letter(
        &self,
        user: &User,
        language: &str,
        (portal, token): (Option<&str>, &Token),
        until: UtcMillis,
    ) -> Result<Result<Letter, mail::Error>, Error> {
        let info = self.info()?;
        let written = token.written()?;
        let link = portal.map(|portal| format!("{portal}/invitation/{}", *written));
        let letter = mail::Invitation {
            to: user.email.as_str(),
            name: &user.full_name(),
            system: &info.name,
            way: link.as_deref().map_or(Way::Code(&written), Way::Link),
            until: &info.zone.date(until).to_string(),
            language: Language::of(language),
        };
        Ok(letter.letter())
    }

    /// Keeps what came of a letter. Where it concerns the mail server as a whole, the others that are due are put
    /// off with it: they would meet the same. Empty where the invitation was withdrawn or renewed meanwhile: what
    /// went then no longer works, and whatever came of it matters to nobody.
    ///
    /// # Errors
    /// [`Error::Store`]. Then the invitation stays *sending*.
    pub fn settle_invitation(
        &mut self,
        prepared: &Prepared,
        outcome: &Result<(), mail::Error>,
    ) -> Result<Vec<Sent>, Error> {
        let record = match self.read(|reading| reading.invitation(prepared.id)) {
            Ok(record) => InvitationRecord {
                attempts: prepared.attempts,
                ..record
            },
            Err(error) if was_changed(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut sent = match self.close(&record, prepared.version, outcome) {
            Ok(one) => vec![one],
            Err(error) if was_changed(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if let Err(error) = outcome
            && error.concerns_all()
        {
            for other in self.invitations_due(self.services.now(), u32::MAX)? {
                match self.close(&other, other.version, outcome) {
                    Err(error) if was_changed(&error) => {}
                    closed => sent.push(closed?),
                }
            }
        }
        Ok(sent)
    }

    fn close(
        &self,
        before: &InvitationRecord,
        version: u64,
        outcome: &Result<(), mail::Error>,
    ) -> Result<Sent, Error> {
        let now = self.services.now();
        let (state, next, failure) = afterwards(outcome, before.attempts, now);
        let attempts = before.attempts + 1;
        let _version = self.change(|change| {
            let failure = failure.as_deref();
            change.set_invitation_state(before.id, version, state, attempts, next, failure)
        })?;
        Ok(Sent {
            invitation: self.invitation_with_user(before.id)?,
            outcome: outcome.clone().map_err(Error::from),
        })
    }
}

/// What is done with the invitation that is due.
#[derive(Debug)]
pub enum Next {
    /// Its letter is to be delivered, and the outcome settled.
    Letter(Box<Prepared>),
    /// No letter can be written to this user.
    Refused(Box<Sent>),
}

fn was_changed(error: &Error) -> bool {
    matches!(
        error,
        Error::Store(store::Error::ChangedMeanwhile { .. } | store::Error::NotFound { .. })
    )
}

/// What an outcome makes of an invitation that had been tried `attempts` times before.
fn afterwards(
    outcome: &Result<(), mail::Error>,
    attempts: u32,
    now: UtcMillis,
) -> (InvitationState, UtcMillis, Option<String>) {
    match outcome {
        Ok(()) => (InvitationState::Sent, now, None),
        Err(mail::Error::Unsure) => {
            let kept = mail::Error::Unsure.kept();
            (InvitationState::Sending, now, Some(kept))
        }
        Err(error) => {
            let wait = AGAIN.get(usize::try_from(attempts).unwrap_or(usize::MAX));
            match wait.filter(|_| error.may_pass()) {
                Some(minutes) => {
                    let next = UtcMillis(now.0 + minutes * 60_000);
                    (InvitationState::Queued, next, Some(error.kept()))
                }
                None => (InvitationState::Failed, now, Some(error.kept())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Step;

    #[test]
    fn what_may_pass_is_tried_again_later_and_later_and_then_no_more() {
        let busy = Err(mail::Error::PutOff {
            status: 451,
            step: Step::Reader,
        });
        let now = UtcMillis(1_000_000);
        let mut waits = Vec::new();
        for attempts in 0.. {
            let (state, next, failure) = afterwards(&busy, attempts, now);
            assert_eq!(failure.as_deref(), Some("mail-put-off 451"));
            if state == InvitationState::Failed {
                break;
            }
            assert_eq!(state, InvitationState::Queued);
            waits.push((next.0 - now.0) / 60_000);
        }
        assert_eq!(waits, AGAIN);
    }

    #[test]
    fn what_may_have_gone_stays_on_its_way() {
        let (state, _, failure) = afterwards(&Err(mail::Error::Unsure), 0, UtcMillis(0));
        assert_eq!(
            (state, failure.as_deref()),
            (InvitationState::Sending, Some("mail-unsure"))
        );
    }
}
