//! Adding a user in five steps: basic information, roles and private premises, keys, summary, feedback. Back
//! never loses what was entered; nothing is stored before Confirm, and Confirm stores once.

pub mod basic;
pub mod feedback;
pub mod keys;
pub mod sources;
pub mod summary;

use std::sync::Arc;

use iced::Task;
use iced::widget::{Id, operation};

use super::Ctx;
use crate::model::UserId;
use crate::time::{LocalDate, Zone};
use crate::window::desk::{
    Answer, EncoderState, Fault, Handle, Likeness, Offer, Preview, Request, TokenState,
};
use crate::window::ui::button::{Weight, build, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::frame::{Wizard as Parts, wizard};
use crate::window::ui::stepper::stepper;
use crate::window::ui::{Element, text};
use crate::workflow::people::NewUser;

/// The id of the button that goes back; the focus goes there where the next press would store something.
const BACK: &str = "wizard back";

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Who it is.
    Basic,
    /// What the user is given.
    Sources,
    /// What the user opens with.
    Keys,
    /// What will be done.
    Summary,
    /// What was done.
    Feedback,
}

impl Step {
    const ALL: [Self; 5] = [
        Self::Basic,
        Self::Sources,
        Self::Keys,
        Self::Summary,
        Self::Feedback,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Basic => "step-basic",
            Self::Sources => "step-given",
            Self::Keys => "step-keys",
            Self::Summary => "step-summary",
            Self::Feedback => "step-feedback",
        }
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// In the first step.
    Basic(basic::Message),
    /// In the second.
    Sources(sources::Message),
    /// In the third.
    Keys(keys::Message),
    /// In the fourth: turned the box for the invitation.
    Invite,
    /// In the fifth.
    Feedback(feedback::Message),
    /// Wants to go on; on the summary this confirms.
    Next,
    /// Wants to go back.
    Back,
    /// Wants to go back to a step.
    BackTo(usize),
    /// Wants to leave.
    Leave,
    /// Does not want to leave after all.
    Stay,
    /// Leaves, and what was entered is gone.
    Discard,
}

/// What the window must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Close the wizard; with the user that was added.
    Close(Option<UserId>),
}

/// The wizard.
#[derive(Debug)]
pub struct Wizard {
    step: Step,
    basic: basic::Basic,
    sources: sources::Sources,
    keys: keys::Keys,
    invite: bool,
    offer: Arc<Offer>,
    zone: Zone,
    today: LocalDate,
    likeness: Option<Likeness>,
    accepted: Option<(String, String)>,
    likeness_ticket: u64,
    probe: Option<Result<Preview, Fault>>,
    probe_ticket: u64,
    preview: Option<Result<Preview, Fault>>,
    preview_ticket: u64,
    fault: Option<Fault>,
    feedback: Option<feedback::Feedback>,
    leaving: bool,
}

impl Wizard {
    /// An empty wizard; what can be given is asked for.
    pub fn new(zone: Zone, today: LocalDate, handle: &Handle) -> Self {
        handle.send(Request::Offer);
        Self {
            step: Step::Basic,
            basic: basic::Basic::default(),
            sources: sources::Sources::default(),
            keys: keys::Keys::default(),
            invite: false,
            offer: Arc::default(),
            zone,
            today,
            likeness: None,
            accepted: None,
            likeness_ticket: 0,
            probe: None,
            probe_ticket: 0,
            preview: None,
            preview_ticket: 0,
            fault: None,
            feedback: None,
            leaving: false,
        }
    }

