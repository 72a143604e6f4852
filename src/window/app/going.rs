//! Where a person goes in the window: places, wizards, and the questions over them.

use iced::Task;

use super::{App, Message, Place, focus};
use crate::i18n::Texts;
use crate::model::{KeyState, UserId};
use crate::store::DraftId;
use crate::window::desk::{Job, Request};
use crate::window::screen::Ctx;
use crate::window::screen::leave::{self, Leave};
use crate::window::screen::listing::{self, Listing};
use crate::window::screen::program::{self, Program};
use crate::window::screen::rite::{self, RiteDialog};
use crate::window::screen::settings;
use crate::window::screen::users;
use crate::window::screen::wizard::{self, Mode, Step, Wizard};
use crate::window::ui::frame::is_narrow;
use crate::window::ui::theme::Tone;

impl App {
    pub(super) fn on_users(&mut self, message: users::Message) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return Task::none();
        };
        let (task, outcome) = self.users.update(message, self.look, handle);
        let task = task.map(Message::Users);
        match outcome {
            users::Outcome::None => task,
            users::Outcome::Wizard(mode, step) => Task::batch([task, self.open_wizard(mode, step)]),
            users::Outcome::Remove(users) => {
                self.leaving = users.into();
                self.ask_leaving(false);
                Task::batch([task, leave::focus()])
            }
            users::Outcome::Resend(id, version, anyway) => {
                self.resend(id, version, anyway);
                task
            }
            users::Outcome::Program(key) => Task::batch([task, self.run(Job::Program(key, None))]),
        }
    }

    /// Asks about the next user that shall be removed.
    fn ask_leaving(&mut self, follows: bool) {
        if let (Some(handle), Some(user)) = (&self.handle, self.leaving.pop_front()) {
            self.leave = Some(Box::new(Leave::new(
                user,
                (self.leaving.len(), follows),
                handle,
            )));
        }
    }

    /// Asks for the PIN, then writes.
    pub(super) fn run(&mut self, job: Job) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return Task::none();
        };
        let (program, task) = Program::new(job, handle);
        self.program = Some(Box::new(program));
        task.map(Message::Program)
    }

    pub(super) fn on_listing(&mut self, message: listing::Message) -> Task<Message> {
        let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&self.place))
        else {
            return Task::none();
        };
        let (task, outcome) = listing.update(message, self.look, handle);
        let task = task.map(Message::Listing);
        Task::batch([task, self.after_listing(&outcome)])
    }

    pub(super) fn after_listing(&mut self, outcome: &listing::Outcome) -> Task<Message> {
        match outcome {
            listing::Outcome::None => Task::none(),
            listing::Outcome::Run(job) => self.run(*job),
            listing::Outcome::Show(user) => self.show(*user),
            listing::Outcome::Resend(id, version, anyway) => {
                self.resend(*id, *version, *anyway);
                Task::none()
            }
            listing::Outcome::EditKeys(user) => self.open_wizard(Mode::Change(*user), Step::Keys),
            listing::Outcome::Resume(draft) => self.resume(Some(*draft)),
            listing::Outcome::Discard(draft) => {
                self.ask_dropping(*draft);
                Task::none()
            }
            listing::Outcome::Rite(kind) => self.begin(kind.clone()),
            listing::Outcome::Say(id, count) => {
                self.say(Tone::Good, id, *count);
                // What lies on the encoder may be one of these.
                self.ask_owner();
                self.ask_waiting();
                Task::none()
            }
        }
    }

    pub(super) fn show(&mut self, user: UserId) -> Task<Message> {
        self.place = Place::Users;
        self.on_users(users::Message::Show(user))
    }

    pub(super) fn go(&mut self, place: Place) -> Task<Message> {
        let Some(handle) = self.handle.as_ref().filter(|_| self.session.is_some()) else {
            return Task::none();
        };
        self.place = place;
        match place.kinds() {
            [] if place == Place::Users => self.users.refresh(handle),
            [] if place == Place::Settings => self.mail.refresh(handle),
            [] => {}
            kinds => {
                let listing = self.listings.entry(place);
                listing
                    .or_insert_with(|| Listing::new(kinds, self.home.clone()))
                    .refresh(handle);
            }
        }
        self.ask_waiting();
        Task::none()
    }

    /// Closes what is over: the feedback of a wizard that has nothing left to do, and a write that was done.
    fn leave_finished(&mut self) -> Task<Message> {
        if self.program.as_ref().is_some_and(|one| one.is_done()) {
            self.program = None;
        }
        match self.wizard.as_ref().and_then(|wizard| wizard.finished()) {
            Some(user) if !self.is_questioned() => {
                self.after_wizard(&wizard::Outcome::Close(Some(user)))
            }
            _ => Task::none(),
        }
    }

    /// Ctrl+N: also where what was done before only waits to be closed.
    pub(super) fn new_user(&mut self) -> Task<Message> {
        let closed = self.leave_finished();
        Task::batch([closed, self.open_wizard(Mode::Add, Step::Basic)])
    }

    /// Goes where somebody pointed, unless something is open that must be answered first.
    pub(super) fn went(&mut self, place: Place) -> Task<Message> {
        let closed = self.leave_finished();
        if self.is_asking() {
            return closed;
        }
        Task::batch([closed, self.go(place)])
    }

    pub(super) fn on_settings(&mut self, message: &settings::Message) -> Task<Message> {
        if let (settings::Message::Mail(message), Some(handle)) = (message, &self.handle) {
            self.mail.update(message.clone(), handle);
            return Task::none();
        }
        settings::update(&mut self.preferences, message);
        self.look = self.preferences.look();
        self.narrow = is_narrow(self.look, self.width);
        if self.texts.language() != self.preferences.language() {
            self.texts = Texts::new(self.preferences.language());
        }
        if let Some(handle) = &self.handle {
            handle.send(Request::Preferences(self.preferences.clone()));
        }
        Task::none()
    }

    pub(super) fn program_laid(&mut self) -> Task<Message> {
        let busy = self.is_asking();
        match self.whose.owner() {
            Some(owner) if !busy && self.session.is_some() && owner.awaits_write() => {
                self.run(Job::Program(owner.key, None))
            }
            _ => Task::none(),
        }
    }

    /// A blocked fob is taken back: emptying it lifts the block.
    pub(super) fn empty_laid(&mut self) -> Task<Message> {
        let busy = self.is_asking();
        match self.whose.owner() {
            Some(owner) if !busy && self.session.is_some() && owner.state == KeyState::Blocked => {
                self.run(Job::Empty(owner.key))
            }
            _ => Task::none(),
        }
    }

    pub(super) fn on_wizard(&mut self, message: wizard::Message) -> Task<Message> {
        let (Some(handle), Some(wizard)) = (&self.handle, &mut self.wizard) else {
            return Task::none();
        };
        // Enter in an input of the first step goes on.
        let submit = matches!(
            message,
            wizard::Message::Basic(wizard::basic::Message::Submit)
        );
        let message = if submit {
            wizard::Message::Next
        } else {
            message
        };
        let (task, outcome) = wizard.update(message, handle);
        let task = task.map(Message::Wizard);
        Task::batch([task, self.after_wizard(&outcome)])
    }

    pub(super) fn after_wizard(&mut self, outcome: &wizard::Outcome) -> Task<Message> {
        let (Some(handle), wizard::Outcome::Close(user)) = (&self.handle, outcome) else {
            return Task::none();
        };
        self.wizard = None;
        handle.send(Request::Drafts);
        self.place = Place::Users;
        if let Some(user) = user {
            self.users.choose(*user, handle);
        }
        self.users.refresh(handle);
        self.ask_owner();
        self.ask_waiting();
        focus(users::SEARCH)
    }

    pub(super) fn on_leave(&mut self, message: leave::Message) -> Task<Message> {
        let (Some(handle), Some(leave)) = (&self.handle, &mut self.leave) else {
            return Task::none();
        };
        let (task, outcome) = leave.update(message, handle);
        Task::batch([task.map(Message::Leave), self.after_leave(outcome)])
    }

    pub(super) fn after_leave(&mut self, outcome: leave::Outcome) -> Task<Message> {
        match outcome {
            leave::Outcome::None => return Task::none(),
            leave::Outcome::Changed => {
                if let Some(handle) = &self.handle {
                    self.users.refresh(handle);
                }
                self.ask_waiting();
                return Task::none();
            }
            leave::Outcome::Close | leave::Outcome::Removed => {}
        }
        self.leave = None;
        if outcome == leave::Outcome::Removed {
            self.users.forget();
            self.say(Tone::Good, "removed", 0);
            self.ask_leaving(true);
            if let Some(handle) = self.handle.as_ref().filter(|_| self.leave.is_some()) {
                self.users.refresh(handle);
                return Task::none();
            }
        } else {
            self.leaving.clear();
        }
        if let Some(handle) = &self.handle {
            self.users.refresh(handle);
        }
        self.ask_waiting();
        focus(users::SEARCH)
    }

    /// Opens the wizard where it was left; the one that was left last where none is named.
    pub(super) fn resume(&mut self, wanted: Option<DraftId>) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let wanted = wanted.or_else(|| self.drafts.first().map(|(id, _)| *id));
        let place = self.drafts.iter().position(|(id, _)| Some(*id) == wanted);
        let Some((id, draft)) = place.map(|place| self.drafts.remove(place)) else {
            // The list may know more than the window read when the operator signed in.
            self.resuming = wanted;
            handle.send(Request::Drafts);
            return Task::none();
        };
        handle.send(Request::ResumeDraft(id));
        let wizard = Wizard::new(draft.mode, session.zone, session.today, handle).resumed(draft);
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    /// The drafts were read anew because one of them was wanted.
    pub(super) fn resume_asked(&mut self) -> Task<Message> {
        let Some(wanted) = self.resuming.take() else {
            return Task::none();
        };
        if self.drafts.iter().any(|(id, _)| *id == wanted) {
            return self.resume(Some(wanted));
        }
        self.say(Tone::Warn, "draft-gone", 0);
        self.refresh_listing();
        self.ask_waiting();
        Task::none()
    }

    pub(super) fn new_key_for(&mut self, user: UserId) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let wizard = Wizard::new(Mode::Change(user), session.zone, session.today, handle);
        let wizard = wizard.at(Step::Keys).for_laid_fob();
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    /// Whether something is open that must be answered first.
    pub(super) fn is_asking(&self) -> bool {
        self.wizard.is_some() || self.is_questioned()
    }

    /// Whether a question lies over the page.
    pub(super) fn is_questioned(&self) -> bool {
        self.program.is_some()
            || self.told.is_some()
            || self.leave.is_some()
            || self.rite.is_some()
            || self.dropping.is_some()
            || self.shortcuts
    }

    /// Asks whether what was entered into a wizard before may go.
    pub(super) fn ask_dropping(&mut self, id: DraftId) {
        if !self.is_asking() {
            self.dropping = Some(id);
        }
    }

    /// Throws it away where that was said: this draft, and once.
    pub(super) fn answer_dropping(&mut self, yes: bool) {
        let Some(id) = self.dropping.take().filter(|_| yes) else {
            return;
        };
        self.drafts.retain(|(known, _)| *known != id);
        if let Some(handle) = &self.handle {
            handle.send(Request::DropDraft(Some(id)));
        }
        self.refresh_listing();
        self.ask_waiting();
    }

    /// Begins something with programming keys.
    fn begin(&mut self, kind: rite::Kind) -> Task<Message> {
        if self.is_asking() {
            return Task::none();
        }
        self.open_rite(kind)
    }

    pub(super) fn open_rite(&mut self, kind: rite::Kind) -> Task<Message> {
        let (dialog, task) = RiteDialog::new(kind, &self.home);
        self.rite = Some(Box::new(dialog));
        task.map(Message::Rite)
    }

    pub(super) fn on_rite(&mut self, message: rite::Message) -> Task<Message> {
        let ctx = Ctx {
            look: self.look,
            texts: &self.texts,
            tight: false,
            list: self.width,
            low: false,
            scant: false,
        };
        let (Some(handle), Some(dialog)) = (&self.handle, &mut self.rite) else {
            return Task::none();
        };
        let (task, outcome) = dialog.update(ctx, message, handle);
        if let rite::Outcome::Close(done) = outcome {
            self.rite = None;
            if let Some(listing) = self.listings.get_mut(&self.place).filter(|_| done) {
                listing.rite_done(handle);
            }
            self.ask_waiting();
        }
        task.map(Message::Rite)
    }

    /// Asks again for the list that is shown.
    pub(super) fn refresh_listing(&mut self) {
        if let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&self.place)) {
            listing.refresh(handle);
        }
    }

    pub(super) fn on_program(&mut self, message: program::Message) -> Task<Message> {
        let (Some(handle), Some(program)) = (&self.handle, &mut self.program) else {
            return Task::none();
        };
        let (task, closes) = program.update(message, handle);
        if closes {
            self.program = None;
        }
        task.map(Message::Program)
    }

    pub(super) fn open_wizard(&mut self, mode: Mode, step: Step) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let wizard = Wizard::new(mode, session.zone, session.today, handle).at(step);
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    pub(super) fn find(&mut self) -> Task<Message> {
        if self.session.is_none() || self.wizard.is_some() || self.program.is_some() {
            return Task::none();
        }
        match self.place {
            Place::Users => focus(users::SEARCH),
            Place::Settings => Task::none(),
            _ => focus(listing::SEARCH),
        }
    }

    pub(super) fn escape(&mut self) -> Task<Message> {
        if self.wizard.is_some() {
            return self.on_wizard(wizard::Message::Leave);
        }
        if let Some(handle) = self.handle.as_ref().filter(|_| self.session.is_some()) {
            let _closed = match self.listings.get_mut(&self.place) {
                Some(listing) => listing.back(handle),
                None if self.place == Place::Users => self.users.back(handle),
                None => false,
            };
        }
        Task::none()
    }
}
