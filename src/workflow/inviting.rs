//! Invitations: from the outbox to the mail server, each at most once.
//!
//! An invitation waits in the outbox until somebody sends it; nothing else waits for it. Its token is drawn when its
//! letter is made, and only the SHA-256 of it is kept. The record is durably *sending* before the letter goes, so that
//! a station that dies in between, or a line that breaks while the server takes the letter, leaves an invitation of
//! which everybody knows that it may have gone. Such a one is sent again only by a person, with a new token, and the
//! earlier link no longer works.

use sha2::{Digest as _, Sha256};

use super::rights::Place;
use super::{Error, Station};
use crate::i18n::Language;
use crate::mail::{self, Invitation, Letter, Server};
use crate::model::{Permission, User};
use crate::secrets::random::secret_bytes;
use crate::store::{InvitationId, InvitationRecord, InvitationState};
use crate::time::UtcMillis;

/// The name of the setting.
const SETTING: &str = "mail";
/// How long a link works: 14 days.
const LIFE: i64 = 14 * 24 * 3_600 * 1_000;
/// When to try again, in minutes after the first, second, ... attempt; after the last it has failed.
const AGAIN: [i64; 5] = [1, 5, 30, 120, 720];
/// How many are sent at once.
const STRETCH: u32 = 100;

/// What hands letters to a mail server; tests put their own in its place.
pub type Deliver<'a> = &'a mut dyn FnMut(&Server, &Letter) -> Result<(), mail::Error>;

/// How invitations are sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MailSettings {
    /// The mail server.
    pub server: Server,
    /// Where the resident portal is reached, without a slash at its end.
    pub portal: String,
}

/// An invitation with what became of it.
#[derive(Debug)]
pub struct Sent {
    /// Who was invited.
    pub user: User,
    /// The record afterwards.
    pub invitation: InvitationRecord,
    /// Whether the mail server took the letter.
    pub outcome: Result<(), Error>,
}

