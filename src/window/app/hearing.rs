//! What the thread behind the window says, and who in the window hears it.

use iced::Task;

use super::{App, Message, Place, focus};
use crate::window::desk::{Answer, EncoderState, Job, Request, Session, TokenState, Whose};
use crate::window::screen::bench::Bench;
use crate::window::screen::listing;
use crate::window::screen::programmer;
use crate::window::screen::sign_in::{self, SignIn};
use crate::window::screen::users;
use crate::window::screen::wizard::draft::Draft;

impl App {
    pub(super) fn hear(&mut self, answer: Answer) -> Task<Message> {
        let refused = Self::is_refusal(&answer);
        let behind =
            self.session.is_none() && !matches!(answer, Answer::SignedIn(_) | Answer::Closed(_));
        let task = self.take_in(answer);
        // What waits behind the sign-in must not take the focus from the password.
        let task = if behind { Task::none() } else { task };
        let closing = self.after_write(refused);
        // What else wants the focus wants it within what is locked.
        match self.lock_at_last() {
            Some(locked) => Task::batch([closing, locked]),
            None => Task::batch([task, closing]),
        }
    }

    fn take_in(&mut self, answer: Answer) -> Task<Message> {
        if let (Some(handle), Some(bench)) = (&self.handle, &mut self.bench) {
            bench.hear(&answer, handle);
        }
        match answer {
            Answer::Ready(handle) => {
                self.sign_in.ready(&handle);
                self.handle = Some(handle);
                if self.by_itself {
                    self.sign_in
                        .update(sign_in::Message::Start, self.handle.as_ref());
                }
                Task::none()
            }
            Answer::SignedIn(Ok(session)) => self.signed_in(session),
            Answer::SignedIn(Err(fault)) => {
                self.sign_in.refused(fault);
                self.sign_in.focus()
            }
            Answer::Encoder(state) => {
                let laid = matches!(state, EncoderState::New(_) | EncoderState::Programmed(_));
                self.encoder = Some(state);
                self.whose = Whose::Asked;
                self.ask_owner();
                if laid && self.fob_laid() {
                    return focus(programmer::PIN);
                }
                Task::none()
            }
            Answer::Ports(ports) => {
                self.ports = ports;
                Task::none()
            }
            Answer::Drafts(drafts) => {
                let known = drafts.into_iter();
                let known = known.filter_map(|(id, text)| Some((id, Draft::of(&text)?)));
                self.drafts = known.collect();
                self.resume_asked()
            }
            Answer::Closed(outcome) => self.closed(outcome),
            Answer::ClockConfirmed(Ok(())) => {
                if let Some(session) = &mut self.session {
                    session.clock_wrong = false;
                }
                Task::none()
            }
            Answer::ClockConfirmed(Err(fault)) => {
                self.told = Some(Box::new(fault));
                Task::none()
            }
            Answer::Waiting(count, letters) => {
                self.waiting = count;
                self.letters = letters;
                Task::none()
            }
            Answer::Token(state) => {
                let task = self.token_came(&state);
                self.token = Some(state);
                if self.place == Place::ProgrammingKeys && self.session.is_some() {
                    self.refresh_listing();
                }
                task
            }
            Answer::Owner(uid, owner) => {
                if self.encoder == Some(EncoderState::Programmed(uid)) {
                    self.whose = match owner {
                        Ok(Some(owner)) => Whose::Known(Box::new(owner)),
                        Ok(None) => Whose::Unknown,
                        Err(fault) => {
                            self.told = Some(Box::new(fault));
                            Whose::default()
                        }
                    };
                }
                Task::none()
            }
            answer => self.pass_on(&answer),
        }
    }

    pub(super) fn signed_in(&mut self, session: Session) -> Task<Message> {
        let behind = self.behind.take();
        if let Some(seat) = behind.filter(|seat| *seat != session.seat) {
            self.park(seat, &session.seat);
        }
        self.session = Some(session);
        self.sign_in = SignIn::default();
        self.active = None;
        if self.shows_bench && self.bench.is_none() {
            self.bench = self.handle.as_ref().map(Bench::new).map(Box::new);
        }
        let place = self.place;
        let task = self.go(place);
        self.whose = Whose::Asked;
        self.ask_owner();
        if let Some(handle) = self.handle.as_ref().filter(|_| self.wizard.is_none()) {
            handle.send(Request::Drafts);
        }
        match &self.wizard {
            Some(wizard) => Task::batch([task, wizard.focus()]),
            None if place == Place::Users => Task::batch([task, focus(users::SEARCH)]),
            None => task,
        }
    }

