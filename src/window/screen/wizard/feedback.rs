//! The fifth step: the actions one after another. The user is stored first, all of it or nothing; then each fob is
//! programmed, with its progress, and what fails can be tried again in place.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length, Task};

use super::Message as Wizard;
use super::invited::{Again, Invited};
use super::summary::later;
use crate::model::{KeyKind, UserId};
use crate::window::desk::{
    Added, Answer, EncoderState, Entered, Fault, Handle, Job, Request, Secret, TokenState,
};
use crate::window::screen::Ctx;
use crate::window::screen::programmer::{self, Programmer, SUMMARY_CHANGED};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::icon::icon;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};
use crate::workflow::Shown;

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// At the fob with this place.
    Program(usize, programmer::Message),
    /// Wants the invitation sent again.
    Invite(Again),
    /// Opened or closed the summary.
    Summary,
}

#[derive(Debug, Clone)]
enum Adding {
    Waiting,
    Refused(Fault),
    Done(UserId),
}

/// What was done so far.
#[derive(Debug)]
pub struct Feedback {
    ticket: u64,
    entered: Entered,
    adding: Adding,
    fobs: Vec<Programmer>,
    drafts: Vec<(KeyKind, u32)>,
    invited: Option<Invited>,
    summary: bool,
}

impl Feedback {
    /// Sends the user to be stored. This is sent once, whatever is pressed.
    pub fn start(entered: Entered, shown: Shown, handle: &Handle) -> Self {
        let ticket = handle.ticket();
        handle.send(Request::Add {
            ticket,
            entered: entered.clone(),
            shown,
        });
        Self {
            ticket,
            entered,
            adding: Adding::Waiting,
            fobs: Vec::new(),
            drafts: Vec::new(),
            invited: None,
            summary: false,
        }
    }

    /// The user, once stored.
    pub fn stored(&self) -> Option<UserId> {
        match self.adding {
            Adding::Done(user) => Some(user),
            _ => None,
        }
    }

    /// Whether nothing was stored, so that one may go back and change what was entered.
    pub fn was_refused(&self) -> bool {
        matches!(self.adding, Adding::Refused(_))
    }

    /// Why nothing was stored, where something else would have been done by now than was confirmed.
    pub fn outrun(&self) -> Option<&Fault> {
        match &self.adding {
            Adding::Refused(fault) if fault.code == SUMMARY_CHANGED => Some(fault),
            _ => None,
        }
    }

    /// Forgets the PIN, as when the window is locked.
    pub fn forget_pins(&mut self) {
        for fob in &mut self.fobs {
            fob.forget_pin();
        }
    }

    /// The programming key left: its PIN is forgotten. Whether it was being typed.
    pub fn token_left(&mut self) -> bool {
        let current = self.current();
        let mut typed = false;
        for (place, fob) in self.fobs.iter_mut().enumerate() {
            typed |= fob.token_left() && Some(place) == current;
        }
        typed
    }

    /// Another token is plugged in.
    pub fn other_token(&mut self) {
        for fob in &mut self.fobs {
            fob.other_token();
        }
    }

    /// Something lies on the encoder; whether that was waited for.
    pub fn fob_laid(&mut self) -> bool {
        self.fobs.iter_mut().any(Programmer::fob_laid)
    }

    /// Whether something runs that must not be left.
    pub fn is_busy(&self) -> bool {
        matches!(self.adding, Adding::Waiting) || self.fobs.iter().any(Programmer::is_running)
    }

    /// Whether all was done.
    pub fn is_finished(&self) -> bool {
        self.stored().is_some() && self.fobs.iter().all(Programmer::is_done)
    }

    /// Whether the summary is shown too.
    pub fn shows_summary(&self) -> bool {
        self.summary
    }

