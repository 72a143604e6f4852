//! Writing one key: the PIN is asked in place, then the write runs with its progress, and what fails says why and
//! what to do and can be tried again. The wizard and the list of users both show it.

use iced::widget::{column, container, row};
use iced::{Alignment, Task};

use super::Ctx;
use super::wizard::summary::change_list;
use crate::device::encoder::Phase;
use crate::device::programming_key::LastTry;
use crate::window::desk::{
    Answer, ChangeLine, EncoderState, Fault, Handle, Job, KeyPreview, Request, Secret, TokenState,
    Written,
};
use crate::window::ui::button::{Weight, build, button};
use crate::window::ui::field::Field;
use crate::window::ui::focus::around;
use crate::window::ui::notice::notice;
use crate::window::ui::progress::progress;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};
use crate::workflow::{Shown, ToProgram};

/// The id of the input for the PIN.
pub const PIN: &str = "programming pin";

/// The id of the button that asks for the PIN again.
pub const ANEW: &str = "programming pin anew";

/// The code of a write that is not the one that was confirmed.
pub(super) const SUMMARY_CHANGED: &str = "summary-changed";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed the PIN.
    Pin(Secret),
    /// Has seen that the programming key was changed, and types the PIN anew.
    TypeAnew,
    /// Wants it written.
    Start,
    /// Wants it written, though a wrong PIN would block the programming key.
    Risk,
    /// Wants it stopped.
    Stop,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Not begun.
    Asking,
    /// Being written.
    Running(Option<(Phase, u32, u32)>),
    /// Not written.
    Failed(Fault),
    /// Written and read back.
    Done(Written),
}

/// One write.
#[derive(Debug, Clone)]
pub struct Programmer {
    /// What is written.
    pub job: Job,
    /// The number of the key.
    pub number: u32,
    /// How far it is.
    pub stage: Stage,
    /// What programming a key would do, in short: what is written is this, or nothing.
    pub bound: Option<ToProgram>,
    pin: Secret,
    interrupted: bool,
    ticket: u64,
    renewed: Option<KeyPreview>,
}

impl Programmer {
    /// A write that has not begun. The PIN given for the key before serves again.
    pub fn new(job: Job, number: u32, pin: Secret) -> Self {
        Self {
            job,
            number,
            stage: Stage::Asking,
            bound: None,
            pin,
            interrupted: false,
            ticket: 0,
            renewed: None,
        }
    }

    /// The PIN as typed.
    pub fn pin(&self) -> Secret {
        self.pin.clone()
    }

    /// The PIN that was given for the key before.
    pub fn update_pin(&mut self, pin: Secret) {
        self.pin = pin;
        self.interrupted = false;
    }

