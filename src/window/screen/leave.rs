//! Removing a user: each medium needs a decision first. It is returned and emptied now, or its key is blocked; once
//! emptied, the definition of the key is kept for the next holder.

use std::time::{Duration, Instant};

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length, Task};

use super::programmer::{self, Programmer};
use super::{Ctx, kind_icon};
use crate::model::{KeyId, KeyState, UserId};
use crate::window::desk::sheet::{Ask, Told};
use crate::window::desk::{
    Answer, EncoderState, Fault, Handle, Job, KeyView, Leaving, Request, Secret, TokenState,
};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, build, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::icon::icon;
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};
use crate::workflow::ShownKey;

/// How long the second press of a double click may take.
const HASTE: Duration = Duration::from_millis(600);

/// The id of the button that leaves the user as they are.
const CLOSE: &str = "leave close";

/// The id of the button that leaves a key as it is.
const NOT_BLOCKED: &str = "leave not blocked";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Wants this key returned and emptied now.
    Return(KeyId),
    /// Wants this key blocked.
    Block(KeyId),
    /// Wants this key written off.
    WriteOff(KeyId),
    /// Says whether it shall be blocked or written off.
    Ending(bool),
    /// At the medium that is being emptied.
    Programmer(programmer::Message),
    /// Wants the user removed.
    Remove,
    /// Wants to leave.
    Close,
}

/// How a key ends whose medium does not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Blocked(ShownKey),
    WrittenOff(ShownKey),
}

impl End {
    fn key(self) -> KeyId {
        match self {
            Self::Blocked(key) | Self::WrittenOff(key) => key.id,
        }
    }
}

/// What the window must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Close the question; nobody was removed.
    Close,
    /// Close it: the user was removed.
    Removed,
    /// Something became of a key: what lies behind shows it.
    Changed,
}

/// The question.
#[derive(Debug)]
pub struct Leave {
    user: UserId,
    others: usize,
    ripens: Option<Instant>,
    facts: Option<Result<Box<Leaving>, Fault>>,
    emptying: Option<Programmer>,
    ending: Option<End>,
    pin: Secret,
    fault: Option<Fault>,
    waiting: bool,
    facts_ticket: u64,
    ticket: u64,
}

impl Leave {
    /// Asks what stands in the way. So many others are asked about after this one. Where it `follows` another one, the
    /// second press of a double click on that one's answer is none to this.
    pub fn new(user: UserId, (others, follows): (usize, bool), handle: &Handle) -> Self {
        let mut leave = Self {
            user,
            others,
            ripens: follows.then(|| Instant::now() + HASTE),
            facts: None,
            emptying: None,
            ending: None,
            pin: Secret::default(),
            fault: None,
            waiting: false,
            facts_ticket: 0,
            ticket: 0,
        };
        leave.ask(handle);
        leave
    }

    fn ask(&mut self, handle: &Handle) {
        self.facts_ticket = handle.ticket();
        handle.send(Request::Leaving {
            ticket: self.facts_ticket,
            user: self.user,
        });
    }

    /// Another token is plugged in.
    pub fn other_token(&mut self) {
        if let Some(emptying) = &mut self.emptying {
            emptying.other_token();
        }
    }

    /// The programming key left: its PIN is forgotten. Whether it was being typed.
    pub fn token_left(&mut self) -> bool {
        self.pin = Secret::default();
        let emptying = self.emptying.as_mut();
        emptying.is_some_and(Programmer::token_left)
    }

    /// Something lies on the encoder; whether that was waited for.
    pub fn fob_laid(&mut self) -> bool {
        self.emptying.as_mut().is_some_and(Programmer::fob_laid)
    }

