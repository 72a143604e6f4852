//! Invitations on the thread behind the window. A letter goes on a thread of its own, so that nothing waits for a mail
//! server; its outcome is kept here as soon as it is known.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use iced::futures::channel::mpsc::UnboundedSender;

use super::data::{Answer, Fault, Secret};
use crate::mail::{self, Security, Server};
use crate::model::UserId;
use crate::store::InvitationId;
use crate::workflow::inviting::{Invitation, MailSettings, Next, Prepared, Standing};
use crate::workflow::{Error, Station};

/// Time between two looks into the outbox.
const LOOK: Duration = Duration::from_secs(2);

/// An invitation as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitationView {
    /// Which one.
    pub id: InvitationId,
    /// Its version, by which it is sent again.
    pub version: u64,
    /// Whom it invites.
    pub user: UserId,
    /// Where it stands.
    pub standing: Standing,
    /// What keeps it from being sent, or leaves open whether it was.
    pub fault: Option<Fault>,
}

/// The mail server as it is entered. The password that is kept never comes here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailForm {
    /// The name of the server.
    pub host: String,
    /// Its port, as typed; empty = the usual one.
    pub port: String,
    /// How the line is protected; none = STARTTLS.
    pub security: Option<Security>,
    /// The address letters come from.
    pub sender: String,
    /// The account; empty = none.
    pub account: String,
    /// Whether a password is kept.
    pub has_password: bool,
    /// The resident portal; empty = invitations hold a code.
    pub portal: String,
}

/// What is asked of the post.
#[derive(Debug, Clone)]
pub enum MailAsk {
    /// The mail server.
    Settings,
    /// To keep the mail server, with another password where one was typed.
    Save(Box<MailForm>, Secret),
    /// To send a trial letter to the operator.
    Try,
    /// To send an invitation of this version again; also where nobody knows whether it went.
    Resend(InvitationId, u64, bool),
}

/// What the post answers.
#[derive(Debug, Clone)]
pub enum MailTold {
    /// To [`MailAsk::Settings`]; none where none is set up.
    Settings(Result<Option<Box<MailForm>>, Fault>),
    /// To [`MailAsk::Save`].
    Saved(Result<(), Fault>),
    /// To [`MailAsk::Try`]: the address it went to.
    Tried(Result<String, Fault>),
    /// To [`MailAsk::Resend`].
    Resent(Result<Box<InvitationView>, Fault>),
}

/// How long the window waits, before it closes, for what comes of a letter that is on its way.
const LANDING: Duration = Duration::from_secs(5);

/// A letter, and what came of it.
type Landed = (Box<Prepared>, Result<(), mail::Error>);

/// The letter that is on its way, and when to look for the next one.
pub(super) struct Post {
    done: Sender<Landed>,
    heard: Receiver<Landed>,
    flying: bool,
    due: Instant,
}

impl Post {
    pub(super) fn new() -> Self {
        let (done, heard) = channel();
        Self {
            done,
            heard,
            flying: false,
            due: Instant::now(),
        }
    }

    /// Looks into the outbox at once.
    pub(super) fn hurry(&mut self) {
        self.due = Instant::now();
    }

    /// Keeps what came of the letter that went, and sends the next one.
    pub(super) fn work(&mut self, station: &mut Station, outbox: &UnboundedSender<Answer>) {
        if let Err(error) = self.turn(station, outbox) {
            // Where no mail server is set up, each invitation says so where it is shown.
            if !matches!(error, Error::NoMailServer) {
                tracing::warn!("the outbox: {}", error.code());
            }
        }
    }

    fn turn(
        &mut self,
        station: &mut Station,
        outbox: &UnboundedSender<Answer>,
    ) -> Result<(), Error> {
        let tell = |invitation: &Invitation| {
            let _gone = outbox.unbounded_send(Answer::Invitation(Box::new(shown(invitation))));
        };
        if let Ok(landed) = self.heard.try_recv() {
            self.settle(station, &landed, outbox)?;
        }
        if self.flying || Instant::now() < self.due {
            return Ok(());
        }
        self.due = Instant::now() + LOOK;
        match station.next_invitation()? {
            None => {}
            Some(Next::Refused(refused)) => {
                self.hurry();
                tell(&refused.invitation);
            }
            Some(Next::Letter(prepared)) => {
                self.flying = true;
                tell(&station.invitation_with_user(prepared.id())?);
                let done = self.done.clone();
                let _thread = std::thread::spawn(move || {
                    let work = || prepared.deliver(&mut mail::deliver);
                    // Where it breaks off nobody knows whether the letter went; the next one goes all the same.
                    let outcome = catch_unwind(AssertUnwindSafe(work));
                    let outcome = outcome.unwrap_or(Err(mail::Error::Unsure));
                    // Where nobody listens the window has closed: the invitation stays on its way.
                    let _heard = done.send((prepared, outcome));
                });
            }
        }
        Ok(())
    }

