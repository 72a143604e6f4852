//! Closing the window: a write is finished first, what was entered is kept or asked about, and the thread behind the
//! window ends before the window does.

use std::time::{Duration, Instant};

use iced::{Task, window};

use super::{App, Message};
use crate::window::desk::{Answer, Fault, Request};
use crate::window::screen::listing::Listing;
use crate::window::screen::{Ctx, discard};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::{Element, text};

/// Whoever asks once more after so long need not wait for a thread that does not answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How far it is.
#[derive(Debug, Clone, Default)]
pub(super) enum Closing {
    /// Nobody wants it.
    #[default]
    No,
    /// Something is being written, and the person is asked whether to wait for it.
    Writing(window::Id),
    /// The window closes when that is written.
    AfterWrite(window::Id),
    /// A form is half filled in, and the person is asked whether it may go.
    Entering(window::Id),
    /// The thread keeps what was entered and closes the system.
    Going(window::Id, Instant),
    /// What was entered cannot be kept, and the person is asked whether it may be lost.
    Unkept(window::Id, Fault),
}

impl App {
    /// Somebody wants the window closed. However often that is said, it is asked and done once.
    pub(super) fn want_close(&mut self, id: window::Id) -> Task<Message> {
        match &self.closing {
            Closing::No if self.is_writing() => {
                self.closing = Closing::Writing(id);
                Task::none()
            }
            Closing::No => self.leave_forms(id),
            Closing::Going(_, since) if since.elapsed() > PATIENCE => window::close(id),
            _ => Task::none(),
        }
    }

    /// What the person answered: to go on closing, or to stay.
    pub(super) fn answer_closing(&mut self, yes: bool) -> Task<Message> {
        match std::mem::take(&mut self.closing) {
            Closing::Going(id, since) => {
                self.closing = Closing::Going(id, since);
                Task::none()
            }
            _ if !yes => {
                self.ending = false;
                Task::none()
            }
            Closing::Writing(id) | Closing::AfterWrite(id) if self.is_writing() => {
                self.closing = Closing::AfterWrite(id);
                Task::none()
            }
            Closing::Writing(id) | Closing::AfterWrite(id) => self.leave_forms(id),
            Closing::Entering(id) => self.end(id, false),
            Closing::Unkept(id, _) => self.end(id, true),
            Closing::No => Task::none(),
        }
    }

    /// After each word of the thread: a write for which closing waits may be done. Where it failed the window stays,
    /// so that the person sees why.
    pub(super) fn after_write(&mut self, failed: bool) -> Task<Message> {
        match &self.closing {
            Closing::AfterWrite(_) if failed && !self.ending => {
                self.closing = Closing::No;
                Task::none()
            }
            Closing::AfterWrite(id) if !self.is_writing() => {
                let id = *id;
                self.leave_forms(id)
            }
            _ => Task::none(),
        }
    }

    /// The program shall end, and nobody may be there to answer a question: a write is finished, what a wizard has is kept,
    /// and the rest goes. Whoever says so again does not wait.
    pub(super) fn want_end(&mut self) -> Task<Message> {
        if self.ending {
            return iced::exit();
        }
        self.ending = true;
        window::oldest().map(Message::Ending)
    }

    /// As [`App::want_end`], with the window that closes.
    pub(super) fn close_for_good(&mut self, id: Option<window::Id>) -> Task<Message> {
        let Some(id) = id else {
            return iced::exit();
        };
        if let Closing::Going(..) = self.closing {
            return Task::none();
        }
        if self.is_writing() {
            self.closing = Closing::AfterWrite(id);
            return Task::none();
        }
        self.end(id, true)
    }

    fn leave_forms(&mut self, id: window::Id) -> Task<Message> {
        if self.ending {
            return self.end(id, true);
        }
        let parked = self.parked.iter();
        let entering = parked.clone().any(|one| one.mail.is_changed())
            || self.mail.is_changed()
            || parked
                .flat_map(|one| one.listings.values())
                .chain(self.listings.values())
                .any(Listing::is_entering);
        if entering {
            self.closing = Closing::Entering(id);
            return Task::none();
        }
        self.end(id, false)
    }

    fn end(&mut self, id: window::Id, anyway: bool) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return window::close(id);
        };
        handle.send(Request::Close { anyway });
        self.closing = Closing::Going(id, Instant::now());
        Task::none()
    }

    /// What the thread says to it.
    pub(super) fn closed(&mut self, outcome: Result<(), Fault>) -> Task<Message> {
        let Closing::Going(id, _) = self.closing else {
            return Task::none();
        };
        match outcome {
            Ok(()) => window::close(id),
            Err(fault) => {
                self.closing = Closing::Unkept(id, fault);
                Task::none()
            }
        }
    }

    /// Whether an answer says that something was not written.
    pub(super) fn is_refusal(answer: &Answer) -> bool {
        matches!(
            answer,
            Answer::Programmed(_, Err(_))
                | Answer::Rite(_, Err(_))
                | Answer::Added(_, Err(_))
                | Answer::UserRemoved(_, Err(_))
        )
    }

    /// What is asked before the window closes.
    pub(super) fn closing_question<'a>(&'a self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        let look = ctx.look;
        let stay = || {
            let stay = Some(Message::Closing(false));
            button(look, Weight::Secondary, ctx.say("close-stay"), stay)
        };
        let say = |id: &str| -> Element<'a, Message> { text::body(look, ctx.say(id)).into() };
        let (title, body, answers) = match &self.closing {
            Closing::No => return None,
            Closing::Entering(_) => {
                return Some(discard(
                    ctx,
                    Message::Closing(false),
                    Message::Closing(true),
                ));
            }
            Closing::Writing(_) => {
                let go = Some(Message::Closing(true));
                let go = button(look, Weight::Primary, ctx.say("close-after"), go);
                let body = say("close-writing-body");
                ("close-writing", body, vec![stay(), go])
            }
            Closing::AfterWrite(_) => ("close-writing", say("close-waits"), vec![stay()]),
            Closing::Going(..) => ("close-going", say("close-going-body"), Vec::new()),
            Closing::Unkept(_, fault) => {
                let go = Some(Message::Closing(true));
                let go = button(look, Weight::Danger, ctx.say("close-anyway"), go);
                ("close-unkept", ctx.fault(fault, None), vec![stay(), go])
            }
        };
        Some(Dialog {
            title: ctx.say(title),
            body,
            answers,
            on_close: Message::Closing(false),
        })
    }
}

/// Signals by which the operating system wants a program to end.
#[cfg(unix)]
pub(super) const ENDS: [i32; 3] = [
    signal_hook::consts::SIGTERM,
    signal_hook::consts::SIGINT,
    signal_hook::consts::SIGHUP,
];

/// Says so as often as the signal comes. Where the system does not tell it, the signal ends the program at once.
#[cfg(unix)]
// As `Subscription::run_with` hands it over.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub(super) fn heard_signal(signal: &i32) -> impl iced::futures::Stream<Item = Message> + use<> {
    use iced::futures::SinkExt as _;
    use tokio::signal::unix::{SignalKind, signal as hear};

    let kind = SignalKind::from_raw(*signal);
    iced::stream::channel(1, async move |mut heard| {
        let Ok(mut signal) = hear(kind) else { return };
        while signal.recv().await.is_some() {
            if heard.send(Message::Ended).await.is_err() {
                return;
            }
        }
    })
}