    /// Whether a medium is being emptied.
    pub fn is_running(&self) -> bool {
        self.emptying.as_ref().is_some_and(Programmer::is_running)
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, handle: &Handle) -> (Task<Message>, Outcome) {
        match message {
            Message::Return(key) if !self.is_running() => {
                self.fault = None;
                self.ending = None;
                self.emptying = Some(Programmer::new(Job::Empty(key), 0, self.pin.clone()));
                return (crate::window::ui::focus::to(programmer::PIN), Outcome::None);
            }
            Message::Block(key) | Message::WriteOff(key) if !self.is_running() && !self.waiting => {
                self.fault = None;
                self.emptying = None;
                self.ending = self.shown(key).map(|key| match message {
                    Message::WriteOff(_) => End::WrittenOff(key),
                    _ => End::Blocked(key),
                });
                return (crate::window::ui::focus::to(NOT_BLOCKED), Outcome::None);
            }
            Message::Ending(yes) if !self.waiting => {
                if let Some(end) = self.ending.take().filter(|_| yes) {
                    self.waiting = true;
                    self.ticket = handle.ticket();
                    let ask = match end {
                        End::Blocked(key) => Ask::Block(key),
                        End::WrittenOff(key) => Ask::WriteOff(key),
                    };
                    handle.send(Request::Ask(self.ticket, ask));
                }
            }
            Message::Programmer(message) => {
                if let Some(emptying) = &mut self.emptying {
                    return (emptying.update(message, handle), Outcome::None);
                }
            }
            Message::Remove => self.remove(handle),
            Message::Close if !self.is_running() => return (Task::none(), Outcome::Close),
            Message::Return(_)
            | Message::Block(_)
            | Message::WriteOff(_)
            | Message::Ending(_)
            | Message::Close => {}
        }
        (Task::none(), Outcome::None)
    }

    /// A key as it is shown.
    fn shown(&self, key: KeyId) -> Option<ShownKey> {
        let Some(Ok(facts)) = &self.facts else {
            return None;
        };
        let view = facts.media.iter().find(|view| view.id == key)?;
        Some(ShownKey {
            id: key,
            version: Some(view.version),
        })
    }

    fn remove(&mut self, handle: &Handle) {
        let Some(Ok(facts)) = &self.facts else {
            return;
        };
        let hasty = self.ripens.is_some_and(|ripens| Instant::now() < ripens);
        if hasty || self.waiting || self.is_running() || !facts.media.is_empty() {
            return;
        }
        self.waiting = true;
        self.fault = None;
        self.ticket = handle.ticket();
        handle.send(Request::RemoveUser {
            ticket: self.ticket,
            user: self.user,
            version: facts.version,
        });
    }

    /// Takes in what the thread says.
    pub fn hear(&mut self, answer: &Answer, handle: &Handle) -> (Task<Message>, Outcome) {
        match answer {
            Answer::Leaving(ticket, facts) if *ticket == self.facts_ticket => {
                self.facts = Some(facts.clone());
            }
            Answer::Told(ticket, Told::Blocked(done)) if *ticket == self.ticket => {
                self.waiting = false;
                match done {
                    Ok(()) => {
                        self.ask(handle);
                        return (Task::none(), Outcome::Changed);
                    }
                    Err(fault) => {
                        self.fault = Some(fault.clone());
                        // As it is by now, so that it can be decided about again.
                        self.ask(handle);
                    }
                }
            }
            Answer::UserRemoved(ticket, done) if *ticket == self.ticket => {
                self.waiting = false;
                match done {
                    Ok(()) => return (Task::none(), Outcome::Removed),
                    Err(fault) => self.fault = Some(fault.clone()),
                }
            }
            answer => {
                if let Some(emptying) = &mut self.emptying {
                    let task = emptying.hear(answer);
                    if emptying.is_done() {
                        // One PIN serves for all media of one question.
                        self.pin = emptying.pin();
                        self.emptying = None;
                        self.ask(handle);
                    }
                    return (task, Outcome::None);
                }
            }
        }
        (Task::none(), Outcome::None)
    }

    /// The question over the page.
    pub fn dialog<'a>(
        &'a self,
        ctx: Ctx<'_>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Dialog<'a, Message> {
        let look = ctx.look;
        let close = (!self.is_running()).then_some(Message::Close);
        let cancel = build(look, Weight::Secondary, None, ctx.say("cancel"), close);
        let mut answers = vec![cancel.id(CLOSE).into()];
        let (name, body): (String, Element<'a, Message>) = match &self.facts {
            None => (
                String::new(),
                text::muted(look, ctx.say("summary-computing")).into(),
            ),
            Some(Err(fault)) => (String::new(), ctx.fault(fault, None)),
            Some(Ok(facts)) => {
                if facts.refused.is_none() {
                    let ready = facts.media.is_empty() && !self.waiting && !self.is_running();
                    answers.push(button(
                        look,
                        Weight::Danger,
                        ctx.say("remove-user"),
                        ready.then_some(Message::Remove),
                    ));
                }
                (facts.name.clone(), self.body(ctx, facts, encoder, token))
            }
        };
        Dialog {
            title: ctx.tell("remove-title", [("name", name.into())]),
            body,
            answers,
            on_close: Message::Close,
        }
    }