    /// Whether it is being written.
    pub fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running(_))
    }

    /// Whether it was written.
    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done(_))
    }

    /// Forgets the PIN, as when the window is locked.
    pub fn forget_pin(&mut self) {
        self.pin = Secret::default();
    }

    /// The programming key left: the PIN typed for it, or begun, is forgotten. What is typed on by somebody who has not
    /// noticed would be a wrong PIN for the next one, and take one of its tries: nothing is taken until somebody says
    /// that it was seen. Whether that is so.
    pub fn token_left(&mut self) -> bool {
        if !self.pin.expose().is_empty() && !self.is_running() && !self.is_done() {
            self.interrupted = true;
        }
        self.forget_pin();
        self.interrupted
    }

    /// Another token is plugged in: what was said of the last try of the one before does not hold.
    pub fn other_token(&mut self) {
        if self.is_last_try() {
            self.stage = Stage::Asking;
            self.pin = Secret::default();
        }
    }

    /// Something lies on the encoder: that nothing does is over, and the write waits for its button again. Whether that
    /// changed anything.
    pub fn fob_laid(&mut self) -> bool {
        let missed = matches!(&self.stage, Stage::Failed(fault) if fault.code == "no-fob");
        if missed {
            self.stage = Stage::Asking;
        }
        missed
    }

    fn may_start(&self) -> bool {
        let known = self.bound.is_some() || !matches!(self.job, Job::Program(..));
        let given = !self.pin.expose().is_empty() && !self.interrupted;
        known && given && !self.is_running() && !self.is_done()
    }

    /// What the write would do by now, where it was refused because it is not what was confirmed.
    pub fn take_renewed(&mut self) -> Option<KeyPreview> {
        self.renewed.take()
    }

    /// What is confirmed, in short.
    fn shown(&self) -> Option<Shown> {
        match self.job {
            Job::Program(_, home) => self.bound.map(|bound| bound.shown(home)),
            Job::Empty(_) | Job::Deploy(_) | Job::SignLists | Job::Read => None,
        }
    }

    /// Takes in what the person did.
    pub fn update<Any: Send + 'static>(&mut self, message: Message, handle: &Handle) -> Task<Any> {
        match message {
            Message::Pin(pin) if !self.is_running() && !self.interrupted => self.pin = pin,
            Message::Pin(_) => {}
            Message::TypeAnew => {
                self.interrupted = false;
                return crate::window::ui::focus::to(PIN);
            }
            Message::Stop => handle.stop(),
            Message::Start | Message::Risk => {
                if !self.may_start() {
                    return Task::none();
                }
                let last_try = match message {
                    Message::Risk => LastTry::Risk,
                    _ => LastTry::Keep,
                };
                self.ticket = handle.ticket();
                self.stage = Stage::Running(None);
                handle.send(Request::Run {
                    ticket: self.ticket,
                    job: self.job,
                    pin: self.pin.clone(),
                    last_try,
                    shown: self.shown(),
                });
                self.renewed = None;
            }
        }
        Task::none()
    }

    /// Takes in what the thread says; what belongs to another write is left alone.
    pub fn hear<Any: Send + 'static>(&mut self, answer: &Answer) -> Task<Any> {
        match answer {
            Answer::Progress(ticket, phase, done, all)
                if *ticket == self.ticket && self.is_running() =>
            {
                self.stage = Stage::Running(Some((*phase, *done, *all)));
            }
            Answer::KeyPlan(ticket, Ok(now)) if *ticket == self.ticket && self.is_running() => {
                self.bound = now.to_program;
                self.renewed = Some(now.clone());
            }
            Answer::Programmed(ticket, outcome) if *ticket == self.ticket => {
                self.stage = match outcome {
                    Ok(written) => Stage::Done(written.clone()),
                    Err(fault) => Stage::Failed(fault.clone()),
                };
                if self.pin_was_refused() {
                    if !self.is_last_try() {
                        self.pin = Secret::default();
                    }
                    return crate::window::ui::focus::to(PIN);
                }
            }
            _ => {}
        }
        Task::none()
    }

    /// Whether the last try was spared, and the person must say that it may be used.
    fn is_last_try(&self) -> bool {
        matches!(&self.stage, Stage::Failed(fault) if fault.spared_a_try())
    }

    fn was_outrun(&self) -> bool {
        matches!(&self.stage, Stage::Failed(fault) if fault.code == SUMMARY_CHANGED)
    }

    fn pin_was_refused(&self) -> bool {
        let of_token = |code: &str| {
            let ways = ["programming-key-", "usb-", "pcsc-"];
            ways.iter().any(|way| code.starts_with(way))
        };
        matches!(&self.stage, Stage::Failed(fault) if of_token(fault.code))
    }

    /// Draws it.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'_>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        match &self.stage {
            Stage::Asking => {
                let word = match self.job {
                    Job::Program(..) => "program",
                    Job::Empty(_) => "return-key",
                    Job::Deploy(_) => "deploy",
                    Job::SignLists => "sign-lists",
                    Job::Read => "read",
                };
                column![
                    on_encoder(ctx, self.job, encoder),
                    self.pin_row(ctx, token, word)
                ]
                .spacing(gap::MEDIUM)
                .into()
            }
            // To be looked at before it is confirmed again: whoever presses Enter once more writes nothing by that.
            Stage::Failed(fault) if self.was_outrun() => column![
                ctx.fault(fault, None),
                self.pin_row(ctx, token, "program"),
                self.renewed.as_ref().map(|now| differs(ctx, &now.changes))
            ]
            .spacing(gap::MEDIUM)
            .into(),
            // Nothing is tried again without its PIN.
            Stage::Failed(fault) if self.pin_was_refused() || self.pin.expose().is_empty() => {
                column![ctx.fault(fault, None), self.pin_row(ctx, token, "retry")]
                    .spacing(gap::MEDIUM)
                    .into()
            }
            Stage::Failed(fault) => ctx.fault(fault, Some((ctx.say("retry"), Message::Start))),
            Stage::Running(seen) => {
                let (phase, done, all) = seen.unwrap_or((Phase::Identify, 0, 1));
                let word = ctx.say(&format!("phase-{}", phase_word(phase)));
                column![
                    progress(look, word, done, all),
                    // At the left: what began the write stood at the right, and may be pressed once more.
                    row![
                        button(look, Weight::Quiet, ctx.say("stop"), Some(Message::Stop)),
                        text::muted(look, ctx.say("programming-leave-fob")),
                    ]
                    .spacing(gap::SMALL)
                    .align_y(Alignment::Center)
                ]
                .spacing(gap::SMALL)
                .into()
            }
            Stage::Done(written) => {
                let id = match (written.job, written.resumed) {
                    (Job::Empty(_), _) => "emptying-done",
                    (Job::Deploy(_), _) => "deploying-done",
                    (Job::SignLists, _) => "signing-done",
                    (Job::Read, _) => "read-done",
                    (Job::Program(..), true) => "programming-resumed",
                    (Job::Program(..), false) => "programming-done",
                };
                let cause = ctx.tell(
                    id,
                    [
                        ("uid", written.uid.clone().into()),
                        ("count", written.changes.into()),
                    ],
                );
                notice(look, Tone::Good, cause, None, None)
            }
        }
    }

    fn pin_row<'a>(
        &'a self,
        ctx: Ctx<'_>,
        token: Option<&TokenState>,
        word: &str,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        if self.interrupted {
            return interrupted(ctx, Message::TypeAnew);
        }
        let hint = match token {
            Some(TokenState::Ready(token, Some(left))) => ctx.tell(
                "pin-tries",
                [
                    ("label", token.label.clone().into()),
                    ("count", usize::from(*left).into()),
                ],
            ),
            Some(TokenState::Ready(token, None)) => token.label.clone(),
            Some(TokenState::Blocked(_)) => ctx.say("state-pin-blocked"),
            Some(TokenState::Foreign(_, fault) | TokenState::Barred(fault)) => {
                fault.say(ctx.texts).0
            }
            _ => ctx.say("pin-no-key"),
        };
        let (weight, word, message) = if self.is_last_try() {
            (Weight::Danger, "pin-use-last", Message::Risk)
        } else {
            (Weight::Primary, word, Message::Start)
        };
        let start = self.may_start().then_some(message);
        let field = Field::new(look, ctx.say("pin-label"), self.pin.expose())
            .id(PIN)
            .secret()
            .hint(hint)
            .on_input(|typed| Message::Pin(Secret::new(typed)))
            .on_submit(Message::Start)
            .width(look.wide(280.0));
        // The button stands beside the input, which has its label above it.
        let push = look.line_height(crate::window::ui::theme::Step::Body) + gap::TIGHT;
        let go = iced::widget::container(button(look, weight, ctx.say(word), start))
            .padding(iced::Padding::ZERO.top(push));
        let both = row![field, go]
            .spacing(gap::SMALL)
            .align_y(Alignment::Start)
            .wrap();
        container(both).id(around(PIN)).into()
    }
}

