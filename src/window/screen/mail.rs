//! The mail server in the settings: what is entered is kept by *Save*, tried by a letter to the operator.

use iced::Length;
use iced::widget::{column, container, row};

use super::Ctx;
use crate::mail::Security;
use crate::window::desk::{Answer, Fault, Handle, MailAsk, MailForm, MailTold, Request, Secret};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::field::Field;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the name of the server.
    Host(String),
    /// Typed its port.
    Port(String),
    /// Chose how the line is protected.
    Security(Security),
    /// Typed the sender.
    Sender(String),
    /// Typed the account.
    Account(String),
    /// Typed its password.
    Password(Secret),
    /// Typed the address of the portal.
    Portal(String),
    /// Wants it kept.
    Save,
    /// Wants a trial letter.
    Try,
}

/// What was said last.
#[derive(Debug, Clone)]
enum Said {
    Saved,
    Tried(String),
    Fault(Fault),
}

/// See the module.
#[derive(Debug, Default)]
pub struct Mail {
    form: MailForm,
    kept: bool,
    changed: bool,
    password: Secret,
    ticket: Option<u64>,
    sent: Option<(MailForm, Secret)>,
    said: Option<Said>,
}

impl Mail {
    /// Whether something was entered that is not kept.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// Asks for what is set up, unless an answer is still awaited.
    pub fn refresh(&mut self, handle: &Handle) {
        if !self.changed && self.ticket.is_none() {
            self.ask(handle, MailAsk::Settings);
        }
    }

    fn ask(&mut self, handle: &Handle, ask: MailAsk) {
        let ticket = handle.ticket();
        handle.send(Request::Mail(ticket, ask));
        self.ticket = Some(ticket);
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, handle: &Handle) {
        let form = &mut self.form;
        match message {
            Message::Host(host) => form.host = host,
            Message::Port(port) => form.port = port,
            Message::Security(security) => {
                let usual = form.security.unwrap_or(Security::StartTls).usual_port();
                if form.port.trim() == usual.to_string() {
                    form.port = security.usual_port().to_string();
                }
                form.security = Some(security);
            }
            Message::Sender(sender) => form.sender = sender,
            Message::Account(account) => form.account = account,
            Message::Password(password) => self.password = password,
            Message::Portal(portal) => form.portal = portal,
            Message::Save | Message::Try if self.ticket.is_some() => return,
            Message::Save => {
                self.said = None;
                self.sent = Some((self.form.clone(), self.password.clone()));
                let save = MailAsk::Save(Box::new(self.form.clone()), self.password.clone());
                return self.ask(handle, save);
            }
            Message::Try => {
                self.said = None;
                return self.ask(handle, MailAsk::Try);
            }
        }
        self.changed = true;
    }

    /// Takes in what the thread says.
    pub fn hear(&mut self, answer: &Answer) {
        let Answer::Mail(ticket, told) = answer else {
            return;
        };
        if Some(*ticket) != self.ticket {
            return;
        }
        self.ticket = None;
        let fault = |fault: &Fault| Some(Said::Fault(fault.clone()));
        match told {
            MailTold::Settings(Ok(Some(form))) => {
                // Somebody may be typing already.
                if !self.changed {
                    self.form = (**form).clone();
                }
                self.kept = true;
            }
            MailTold::Settings(Ok(None)) if self.changed => {}
            MailTold::Settings(Ok(None)) => self.form.security = Some(Security::StartTls),
            MailTold::Saved(Ok(())) => self.saved(),
            MailTold::Tried(Ok(to)) => self.said = Some(Said::Tried(to.clone())),
            MailTold::Settings(Err(error))
            | MailTold::Saved(Err(error))
            | MailTold::Tried(Err(error)) => self.said = fault(error),
            MailTold::Resent(_) => {}
        }
    }

    /// What was sent is kept; what was typed since is not.
    fn saved(&mut self) {
        self.kept = true;
        self.said = Some(Said::Saved);
        let Some((form, password)) = self.sent.take() else {
            return;
        };
        if self.password.expose() == password.expose() {
            self.password = Secret::default();
        }
        self.changed = self.form != form || !self.password.expose().is_empty();
        self.form.has_password =
            (form.has_password || !password.expose().is_empty()) && !form.account.trim().is_empty();
    }

    /// The section.
    pub fn view<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let look = ctx.look;
        let field = |label: &str, value: &str| Field::new(look, ctx.say(label), value);
        let kinds = [Security::StartTls, Security::Tls, Security::Loopback].map(|one| Choice {
            value: one,
            label: ctx.say(&format!("mail-{}", one.as_str())),
            detail: None,
        });
        let hint = if self.form.has_password {
            "mail-password-kept"
        } else {
            "mail-password-hint"
        };
        let server = row![
            field("mail-host", &self.form.host).on_input(Message::Host),
            field("mail-port", &self.form.port)
                .on_input(Message::Port)
                .width(look.wide(96.0)),
        ]
        .spacing(gap::SMALL);
        let account = row![
            field("mail-account", &self.form.account).on_input(Message::Account),
            field("mail-password", self.password.expose())
                .secret()
                .hint(ctx.say(hint))
                .on_input(|typed| Message::Password(Secret::new(typed))),
        ]
        .spacing(gap::SMALL);
        let idle = self.ticket.is_none();
        let save = idle && self.changed;
        let test = idle && self.kept && !self.changed;
        let buttons = row![
            button(
                look,
                Weight::Primary,
                ctx.say("mail-save"),
                save.then_some(Message::Save)
            ),
            button(
                look,
                Weight::Secondary,
                ctx.say("mail-try"),
                test.then_some(Message::Try)
            ),
        ]
        .spacing(gap::SMALL);
        let said: Option<Element<'a, Message>> = self.said.as_ref().map(|said| match said {
            Said::Saved => notice(look, Tone::Good, ctx.say("mail-saved"), None, None),
            Said::Tried(to) => {
                let told = ctx.tell("mail-tried", [("to", to.clone().into())]);
                notice(look, Tone::Good, told, None, None)
            }
            Said::Fault(fault) => ctx.fault(fault, None),
        });
        let fields = column![
            text::strong(look, ctx.say("mail-title")),
            text::muted(look, ctx.say("mail-what")),
            server,
            choices(
                look,
                kinds.to_vec(),
                self.form.security.as_ref(),
                Message::Security
            ),
            field("mail-sender", &self.form.sender)
                .placeholder("keys@example.org")
                .on_input(Message::Sender),
            account,
            field("mail-portal", &self.form.portal)
                .hint(ctx.say("mail-portal-hint"))
                .on_input(Message::Portal),
            said,
            buttons,
        ]
        .spacing(gap::SMALL);
        container(fields)
            .padding(gap::MEDIUM)
            .width(Length::Fill)
            .style(look.card())
            .into()
    }
}