    fn body<'a>(
        &'a self,
        ctx: Ctx<'_>,
        facts: &'a Leaving,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        if let Some(fault) = &facts.refused {
            return ctx.fault(fault, None);
        }
        let mut body = Column::new().spacing(gap::MEDIUM);
        if !facts.media.is_empty() {
            let count = ("count", facts.media.len().into());
            body = body.push(text::strong(look, ctx.tell("leave-media", [count])));
        }
        for key in &facts.media {
            body = body.push(self.medium(ctx, key, encoder, token));
        }
        for key in &facts.decided {
            let id = match key.state {
                KeyState::Returned => "leave-kept",
                KeyState::WrittenOff => "leave-written-off",
                _ => "leave-blocked",
            };
            let name = format!("{} {}", ctx.kind(key.kind), key.number);
            body = body.push(text::muted(look, ctx.tell(id, [("key", name.into())])));
        }
        let mut goes = facts.given.clone();
        if facts.drafts > 0 {
            goes.push(ctx.tell("keys-draft", [("count", facts.drafts.into())]));
        }
        if !goes.is_empty() {
            let goes = ("given", goes.join(", ").into());
            body = body.push(text::body(look, ctx.tell("leave-goes", [goes])));
        }
        if self.others > 0 {
            let others = ("count", self.others.into());
            body = body.push(text::muted(look, ctx.tell("leave-others", [others])));
        }
        let fault = self.fault.as_ref().map(|fault| ctx.fault(fault, None));
        body.push(fault).into()
    }

    /// A medium with its decision.
    fn medium<'a>(
        &'a self,
        ctx: Ctx<'_>,
        key: &KeyView,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let (tone, drawing, word) = ctx.key_state(key.state, key.pending);
        let name = format!("{} {}", ctx.kind(key.kind), key.number);
        let head = row![
            icon(look, kind_icon(key.kind), look.palette.muted),
            container(text::strong(look, name)).width(Length::Fill),
            badge(look, tone, drawing, word),
        ]
        .spacing(gap::SMALL)
        .align_y(Alignment::Center);
        let open = self
            .emptying
            .as_ref()
            .filter(|one| one.job == Job::Empty(key.id));
        let idle = !self.is_running() && !self.waiting;
        let choice: Element<'a, Message> = match open {
            None if self.ending.is_some_and(|end| end.key() == key.id) => sure(ctx, self.ending),
            Some(emptying) => emptying.view(ctx, encoder, token).map(Message::Programmer),
            None => row![
                button(
                    look,
                    Weight::Secondary,
                    ctx.say("return-now"),
                    idle.then_some(Message::Return(key.id))
                ),
                button(
                    look,
                    Weight::Secondary,
                    ctx.say("block-key"),
                    idle.then_some(Message::Block(key.id))
                ),
                button(
                    look,
                    Weight::Secondary,
                    ctx.say("write-off"),
                    idle.then_some(Message::WriteOff(key.id))
                ),
            ]
            .spacing(gap::SMALL)
            .wrap()
            .vertical_spacing(gap::SMALL)
            .into(),
        };
        container(column![head, choice].spacing(gap::SMALL))
            .padding(gap::MEDIUM)
            .width(Length::Fill)
            .style(look.card())
            .into()
    }
}

/// The focus on what changes nothing, whether or not the decisions stood there when the question was first drawn.
pub fn focus<Any: Send + 'static>() -> Task<Any> {
    crate::window::ui::focus::to(CLOSE)
}

/// The question before a key is blocked or written off.
fn sure<'a>(ctx: Ctx<'_>, end: Option<End>) -> Element<'a, Message> {
    let look = ctx.look;
    let (body, no, yes) = match end {
        Some(End::WrittenOff(_)) => ("write-off-hint", "not-written-off", "write-off-now"),
        _ => ("block-body", "not-blocked", "block-now"),
    };
    let answers = row![
        build(
            look,
            Weight::Secondary,
            None,
            ctx.say(no),
            Some(Message::Ending(false))
        )
        .id(NOT_BLOCKED),
        button(
            look,
            Weight::Danger,
            ctx.say(yes),
            Some(Message::Ending(true))
        ),
    ]
    .spacing(gap::SMALL);
    column![text::body(look, ctx.say(body)), answers]
        .spacing(gap::SMALL)
        .into()
}
