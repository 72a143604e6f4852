//! Opening a system: the file, who works, the password. What is wrong is said in place.

use std::path::PathBuf;
use std::time::Duration;

use iced::widget::{column, container};
use iced::{Length, Task};

use super::Ctx;
use crate::window::desk::{Fault, Handle, Request, Secret};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::field::Field;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the file.
    File(String),
    /// Typed the address.
    Email(String),
    /// Typed the password.
    Password(Secret),
    /// Wants in.
    Start,
}

/// The screen.
#[derive(Debug, Default)]
pub struct SignIn {
    file: String,
    email: String,
    password: Secret,
    waiting: bool,
    fault: Option<Fault>,
    idle: Option<Duration>,
}

impl SignIn {
    /// The screen with what is known filled in.
    pub fn new(file: String, email: String, password: Secret) -> Self {
        Self {
            file,
            email,
            password,
            ..Self::default()
        }
    }

    /// Tells that the window locked itself because nobody worked it for so long.
    pub fn locked_itself(&mut self, idle: Option<Duration>) {
        self.idle = idle;
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        !self.file.trim().is_empty()
            && !self.email.trim().is_empty()
            && !self.password.expose().is_empty()
    }

    /// Where the focus begins.
    pub fn focus<Any: Send + 'static>(&self) -> Task<Any> {
        let id = if self.file.is_empty() {
            "sign-in file"
        } else if self.email.is_empty() {
            "sign-in email"
        } else {
            "sign-in password"
        };
        crate::window::ui::focus::to(id)
    }

    /// Takes in what the person did. Whoever wants in before the thread behind the window is there waits for it.
    pub fn update(&mut self, message: Message, handle: Option<&Handle>) {
        match message {
            Message::File(file) => self.file = file,
            Message::Email(email) => self.email = email,
            Message::Password(password) => self.password = password,
            Message::Start if self.is_complete() && !self.waiting => {
                self.waiting = true;
                self.fault = None;
                if let Some(handle) = handle {
                    self.ask(handle);
                }
            }
            Message::Start => {}
        }
    }

    /// The thread behind the window is there: what waited for it is asked.
    pub fn ready(&self, handle: &Handle) {
        if self.waiting {
            self.ask(handle);
        }
    }

    fn ask(&self, handle: &Handle) {
        handle.send(Request::SignIn {
            path: PathBuf::from(self.file.trim()),
            email: self.email.trim().to_owned(),
            password: self.password.clone(),
        });
    }

    /// It was not possible.
    pub fn refused(&mut self, fault: Fault) {
        self.waiting = false;
        self.password = Secret::default();
        self.fault = Some(fault);
    }

    /// Draws it.
    pub fn view<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let look = ctx.look;
        let go = (self.is_complete() && !self.waiting).then_some(Message::Start);
        let field = |label: &str, value: &str, id: &'static str| {
            Field::new(look, ctx.say(label), value)
                .id(id)
                .on_submit(Message::Start)
        };
        let word = if self.waiting {
            "sign-in-opening"
        } else {
            "sign-in-open"
        };
        let fields = column![
            text::page(look, ctx.say("sign-in-title")),
            self.idle.map(|idle| locked(ctx, idle)),
            field("sign-in-file", &self.file, "sign-in file").on_input(Message::File),
            field("field-email", &self.email, "sign-in email").on_input(Message::Email),
            field(
                "sign-in-password",
                self.password.expose(),
                "sign-in password"
            )
            .secret()
            .on_input(|typed| Message::Password(Secret::new(typed))),
            self.fault.as_ref().map(|fault| ctx.fault(fault, None)),
            container(button(look, Weight::Primary, ctx.say(word), go)).align_right(Length::Fill),
        ]
        .spacing(gap::MEDIUM);
        let card = container(fields)
            .padding(gap::LARGE)
            .max_width(look.wide(440.0))
            .style(look.card());
        container(card)
            .center(Length::Fill)
            .padding(gap::MEDIUM)
            .style(look.canvas())
            .into()
    }
}

/// That the window locked itself, why, and that nothing was lost.
fn locked<'a>(ctx: Ctx<'_>, idle: Duration) -> Element<'a, Message> {
    let minutes = usize::try_from(idle.as_secs().div_ceil(60)).unwrap_or(usize::MAX);
    let cause = ctx.tell("locked-itself", [("count", minutes.into())]);
    let remedy = ctx.say("locked-itself-remedy");
    notice(ctx.look, Tone::Info, cause, Some(remedy), None)
}
