//! The wizard: basic information, roles and private premises, keys, summary, feedback. It adds a user, with or without
//! programming, or changes one. Back never loses what was entered; nothing is stored before Confirm, and Confirm stores
//! once.

pub mod basic;
pub mod draft;
mod entered;
pub mod feedback;
pub mod flow;
mod hearing;
pub mod invited;
pub mod keys;
pub mod sources;
pub mod summary;
mod view;

use std::sync::Arc;

use iced::Task;
use iced::widget::{Id, operation};

pub use flow::{Mode, Step};

use crate::model::UserId;
use crate::time::{LocalDate, Zone};
use crate::window::desk::{EditStart, Fault, Handle, Likeness, Offer, Preview, Request};
use draft::{Before, Draft};

/// The id of the button that goes back; the focus goes there where the next press would store something.
const BACK: &str = "wizard back";
/// The id of the button that stores; it gets the focus once the press that led here is over.
const CONFIRM: &str = "wizard confirm";
/// The id of the button that closes the feedback.
const CLOSE: &str = "wizard close";
/// How long the second press of a double one may take.
const HASTE: std::time::Duration = std::time::Duration::from_millis(600);

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
    /// The summary is shown long enough for the next press to be meant for it.
    Ripe,
    /// Wants to go on; on the summary this confirms.
    Next,
    /// Wants to see the summary at once.
    ToSummary,
    /// Wants to go back.
    Back,
    /// Wants to go back to a step.
    GoTo(usize),
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
    /// Close the wizard; with the user that was added or changed.
    Close(Option<UserId>),
}

/// The wizard.
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says something else of what was entered and asked"
)]
pub struct Wizard {
    mode: Mode,
    step: Step,
    /// The last one that was reached; those between may be gone to again.
    furthest: Step,
    basic: basic::Basic,
    sources: sources::Sources,
    keys: keys::Keys,
    invite: bool,
    offer: Arc<Offer>,
    offered: bool,
    zone: Zone,
    today: LocalDate,
    start: Option<Box<EditStart>>,
    start_ticket: u64,
    draft: Option<Draft>,
    loaded: Option<Box<Before>>,
    meanwhile: bool,
    kept: bool,
    touched: bool,
    with_fob: bool,
    likeness: Option<Likeness>,
    accepted: Option<(String, String)>,
    likeness_ticket: u64,
    probe: Option<Result<Preview, Fault>>,
    probe_ticket: u64,
    /// Whether what the keys step asks is being looked up anew.
    probing: bool,
    preview: Option<Result<Preview, Fault>>,
    preview_ticket: u64,
    fault: Option<Fault>,
    feedback: Option<feedback::Feedback>,
    outrun: Option<Fault>,
    leaving: bool,
    ripe: bool,
}

impl Wizard {
    /// An empty wizard; what can be given is asked for, and the user where it changes one.
    pub fn new(mode: Mode, zone: Zone, today: LocalDate, handle: &Handle) -> Self {
        handle.send(Request::Offer);
        let start_ticket = handle.ticket();
        if let Mode::Change(user) = mode {
            handle.send(Request::EditStart {
                ticket: start_ticket,
                user,
            });
        }
        Self {
            mode,
            step: Step::Basic,
            furthest: Step::Basic,
            basic: basic::Basic::default(),
            sources: sources::Sources::default(),
            keys: keys::Keys::default(),
            invite: false,
            offer: Arc::default(),
            offered: false,
            zone,
            today,
            start: None,
            start_ticket,
            draft: None,
            loaded: None,
            meanwhile: false,
            kept: false,
            touched: false,
            with_fob: false,
            likeness: None,
            accepted: None,
            likeness_ticket: 0,
            probe: None,
            probe_ticket: 0,
            probing: false,
            preview: None,
            preview_ticket: 0,
            fault: None,
            feedback: None,
            outrun: None,
            leaving: false,
            ripe: false,
        }
    }

    /// A wizard that begins at a step, as for a section of a user that is there.
    #[must_use]
    pub fn at(mut self, step: Step) -> Self {
        (self.step, self.furthest) = (step, step);
        self
    }

    /// A wizard with a key fob to be added, as for the one that lies on the encoder.
    #[must_use]
    pub fn for_laid_fob(mut self) -> Self {
        self.with_fob = true;
        self
    }

    /// A wizard as it was left.
    #[must_use]
    pub fn resumed(mut self, draft: Draft) -> Self {
        self.basic = basic::Basic::restored(draft.basic.clone());
        self.keys.restore(draft.keys.clone());
        self.invite = draft.invite;
        self.draft = Some(draft);
        self.kept = true;
        self.touched = true;
        self
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
        crate::window::ui::focus::to(id)
    }