impl Station {
    /// How invitations are sent; none before it is set.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn mail_settings(&self) -> Result<Option<MailSettings>, Error> {
        let document = self.read(|reading| reading.setting(SETTING))?;
        let parsed = document.map(|document| serde_json::from_str(&document));
        let damaged = |_| crate::store::Error::Damaged {
            what: SETTING.to_owned(),
        };
        Ok(parsed.transpose().map_err(damaged)?)
    }

    /// Sets how invitations are sent.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Mail`] for settings that make no sense.
    pub fn set_mail_settings(&mut self, settings: &MailSettings) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        check(settings)?;
        let document = serde_json::to_string(settings)
            .map_err(|_| mail::Error::Settings { what: "document" })?;
        self.change(|change| change.put_setting(SETTING, &document))
    }

    /// The newest invitations with those they went to.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn invitations(&self, limit: u32) -> Result<Vec<(User, InvitationRecord)>, Error> {
        self.read(|reading| {
            let all = reading.invitations(limit)?.into_iter();
            all.map(|one| Ok((reading.user(one.user)?.value, one)))
                .collect()
        })
    }

    /// Queues an invitation again, whatever became of it so far. The link that it held no longer works.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn resend_invitation(&mut self, id: InvitationId) -> Result<InvitationRecord, Error> {
        let invitation = self.read(|reading| reading.invitation(id))?;
        self.require_over_user(Permission::EditUsers, invitation.user)?;
        let fresh = Sha256::digest(*secret_bytes::<32>(&mut *self.services.random)?);
        let _version =
            self.change(|change| change.renew_invitation(id, invitation.version, &fresh.into()))?;
        self.read(|reading| reading.invitation(id))
    }

    /// Sends every invitation that is due. One that fails does not stop the others.
    ///
    /// # Errors
    /// [`Error::NoMailServer`], [`Error::RightMissing`], [`Error::Store`].
    pub fn send_invitations(&mut self, deliver: Deliver<'_>) -> Result<Vec<Sent>, Error> {
        self.require(Permission::EditUsers)?;
        let now = self.services.now();
        let due = self.read(|reading| reading.invitations_due(now, STRETCH))?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let settings = self.mail_settings()?.ok_or(Error::NoMailServer)?;
        due.iter()
            .map(|invitation| self.send(invitation, &settings, &mut *deliver))
            .collect()
    }

    /// Intent, effect, result.
    fn send(
        &mut self,
        invitation: &InvitationRecord,
        settings: &MailSettings,
        deliver: Deliver<'_>,
    ) -> Result<Sent, Error> {
        let user = self.read(|reading| reading.user(invitation.user))?.value;
        let now = self.services.now();
        let until = UtcMillis(now.0 + LIFE);
        let token = secret_bytes::<32>(&mut *self.services.random)?;
        let written = self.letter(&user, invitation, settings, &*token, until)?;
        let hash = Sha256::digest(*token).into();
        let version = self.change(|change| {
            change.begin_invitation(invitation.id, invitation.version, &hash, until)
        })?;
        let outcome = written.and_then(|letter| deliver(&settings.server, &letter));
        let (state, next, failure) = afterwards(&outcome, invitation.attempts, now);
        let attempts = invitation.attempts + 1;
        let _version = self.change(|change| {
            change.set_invitation_state(invitation.id, version, state, attempts, next, failure)
        })?;
        Ok(Sent {
            user,
            invitation: self.read(|reading| reading.invitation(invitation.id))?,
            outcome: outcome.map_err(Error::from),
        })
    }

    /// The letter; a name that cannot stand in one is told as the outcome.
    fn letter(
        &self,
        user: &User,
        invitation: &InvitationRecord,
        settings: &MailSettings,
        token: &[u8; 32],
        until: UtcMillis,
    ) -> Result<Result<Letter, mail::Error>, Error> {
        let info = self.info()?;
        let token = data_encoding::BASE64URL_NOPAD.encode(token);
        let link = format!("{}/invitation/{token}", settings.portal);
        let letter = Invitation {
            to: user.email.as_str(),
            name: &user.full_name(),
            system: &info.name,
            link: &link,
            until: &info.zone.date(until).to_string(),
            language: Language::of(&invitation.language),
        };
        Ok(letter.letter())
    }
}

/// What an outcome makes of an invitation that had been tried `attempts` times before.
fn afterwards(
    outcome: &Result<(), mail::Error>,
    attempts: u32,
    now: UtcMillis,
) -> (InvitationState, UtcMillis, Option<&'static str>) {
    match outcome {
        Ok(()) => (InvitationState::Sent, now, None),
        Err(mail::Error::Unsure) => {
            let code = mail::Error::Unsure.code();
            (InvitationState::Sending, now, Some(code))
        }
        Err(error) => {
            let wait = AGAIN.get(usize::try_from(attempts).unwrap_or(usize::MAX));
            match wait.filter(|_| error.may_pass()) {
                Some(minutes) => {
                    let next = UtcMillis(now.0 + minutes * 60_000);
                    (InvitationState::Queued, next, Some(error.code()))
                }
                None => (InvitationState::Failed, now, Some(error.code())),
            }
        }
    }
}

/// Settings with which nothing could be sent, or sent safely, are refused before they are kept.
fn check(settings: &MailSettings) -> Result<(), mail::Error> {
    let server = &settings.server;
    let wrong = |what| Err(mail::Error::Settings { what });
    let clean = |text: &str| !text.is_empty() && !text.chars().any(|c| c.is_control() || c == ' ');
    if !clean(&server.host) {
        return wrong("host");
    }
    if !server.sender.contains('@') || server.sender.chars().any(char::is_control) {
        return wrong("sender");
    }
    if server.user.is_some() != server.password.is_some() {
        return wrong("password");
    }
    // A token in the clear would open somebody's account to whoever listens.
    let local = ["http://localhost", "http://127.0.0.1"];
    let portal = settings.portal.as_str();
    let safe = portal.starts_with("https://") || local.iter().any(|one| portal.starts_with(one));
    if !safe || !clean(portal) || portal.ends_with('/') {
        return wrong("portal");
    }
    Ok(())
}