    /// Puts the focus where this step begins.
    pub fn focus<Any: Send + 'static>(&self) -> Task<Any> {
        let id = match self.step {
            Step::Basic => basic::FIRST,
            Step::Sources => sources::FILTER,
            Step::Keys => keys::FIRST,
            Step::Summary => BACK,
            Step::Feedback => super::programmer::PIN,
        };
        operation::focus(Id::new(id))
    }

    /// Whether something is being stored or written.
    pub fn is_busy(&self) -> bool {
        self.feedback
            .as_ref()
            .is_some_and(feedback::Feedback::is_busy)
    }

    /// Where the wizard stands.
    pub fn step(&self) -> Step {
        self.step
    }

    fn is_touched(&self) -> bool {
        !self.basic.is_empty() || !self.sources.is_empty() || !self.keys.is_empty()
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, handle: &Handle) -> (Task<Message>, Outcome) {
        match message {
            Message::Basic(message) => {
                self.likeness = None;
                self.fault = None;
                self.basic.update(message);
            }
            Message::Sources(message) => self.sources.update(message, &self.offer),
            Message::Keys(message) => {
                let before = self.keys.what_matters();
                self.keys.update(message);
                if self.keys.what_matters() != before {
                    self.ask_probe(handle);
                }
            }
            Message::Invite => self.invite = !self.invite,
            Message::Feedback(message) => {
                if let Some(feedback) = &mut self.feedback {
                    feedback.update(message, handle);
                }
            }
            Message::Next => return (self.next(handle), Outcome::None),
            Message::Back => return (self.back(), Outcome::None),
            Message::BackTo(place) => {
                if let Some(step) = Step::ALL.get(place)
                    && *step < self.step
                    && self.may_go_back()
                {
                    return (self.go(*step), Outcome::None);
                }
            }
            Message::Leave => return (Task::none(), self.leave()),
            Message::Stay => self.leaving = false,
            Message::Discard => return (Task::none(), Outcome::Close(None)),
        }
        (Task::none(), Outcome::None)
    }

    fn leave(&mut self) -> Outcome {
        if let Some(feedback) = &self.feedback {
            return match feedback.added() {
                _ if feedback.is_busy() => Outcome::None,
                Some(user) => Outcome::Close(Some(user)),
                None => {
                    self.leaving = true;
                    Outcome::None
                }
            };
        }
        if self.leaving {
            self.leaving = false;
        } else if self.is_touched() {
            self.leaving = true;
        } else {
            return Outcome::Close(None);
        }
        Outcome::None
    }

    fn may_go_back(&self) -> bool {
        self.feedback
            .as_ref()
            .is_none_or(feedback::Feedback::was_refused)
    }

    fn go(&mut self, step: Step) -> Task<Message> {
        if step != Step::Feedback {
            self.feedback = None;
        }
        self.step = step;
        self.focus()
    }

    fn back(&mut self) -> Task<Message> {
        if !self.may_go_back() {
            return Task::none();
        }
        match self.step.place().checked_sub(1) {
            Some(place) => self.go(Step::ALL[place]),
            None => Task::none(),
        }
    }

    fn next(&mut self, handle: &Handle) -> Task<Message> {
        match self.step {
            Step::Basic => self.leave_basic(handle),
            Step::Sources if self.sources.is_fine(self.zone) => {
                self.keys.forget_sources_beyond(self.sources.count());
                self.ask_probe(handle);
                self.go(Step::Keys)
            }
            Step::Keys if self.keys_settled() => {
                self.ask_preview(handle);
                self.go(Step::Summary)
            }
            Step::Summary => self.confirm(handle),
            _ => Task::none(),
        }
    }

    /// The first step is left once it is complete and nobody like this user is there, or that was accepted.
    fn leave_basic(&mut self, handle: &Handle) -> Task<Message> {
        if !self.basic.check() {
            return Task::none();
        }
        let key = self.basic.identity();
        let accepts = match &self.likeness {
            Some(found) => !found.email_taken && !found.similar.is_empty(),
            None => false,
        };
        if accepts || self.accepted.as_ref() == Some(&key) && self.likeness.is_some() {
            self.accepted = Some(key);
            return self.go(Step::Sources);
        }
        self.likeness_ticket = handle.ticket();
        let (first, last) = self.basic.names();
        handle.send(Request::Likeness {
            ticket: self.likeness_ticket,
            first,
            last,
            email: self.basic.email().trim().to_owned(),
        });
        Task::none()
    }

    /// What was entered, as the workflow takes it; none where something is still missing.
    fn new_user(&self, probing: bool) -> Option<Box<NewUser>> {
        let mut new = self.basic.new_user()?;
        new.sources = self.sources.new_sources(self.zone, &self.offer)?;
        new.keys = self.keys.new_keys();
        new.invite = self.invite;
        if !probing {
            new.home_group = self.keys.home_group();
            new.program = self.keys.programs();
        }
        Some(Box::new(new))
    }

    fn ask_probe(&mut self, handle: &Handle) {
        let Some(new) = self.new_user(true) else {
            return;
        };
        self.probe_ticket = handle.ticket();
        handle.send(Request::Preview {
            ticket: self.probe_ticket,
            new,
        });
    }

    fn ask_preview(&mut self, handle: &Handle) {
        self.preview = None;
        let Some(new) = self.new_user(false) else {
            return;
        };
        self.preview_ticket = handle.ticket();
        handle.send(Request::Preview {
            ticket: self.preview_ticket,
            new,
        });
    }

    /// Whether the keys step asks nothing more.
    fn keys_settled(&self) -> bool {
        match &self.probe {
            Some(Ok(preview)) => self.keys.is_settled(preview),
            _ => self.keys.is_empty(),
        }
    }

    fn confirm(&mut self, handle: &Handle) -> Task<Message> {
        if self.feedback.is_some() || !matches!(self.preview, Some(Ok(_))) {
            return Task::none();
        }
        let Some(new) = self.new_user(false) else {
            return Task::none();
        };
        self.feedback = Some(feedback::Feedback::start(new, handle));
        self.go(Step::Feedback)
    }

    /// Takes in what the thread says; what was asked before is ignored.
    pub fn hear(&mut self, answer: &Answer) -> Task<Message> {
        match answer {
            Answer::Offer(Ok(offer)) => {
                self.offer = Arc::clone(offer);
                self.sources.offered(offer);
            }
            Answer::Offer(Err(fault)) => self.fault = Some(fault.clone()),
            Answer::Likeness(ticket, outcome) if *ticket == self.likeness_ticket => match outcome {
                Ok(found) => {
                    let fine = !found.email_taken
                        && (found.similar.is_empty()
                            || self.accepted.as_ref() == Some(&self.basic.identity()));
                    self.likeness = Some(found.clone());
                    if fine && self.step == Step::Basic {
                        return self.go(Step::Sources);
                    }
                }
                Err(fault) => self.fault = Some(fault.clone()),
            },
            Answer::Preview(ticket, outcome) if *ticket == self.probe_ticket => {
                if let Ok(preview) = outcome {
                    self.keys.offered(preview);
                }
                self.probe = Some(outcome.clone());
            }
            Answer::Preview(ticket, outcome) if *ticket == self.preview_ticket => {
                self.preview = Some(outcome.clone());
            }
            answer => {
                if let Some(feedback) = &mut self.feedback {
                    return feedback.hear(answer);
                }
            }
        }
        Task::none()
    }

    /// The user that was added, for the list.
    pub fn added(&self) -> Option<UserId> {
        self.feedback.as_ref().and_then(feedback::Feedback::added)
    }

    /// The wizard.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'a>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let content = match self.step {
            Step::Basic => self
                .basic
                .view(ctx, self.today, self.likeness.as_ref(), self.fault.as_ref())
                .map(Message::Basic),
            Step::Sources => self
                .sources
                .view(ctx, &self.offer, self.today, self.zone)
                .map(Message::Sources),
            Step::Keys => self
                .keys
                .view(ctx, &self.sources.names(&self.offer), self.probe.as_ref())
                .map(Message::Keys),
            Step::Summary => self.summary(ctx),
            Step::Feedback => match &self.feedback {
                Some(feedback) => {
                    let summary = feedback.shows_summary().then(|| self.summary(ctx));
                    feedback.view(ctx, encoder, token, summary)
                }
                None => text::body(look, "").into(),
            },
        };
        let steps = Step::ALL.iter().map(|step| ctx.say(step.title())).collect();
        let back_to: Option<&dyn Fn(usize) -> Message> = if self.may_go_back() {
            Some(&Message::BackTo)
        } else {
            None
        };
        let (leave, go) = self.foot(ctx);
        wizard(
            look,
            Parts {
                title: ctx.say("add-user"),
                steps: stepper(look, steps, self.step.place(), back_to),
                step: ctx.say(self.step.title()),
                content,
                leave,
                go,
            },
        )
    }

    fn summary<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        summary::view(
            ctx,
            &summary::Shown {
                name: self.basic.full_name(),
                given: self.sources.lines(ctx, &self.offer),
                keys: self.keys.kinds(),
                programs: self.keys.programs(),
                invite: self.invite,
                home_group: self.home_name(),
                editable: self.feedback.is_none(),
            },
            self.preview.as_ref(),
        )
    }

    fn home_name(&self) -> Option<String> {
        match &self.probe {
            Some(Ok(preview)) => self.keys.home_name(preview),
            _ => None,
        }
    }

    fn foot<'a>(&self, ctx: Ctx<'_>) -> (Option<Element<'a, Message>>, Vec<Element<'a, Message>>) {
        let look = ctx.look;
        let back = |enabled: bool| -> Element<'a, Message> {
            build(
                look,
                Weight::Secondary,
                None,
                ctx.say("back"),
                enabled.then_some(Message::Back),
            )
            .id(BACK)
            .into()
        };
        let primary = |id: &str, message| button(look, Weight::Primary, ctx.say(id), message);
        if let Some(feedback) = &self.feedback {
            if feedback.was_refused() {
                return (
                    Some(button(
                        look,
                        Weight::Quiet,
                        ctx.say("cancel"),
                        Some(Message::Leave),
                    )),
                    vec![back(true)],
                );
            }
            let close = (!feedback.is_busy()).then_some(Message::Leave);
            let weight = if feedback.is_finished() {
                Weight::Primary
            } else {
                Weight::Secondary
            };
            return (None, vec![button(look, weight, ctx.say("close"), close)]);
        }
        let leave = button(look, Weight::Quiet, ctx.say("cancel"), Some(Message::Leave));
        let next = match self.step {
            Step::Basic => primary("next", Some(Message::Next)),
            Step::Sources => primary(
                "next",
                self.sources.is_fine(self.zone).then_some(Message::Next),
            ),
            Step::Keys => primary("next", self.keys_settled().then_some(Message::Next)),
            Step::Summary | Step::Feedback => primary(
                "confirm",
                matches!(self.preview, Some(Ok(_))).then_some(Message::Next),
            ),
        };
        (Some(leave), vec![back(self.step != Step::Basic), next])
    }

    /// The question whether what was entered may go.
    pub fn question<'a>(&self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        self.leaving
            .then(|| super::discard(ctx, Message::Stay, Message::Discard))
    }
}