    /// The focus goes to the button that stores, once there is something to store and the press before is over.
    fn focus_confirm<Any: Send + 'static>(&self) -> Task<Any> {
        if self.step == Step::Summary && self.ripe && self.may_confirm() {
            crate::window::ui::focus::to(CONFIRM)
        } else {
            Task::none()
        }
    }

    /// The user that was stored, where nothing is left to be done.
    pub fn finished(&self) -> Option<UserId> {
        let feedback = self.feedback.as_ref()?;
        feedback.stored().filter(|_| feedback.is_finished())
    }

    /// Something lies on the encoder; whether that was waited for.
    pub fn fob_laid(&mut self) -> bool {
        let feedback = self.feedback.as_mut();
        feedback.is_some_and(feedback::Feedback::fob_laid)
    }

    /// Forgets the PINs, as when the window is locked.
    pub fn forget_pins(&mut self) {
        if let Some(feedback) = &mut self.feedback {
            feedback.forget_pins();
        }
    }

    /// The programming key left: its PIN is forgotten. Whether it was being typed.
    pub fn token_left(&mut self) -> bool {
        let feedback = self.feedback.as_mut();
        feedback.is_some_and(feedback::Feedback::token_left)
    }

    /// Another token is plugged in.
    pub fn other_token(&mut self) {
        if let Some(feedback) = &mut self.feedback {
            feedback.other_token();
        }
    }

    /// Whether something is being stored or written.
    pub fn is_busy(&self) -> bool {
        self.feedback
            .as_ref()
            .is_some_and(feedback::Feedback::is_busy)
    }

    fn is_touched(&self) -> bool {
        match self.mode {
            Mode::Change(_) => match &self.loaded {
                Some(loaded) => self.draft.is_some() || self.differs(loaded),
                None => self.touched,
            },
            Mode::Add | Mode::Save => {
                !self.basic.is_empty() || !self.sources.is_empty() || !self.keys.is_empty()
            }
        }
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, handle: &Handle) -> (Task<Message>, Outcome) {
        let entering = matches!(
            message,
            Message::Basic(_) | Message::Sources(_) | Message::Keys(_) | Message::Invite
        );
        let before = self.step;
        let answer = self.act(message, handle);
        if entering {
            self.touched = true;
        }
        if self.feedback.is_none() && (entering || self.step != before) {
            self.keep(handle, self.step != before);
        }
        answer
    }

    fn act(&mut self, message: Message, handle: &Handle) -> (Task<Message>, Outcome) {
        match message {
            Message::Basic(message) => {
                self.likeness = None;
                self.fault = None;
                // What was asked before belongs to what stood there before.
                self.likeness_ticket = handle.ticket();
                self.basic.update(message);
            }
            Message::Sources(message) => {
                let again = match &message {
                    sources::Message::Filter(typed) => super::search_again(sources::FILTER, typed),
                    _ => Task::none(),
                };
                let before = self.sources.kept(&self.offer);
                self.sources.update(message, &self.offer);
                // What the keys step asks follows from what is given.
                if self.furthest >= Step::Keys && self.sources.kept(&self.offer) != before {
                    self.ask_probe(handle);
                }
                return (again, Outcome::None);
            }
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
                    return (feedback.update(message, handle), Outcome::None);
                }
            }
            Message::Ripe => {
                self.ripe = true;
                return (self.focus_confirm(), Outcome::None);
            }
            Message::Next => return (self.next(handle), Outcome::None),
            Message::ToSummary => return (self.summarise(handle), Outcome::None),
            Message::Back => return (self.back(handle), Outcome::None),
            Message::GoTo(place) => {
                if let Some(step) = Step::ALL.get(place).copied()
                    && self.may_go_to(step)
                {
                    let forth = step == Step::Summary && self.step < step;
                    let task = if forth {
                        self.summarise(handle)
                    } else {
                        self.go(step, handle)
                    };
                    return (task, Outcome::None);
                }
            }
            Message::Leave => return (Task::none(), self.leave()),
            Message::Stay => self.leaving = false,
            Message::Discard => {
                handle.send(Request::DropDraft(None));
                return (Task::none(), Outcome::Close(None));
            }
        }
        (Task::none(), Outcome::None)
    }

    /// Whether something else stands there than what is stored.
    fn differs(&self, loaded: &Before) -> bool {
        self.invite
            || !self.keys.is_empty()
            || self.basic.kept() != loaded.basic
            || self.sources.kept(&self.offer) != loaded.sources
            || self.keys.kept_of_held() != loaded.held
    }

    /// Keeps what was entered: a program that ends here has lost nothing. Where all of it was taken back, nothing is
    /// kept.
    fn keep(&mut self, handle: &Handle, at_once: bool) {
        let changes = matches!(self.mode, Mode::Change(_));
        if changes && (self.loaded.is_none() || self.draft.is_some()) {
            return;
        }
        if !self.is_touched() {
            if std::mem::take(&mut self.kept) {
                handle.send(Request::DropDraft(None));
            }
            return;
        }
        self.kept = true;
        // Until the lists have come, what was kept before says more than what is shown.
        let sources = match (&self.draft, self.offered) {
            (Some(draft), false) => draft.sources.clone(),
            _ => self.sources.kept(&self.offer),
        };
        let draft = Draft {
            mode: self.mode,
            step: self.step,
            basic: self.basic.kept(),
            sources,
            keys: self.keys.kept(),
            invite: self.invite,
            before: self.loaded.clone(),
        };
        handle.send(Request::KeepDraft {
            document: draft.document(),
            at_once,
        });
    }

    fn leave(&mut self) -> Outcome {
        if let Some(feedback) = &self.feedback {
            return match feedback.stored() {
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

    /// Steps before this one; those after it that were reached before and ask nothing anew; of a user that is there, every
    /// section; the summary, once every step before it was reached and nothing in them is missing.
    fn may_go_to(&self, step: Step) -> bool {
        let reached = step.min(Step::Keys) <= self.furthest;
        let open = match self.mode {
            Mode::Change(_) => self.start.is_some(),
            Mode::Add | Mode::Save => reached && self.is_nobody_else(),
        };
        let settled = match step {
            Step::Basic | Step::Sources | Step::Keys => true,
            Step::Summary => !self.probing && self.keys_settled(),
            Step::Feedback => false,
        };
        let section = settled && open && self.sections_are_fine();
        self.may_go_back() && (step < self.step || section)
    }

    /// Whether it was looked whether somebody like this user is there, since the last change to who it is.
    fn is_nobody_else(&self) -> bool {
        self.likeness.as_ref().is_some_and(|found| {
            let accepted = self.accepted.as_ref() == Some(&self.basic.identity());
            !found.email_taken && (found.similar.is_empty() || accepted)
        })
    }

    fn sections_are_fine(&self) -> bool {
        self.basic.new_user().is_some() && self.sources.is_fine(self.zone)
    }

    fn go(&mut self, step: Step, handle: &Handle) -> Task<Message> {
        if step != Step::Feedback {
            self.feedback = None;
        }
        if step != Step::Summary {
            self.outrun = None;
        }
        if step == Step::Keys {
            self.ask_probe(handle);
        }
        self.step = step;
        self.furthest = self.furthest.max(step);
        let top = operation::AbsoluteOffset {
            x: None,
            y: Some(0.0),
        };
        let top = operation::scroll_to(Id::new(crate::window::ui::frame::WIZARD), top);
        Task::batch([top, self.focus()])
    }

    fn back(&mut self, handle: &Handle) -> Task<Message> {
        if !self.may_go_back() {
            return Task::none();
        }
        match self.step.place().checked_sub(1) {
            Some(place) => self.go(Step::ALL[place], handle),
            None => Task::none(),
        }
    }

    fn next(&mut self, handle: &Handle) -> Task<Message> {
        match self.step {
            Step::Basic => self.leave_basic(handle),
            Step::Sources if self.sources.is_fine(self.zone) => self.go(Step::Keys, handle),
            Step::Keys if self.keys_settled() => self.summarise(handle),
            Step::Summary => self.confirm(handle),
            _ => Task::none(),
        }
    }

    fn summarise(&mut self, handle: &Handle) -> Task<Message> {
        if !self.basic.check() {
            return self.focus_wrong();
        }
        if !self.sources.is_fine(self.zone) {
            return Task::none();
        }
        self.ask_preview(handle);
        self.ripe = false;
        Task::batch([self.go(Step::Summary, handle), ripen()])
    }

    /// The focus goes to what stops the first step.
    fn focus_wrong(&self) -> Task<Message> {
        match self.basic.first_wrong() {
            Some(id) if self.step == Step::Basic => crate::window::ui::focus::to(id),
            _ => Task::none(),
        }
    }

    /// The first step is left once it is complete and nobody like this user is there, or that was accepted.
    fn leave_basic(&mut self, handle: &Handle) -> Task<Message> {
        if !self.basic.check() {
            return self.focus_wrong();
        }
        if matches!(self.mode, Mode::Change(_)) {
            return self.go(Step::Sources, handle);
        }
        let key = self.basic.identity();
        let accepts = match &self.likeness {
            Some(found) => !found.email_taken && !found.similar.is_empty(),
            None => false,
        };
        if accepts || self.accepted.as_ref() == Some(&key) && self.likeness.is_some() {
            self.accepted = Some(key);
            return self.go(Step::Sources, handle);
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
}

/// Tells when a press that follows the one before is meant for the summary.
fn ripen() -> Task<Message> {
    let (tell, told) = iced::futures::channel::oneshot::channel();
    let _thread = std::thread::spawn(move || {
        std::thread::sleep(HASTE);
        tell.send(())
    });
    Task::perform(told, |_| Message::Ripe)
}