    /// Who else may have asked.
    pub(super) fn pass_on(&mut self, answer: &Answer) -> Task<Message> {
        self.hear_post(answer);
        let mut tasks = vec![self.pass_to_listings(answer)];
        if let Some(handle) = &self.handle {
            tasks.push(self.users.hear(answer, self.look, handle));
        }
        if let (Some(handle), Some(wizard)) = (&self.handle, &mut self.wizard) {
            let (task, outcome) = wizard.hear(answer, handle);
            tasks.push(task.map(Message::Wizard));
            tasks.push(self.after_wizard(&outcome));
        }
        if let (Some(handle), Some(leave)) = (&self.handle, &mut self.leave) {
            let (task, outcome) = leave.hear(answer, handle);
            tasks.push(task.map(Message::Leave));
            tasks.push(self.after_leave(outcome));
        }
        if let Some(dialog) = &mut self.rite {
            tasks.push(dialog.hear(answer).map(Message::Rite));
        }
        if let Some(program) = &mut self.program {
            let (task, written) = program.hear(answer);
            tasks.push(task.map(Message::Program));
            if written && let Some(handle) = &self.handle {
                self.users.refresh(handle);
            }
        }
        if let (Answer::Programmed(_, Err(fault)), Some(session)) = (answer, &mut self.session) {
            // It was set back since the system was opened.
            session.clock_wrong |= matches!(fault.code, "clock-behind" | "clock-impossible");
        }
        if let (Answer::Programmed(_, Ok(written)), Some(handle)) = (answer, &self.handle) {
            // What was new is somebody's now, and what was somebody's is new, though it was not lifted meanwhile.
            self.encoder = match (&self.encoder, written.job) {
                (Some(EncoderState::New(uid)), Job::Program(..)) => {
                    Some(EncoderState::Programmed(*uid))
                }
                (Some(EncoderState::Programmed(uid)), Job::Empty(_)) => {
                    Some(EncoderState::New(*uid))
                }
                (other, _) => (*other).clone(),
            };
            self.whose = Whose::Asked;
            self.users.refresh(handle);
            if let Some(listing) = self.listings.get_mut(&self.place) {
                listing.refresh(handle);
            }
            self.ask_owner();
            self.ask_waiting();
        }
        Task::batch(tasks)
    }

    /// Every list hears what it asked for, also one that was left meanwhile; what moves the screen is for the one
    /// that is shown.
    fn pass_to_listings(&mut self, answer: &Answer) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return Task::none();
        };
        let mut tasks = Vec::new();
        let mut outcomes = Vec::new();
        for (place, listing) in &mut self.listings {
            let (task, outcome) = listing.hear(answer, self.look, handle);
            if *place == self.place {
                tasks.push(task.map(Message::Listing));
                outcomes.push(outcome);
            } else if matches!(outcome, listing::Outcome::Say(..)) {
                outcomes.push(outcome);
            }
        }
        for parked in &mut self.parked {
            for listing in parked.listings.values_mut() {
                let _later = listing.hear(answer, self.look, handle);
            }
        }
        let asked = outcomes.iter().map(|outcome| self.after_listing(outcome));
        tasks.extend(asked.collect::<Vec<_>>());
        Task::batch(tasks)
    }

    /// A programming key came, went or lost a try. What was said of the last try of another one no longer holds; the
    /// PINs typed for one that left are forgotten, as it may come back in other hands. One that cannot be looked at has
    /// not left.
    fn token_came(&mut self, state: &TokenState) -> Task<Message> {
        let (serial, left) = match state {
            TokenState::Ready(token, left) => (Some(&token.serial), *left),
            TokenState::Blocked(token) => (Some(&token.serial), Some(0)),
            TokenState::Foreign(token, _) => (Some(&token.serial), None),
            TokenState::Missing(_) => (None, None),
            TokenState::Unnamed | TokenState::Barred(_) => return Task::none(),
        };
        let before = std::mem::replace(&mut self.plugged, serial.cloned());
        let changed = before.as_ref() != serial;
        let other = before.is_some() && changed;
        let own = !matches!(self.token, Some(TokenState::Foreign(..)));
        let interrupted = other && self.token_left(own);
        if !other && left.is_none_or(|left| left < 2) {
            return Task::none();
        }
        if let Some(program) = &mut self.program {
            program.other_token();
        }
        if let Some(wizard) = &mut self.wizard {
            wizard.other_token();
        }
        if let Some(leave) = &mut self.leave {
            leave.other_token();
        }
        if let Some(rite) = &mut self.rite {
            rite.other_token(changed);
        }
        if interrupted {
            return focus(programmer::ANEW);
        }
        Task::none()
    }

    /// The programming key left; whether it was the system's own. Answers whether a PIN was being typed for it.
    fn token_left(&mut self, own: bool) -> bool {
        let program = self.program.as_mut().is_some_and(|one| one.token_left());
        let wizard = self.wizard.as_mut().is_some_and(|one| one.token_left());
        let leave = self.leave.as_mut().is_some_and(|one| one.token_left());
        let rite = self.rite.as_mut().is_some_and(|one| one.token_left(own));
        program || wizard || leave || rite
    }

    /// Something lies on the encoder: what was said of its being empty no longer holds. Whether it was said.
    fn fob_laid(&mut self) -> bool {
        let program = self.program.as_mut().is_some_and(|one| one.fob_laid());
        let wizard = self.wizard.as_mut().is_some_and(|one| one.fob_laid());
        let leave = self.leave.as_mut().is_some_and(|one| one.fob_laid());
        program || wizard || leave
    }

    pub(super) fn ask_owner(&self) {
        if let (Some(EncoderState::Programmed(uid)), Some(handle)) = (&self.encoder, &self.handle) {
            handle.send(Request::Owner { uid: *uid });
        }
    }

    pub(super) fn ask_waiting(&self) {
        if let Some(handle) = &self.handle {
            handle.send(Request::Waiting);
        }
    }
}