    /// Keeps what came of a letter.
    fn settle(
        &mut self,
        station: &mut Station,
        (prepared, outcome): &Landed,
        outbox: &UnboundedSender<Answer>,
    ) -> Result<(), Error> {
        self.flying = false;
        self.hurry();
        for sent in station.settle_invitation(prepared, outcome)? {
            let told = Answer::Invitation(Box::new(shown(&sent.invitation)));
            let _gone = outbox.unbounded_send(told);
        }
        Ok(())
    }

    /// Before the window closes: waits a little for the letter that is on its way.
    pub(super) fn land(&mut self, station: &mut Station, outbox: &UnboundedSender<Answer>) {
        if !self.flying {
            return;
        }
        if let Ok(landed) = self.heard.recv_timeout(LANDING)
            && let Err(error) = self.settle(station, &landed, outbox)
        {
            tracing::warn!("the outbox: {}", error.code());
        }
    }

    /// Answers what is asked. A trial letter is answered later, from its own thread.
    pub(super) fn answer(
        &mut self,
        station: &mut Station,
        (ticket, ask): (u64, MailAsk),
        outbox: &UnboundedSender<Answer>,
    ) -> Option<MailTold> {
        let fault = Fault::from;
        Some(match ask {
            MailAsk::Settings => {
                let settings = station.mail_settings();
                let form = settings.map(|known| known.map(|known| Box::new(form_of(&known))));
                MailTold::Settings(form.map_err(fault))
            }
            MailAsk::Save(form, password) => {
                self.hurry();
                MailTold::Saved(save(station, &form, &password).map_err(fault))
            }
            MailAsk::Resend(id, version, anyway) => {
                self.hurry();
                let again = station.resend_invitation(id, version, anyway);
                let again = again.and_then(|again| view(station, &again).map(Box::new));
                MailTold::Resent(again.map_err(fault))
            }
            MailAsk::Try => match station.trial_letter(None) {
                Err(error) => MailTold::Tried(Err(error.into())),
                Ok((server, letter)) => {
                    let outbox = outbox.clone();
                    let _thread = std::thread::spawn(move || {
                        let tried = mail::deliver(&server, &letter);
                        let tried = tried.map(|()| letter.to).map_err(Error::from);
                        let told = MailTold::Tried(tried.map_err(Fault::from));
                        let _gone = outbox.unbounded_send(Answer::Mail(ticket, told));
                    });
                    return None;
                }
            },
        })
    }
}

/// An invitation as it is shown.
fn shown(invitation: &Invitation) -> InvitationView {
    let fault = invitation.failure();
    InvitationView {
        id: invitation.record.id,
        version: invitation.record.version,
        user: invitation.user.id,
        standing: invitation.standing,
        fault: fault.map(|(code, arguments)| Fault::new(code, arguments)),
    }
}

/// As [`shown`]; one that waits because no mail server is set up says so.
pub(super) fn view(station: &Station, invitation: &Invitation) -> Result<InvitationView, Error> {
    let mut view = shown(invitation);
    if view.standing == Standing::Waiting && station.mail_settings()?.is_none() {
        view.fault = Some(Error::NoMailServer.into());
    }
    Ok(view)
}

fn form_of(settings: &MailSettings) -> MailForm {
    let server = &settings.server;
    MailForm {
        host: server.host.clone(),
        port: server.port.to_string(),
        security: Some(server.security),
        sender: server.sender.clone(),
        account: server.user.clone().unwrap_or_default(),
        has_password: server.password.is_some(),
        portal: settings.portal.clone().unwrap_or_default(),
    }
}

fn save(station: &mut Station, form: &MailForm, password: &Secret) -> Result<(), Error> {
    let known = station.mail_settings()?.map(|known| known.server);
    let security = form.security.unwrap_or(Security::StartTls);
    let port = match form.port.trim() {
        "" => security.usual_port(),
        typed => typed
            .parse()
            .map_err(|_| mail::Error::Settings { what: "port" })?,
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let user = some(&form.account);
    let kept = known.as_ref().and_then(|known| known.password.clone());
    let typed = Some(password.expose()).filter(|typed| !typed.is_empty());
    let password = typed.map_or(kept, |typed| Some(mail::Secret::from(typed.to_owned())));
    let portal = some(&form.portal).map(|portal| portal.trim_end_matches('/').to_owned());
    station.set_mail_settings(&MailSettings {
        server: Server {
            host: form.host.trim().to_owned(),
            port,
            security,
            sender: form.sender.trim().to_owned(),
            password: password.filter(|_| user.is_some()),
            user,
            // A certificate is a file; the command line gives it.
            authority: known.and_then(|known| known.authority),
        },
        portal,
    })
}