    /// Takes in what the person did.
    pub fn update<Any: Send + 'static>(&mut self, message: Message, handle: &Handle) -> Task<Any> {
        match message {
            Message::Summary => self.summary = !self.summary,
            Message::Invite(Again) => {
                if let Some(invited) = &mut self.invited {
                    invited.again(handle);
                }
            }
            Message::Program(place, message) => {
                if self.current() == Some(place)
                    && let Some(fob) = self.fobs.get_mut(place)
                {
                    return fob.update(message, handle);
                }
            }
        }
        Task::none()
    }

    /// The fob that is next.
    fn current(&self) -> Option<usize> {
        self.fobs.iter().position(|fob| !fob.is_done())
    }

    /// Takes in what the thread says.
    pub fn hear<Any: Send + 'static>(&mut self, answer: &Answer) -> Task<Any> {
        if let Answer::Added(ticket, outcome) = answer {
            if *ticket == self.ticket {
                return self.heard(outcome);
            }
            return Task::none();
        }
        if let Some(invited) = &mut self.invited {
            invited.hear(answer);
        }
        let before = self.current();
        let Some(fob) = before.and_then(|place| self.fobs.get_mut(place)) else {
            return Task::none();
        };
        let task = fob.hear(answer);
        let (done, pin) = (fob.is_done(), fob.pin());
        if done
            && let Some(next) = self.current()
            && let Some(fob) = self.fobs.get_mut(next)
        {
            // One PIN serves for all fobs of one confirmed change set.
            fob.update_pin(pin);
        }
        task
    }

    fn heard<Any: Send + 'static>(&mut self, outcome: &Result<Added, Fault>) -> Task<Any> {
        match outcome {
            Ok(added) => {
                self.adding = Adding::Done(added.user);
                self.invited = added.invitation.clone().map(Invited::new);
                let (program, keys) = match &self.entered {
                    Entered::New(new) => (new.program, &new.keys),
                    Entered::Change(edit) => (edit.program, &edit.new_keys),
                };
                for (place, (key, kind, number)) in added.keys.iter().enumerate() {
                    if *kind == KeyKind::Fob && program {
                        let home = keys.get(place).and_then(|key| key.home_group);
                        let job = Job::Program(*key, home);
                        self.fobs.push(programmer(added, job, *number));
                    } else {
                        self.drafts.push((*kind, *number));
                    }
                }
                // What lies elsewhere now is programmed when it comes back; Close leaves it on the to-do list.
                for (job, number) in &added.pending {
                    self.fobs.push(programmer(added, *job, *number));
                }
                crate::window::ui::focus::to(programmer::PIN)
            }
            Err(fault) => {
                self.adding = Adding::Refused(fault.clone());
                Task::none()
            }
        }
    }

    /// Draws the step.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'_>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
        summary: Option<Element<'a, Wizard>>,
    ) -> Element<'a, Wizard> {
        let look = ctx.look;
        let (word, name) = match &self.entered {
            Entered::New(new) => (
                "action-add-user",
                format!("{} {}", new.first_name, new.last_name),
            ),
            Entered::Change(edit) => ("action-edit-user", edit.user.full_name()),
        };
        let mut list = Column::new().spacing(gap::MEDIUM);
        let (mark, detail): (_, Option<Element<'a, Wizard>>) = match &self.adding {
            Adding::Waiting => (Mark::Running, None),
            Adding::Refused(fault) => (Mark::Failed, Some(ctx.fault(fault, None))),
            Adding::Done(_) => (Mark::Done, None),
        };
        let line = ctx.tell(word, [("name", name.into())]);
        list = list.push(action(ctx, mark, line, detail));
        for (kind, number) in &self.drafts {
            let key = format!("{} {number}", ctx.kind(*kind));
            let line = ctx.tell("action-draft", [("key", key.into())]);
            list = list.push(action(ctx, Mark::Done, line, later(ctx, *kind)));
        }
        if let Some(invited) = &self.invited {
            let detail = invited.detail(ctx);
            let detail =
                detail.map(|detail| detail.map(|again| Wizard::Feedback(Message::Invite(again))));
            list = list.push(action(ctx, invited.mark(), invited.line(ctx), detail));
        }
        for (place, fob) in self.fobs.iter().enumerate() {
            let key = format!("{} {}", ctx.kind(KeyKind::Fob), fob.number);
            let id = match fob.job {
                Job::Empty(_) => "action-take-back",
                _ => "action-program",
            };
            let line = ctx.tell(id, [("key", key.into())]);
            let open = fob.is_done() || self.current() == Some(place);
            let body = open.then(|| {
                fob.view(ctx, encoder, token)
                    .map(move |message| Wizard::Feedback(Message::Program(place, message)))
            });
            list = list.push(action(ctx, Mark::of(&fob.stage), line, body));
        }
        let show = if self.summary {
            "summary-hide"
        } else {
            "summary-show"
        };
        let show = self.stored().is_some().then(|| {
            button(
                look,
                Weight::Quiet,
                ctx.say(show),
                Some(Wizard::Feedback(Message::Summary)),
            )
        });
        column![list, show, summary].spacing(gap::MEDIUM).into()
    }
}

/// The write of a key, bound to what was confirmed with the user.
fn programmer(added: &Added, job: Job, number: u32) -> Programmer {
    let mut fob = Programmer::new(job, number, Secret::default());
    fob.bound = added
        .shown
        .iter()
        .find(|(key, _)| matches!(job, Job::Program(id, _) if id == *key))
        .map(|(_, shown)| *shown);
    fob
}

#[derive(Clone, Copy)]
pub(super) enum Mark {
    Waiting,
    Running,
    Done,
    Failed,
}

impl Mark {
    fn of(stage: &programmer::Stage) -> Self {
        match stage {
            programmer::Stage::Asking => Self::Waiting,
            programmer::Stage::Running(_) => Self::Running,
            programmer::Stage::Failed(_) => Self::Failed,
            programmer::Stage::Done(_) => Self::Done,
        }
    }
}

/// One action: how it stands, in a drawing and a word, and what belongs to it below.
fn action<'a>(
    ctx: Ctx<'_>,
    mark: Mark,
    line: String,
    detail: Option<Element<'a, Wizard>>,
) -> Element<'a, Wizard> {
    let look = ctx.look;
    let (drawing, tone, word) = match mark {
        Mark::Waiting => (Icon::Dash, Tone::Neutral, "state-waiting"),
        Mark::Running => (Icon::Clock, Tone::Info, "state-busy"),
        Mark::Done => (Icon::Done, Tone::Good, "state-done"),
        Mark::Failed => (Icon::Error, Tone::Bad, "state-failed"),
    };
    let tint = look.tint(tone);
    let head = row![
        icon(look, drawing, tint),
        container(text::strong(look, line)).width(Length::Fill),
        text::body(look, ctx.say(word)).color(tint),
    ]
    .spacing(gap::SMALL)
    .align_y(Alignment::Center);
    container(column![head, detail].spacing(gap::MEDIUM))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}