/// Says that a PIN was forgotten while it was typed, with the button that asks for it again.
pub(super) fn interrupted<'a, Any: Clone + 'a>(ctx: Ctx<'_>, again: Any) -> Element<'a, Any> {
    let (cause, remedy) = (
        ctx.say("pin-interrupted"),
        ctx.say("pin-interrupted-remedy"),
    );
    let word = ctx.say("pin-anew");
    column![
        notice(ctx.look, Tone::Warn, cause, Some(remedy), None),
        build(ctx.look, Weight::Primary, None, word, Some(again)).id(ANEW)
    ]
    .spacing(gap::SMALL)
    .into()
}

/// What changes at which lock.
pub fn differs<'a, Any: Clone + 'a>(ctx: Ctx<'_>, changes: &[ChangeLine]) -> Element<'a, Any> {
    let look = ctx.look;
    column![
        text::strong(
            look,
            ctx.tell("program-changes", [("count", changes.len().into())])
        ),
        change_list(ctx, changes)
    ]
    .spacing(gap::TIGHT)
    .into()
}

/// What lies on the encoder, before anything is written.
fn on_encoder<'a>(ctx: Ctx<'_>, job: Job, encoder: Option<&EncoderState>) -> Element<'a, Message> {
    let (tone, id) = match encoder {
        _ if matches!(job, Job::Deploy(_)) => (Tone::Info, "deploying-visit"),
        _ if job == Job::SignLists => (Tone::Info, "signing-why"),
        Some(EncoderState::Programmed(_)) if job == Job::Read => (Tone::Info, "read-why"),
        Some(EncoderState::Programmed(_)) if matches!(job, Job::Empty(_)) => {
            (Tone::Info, "emptying-known-fob")
        }
        Some(EncoderState::New(_) | EncoderState::Empty) if matches!(job, Job::Empty(_)) => {
            (Tone::Info, "emptying-lay-fob")
        }
        Some(EncoderState::New(_)) => (Tone::Good, "programming-new-fob"),
        Some(EncoderState::Programmed(_)) => (Tone::Info, "programming-known-fob"),
        Some(EncoderState::Missing(fault)) => return ctx.fault(fault, None),
        Some(EncoderState::Unnamed) => (Tone::Bad, "programming-no-encoder"),
        Some(EncoderState::Unusable(_)) => (Tone::Warn, "programming-unusable-fob"),
        _ => (Tone::Info, "programming-lay-fob"),
    };
    notice(ctx.look, tone, ctx.say(id), None, None)
}

/// The word of a phase in message ids.
fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Identify => "identify",
        Phase::Keys => "keys",
        Phase::Files => "files",
        Phase::Write => "write",
        Phase::Commit => "commit",
        Phase::ReadBack => "read-back",
        Phase::FactoryCheck => "factory-check",
        Phase::Empty => "empty",
    }
}
