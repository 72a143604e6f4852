//! What time does to the window: words in the corner go, and a window that nobody works locks itself.

use std::time::{Duration, Instant};

use iced::Task;

use super::{App, Message, Parked, SAID, Said, TOLD, Word};
use crate::window::desk::{Fault, Request, Seat, Secret, Whose};
use crate::window::screen::mail::Mail;
use crate::window::screen::sign_in::SignIn;
use crate::window::screen::users::Users;
use crate::window::ui::theme::Tone;

impl App {
    /// Says something in the corner.
    pub(super) fn say(&mut self, tone: Tone, id: &'static str, count: usize) {
        self.push_said(tone, Word::Text(id, count));
    }

    /// Says in the corner why something could not be done, and what to do.
    pub(super) fn say_fault(&mut self, fault: Fault) {
        self.push_said(Tone::Bad, Word::Fault(fault));
    }

    fn push_said(&mut self, tone: Tone, what: Word) {
        self.said_so_far += 1;
        self.said.push(Said {
            number: self.said_so_far,
            tone,
            what,
            since: None,
        });
        if self.said.len() > 3 {
            let _oldest = self.said.remove(0);
        }
    }

    pub(super) fn tick(&mut self, now: Instant) -> Task<Message> {
        for said in &mut self.said {
            let _since = said.since.get_or_insert(now);
        }
        self.said.retain(|said| {
            let stays = match said.what {
                Word::Text(..) => SAID,
                Word::Fault(_) => TOLD,
            };
            said.since
                .is_none_or(|since| now.duration_since(since) < stays)
        });
        let since = *self.active.get_or_insert(now);
        let due = self
            .lock_time()
            .is_some_and(|time| now.duration_since(since) >= time);
        if due && self.session.is_some() && !self.is_writing() {
            let idle = self.lock_time();
            let task = self.lock();
            self.sign_in.locked_itself(idle);
            return task;
        }
        Task::none()
    }

    /// After which time the window locks itself.
    pub(super) fn lock_time(&self) -> Option<Duration> {
        let minutes = u64::from(self.preferences.auto_lock);
        let chosen = (minutes > 0).then(|| Duration::from_secs(60 * minutes));
        self.lock_after.or(chosen)
    }

    pub(super) fn is_writing(&self) -> bool {
        self.program.as_ref().is_some_and(|one| one.is_running())
            || self.wizard.as_ref().is_some_and(|one| one.is_busy())
            || self.leave.as_ref().is_some_and(|one| one.is_running())
            || self.rite.as_ref().is_some_and(|one| one.is_running())
    }

    /// Somebody wants it locked. What is written in a dialog is finished first: nobody would see what came of it.
    pub(super) fn want_lock(&mut self) -> Task<Message> {
        let written = self.program.as_ref().is_some_and(|one| one.is_running())
            || self.leave.as_ref().is_some_and(|one| one.is_running())
            || self.rite.as_ref().is_some_and(|one| one.is_running());
        if self.session.is_some() && written {
            if !std::mem::replace(&mut self.lock_later, true) {
                self.say(Tone::Info, "lock-later", 0);
            }
            return Task::none();
        }
        self.lock()
    }

    /// Locks once what was written is, where that was wanted meanwhile.
    pub(super) fn lock_at_last(&mut self) -> Option<Task<Message>> {
        (self.lock_later && !self.is_writing()).then(|| self.lock())
    }

    /// Shows the sign-in instead of the system. A wizard and half-filled forms wait behind it for the same operator; no
    /// PIN does.
    pub(super) fn lock(&mut self) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, self.session.take()) else {
            return Task::none();
        };
        handle.send(Request::SignOut);
        self.lock_later = false;
        self.said.clear();
        self.shortcuts = false;
        self.whose = Whose::Asked;
        if let Some(wizard) = &mut self.wizard {
            wizard.forget_pins();
        }
        // They are read anew: others may have confirmed or discarded some meanwhile.
        self.drafts.clear();
        self.dropping = None;
        self.resuming = None;
        self.program = None;
        self.rite = None;
        self.told = None;
        self.letters = None;
        self.leave = None;
        self.leaving.clear();
        self.active = None;
        for listing in self.listings.values_mut() {
            listing.forget_secrets();
        }
        self.listings.retain(|_, listing| listing.is_entering());
        if !self.mail.is_changed() {
            self.mail = Mail::default();
        }
        self.users = Users::default();
        self.sign_in = SignIn::new(
            session.seat.path.display().to_string(),
            session.email,
            Secret::default(),
        );
        self.behind = Some(session.seat);
        self.sign_in.focus()
    }

    /// Another operator, or another system: what was entered before waits until its operator comes back. What was
    /// entered into the wizard is that operator's draft.
    pub(super) fn park(&mut self, before: Seat, now: &Seat) {
        self.wizard = None;
        self.parked.push(Parked {
            seat: before,
            listings: std::mem::take(&mut self.listings),
            mail: std::mem::take(&mut self.mail),
        });
        if let Some(place) = self.parked.iter().position(|one| one.seat == *now) {
            let parked = self.parked.remove(place);
            self.listings = parked.listings;
            self.mail = parked.mail;
        }
        self.parked
            .retain(|one| !one.listings.is_empty() || one.mail.is_changed());
    }
}
