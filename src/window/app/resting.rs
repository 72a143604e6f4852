//! What time does to the window: words in the corner go, and a window that nobody works locks itself.

use std::time::{Duration, Instant};

use iced::Task;

use super::{App, Message, SAID, Said};
use crate::window::desk::{Request, Secret};
use crate::window::screen::mail::Mail;
use crate::window::screen::sign_in::SignIn;
use crate::window::screen::users::Users;
use crate::window::ui::theme::Tone;

impl App {
    /// Says something in the corner.
    pub(super) fn say(&mut self, tone: Tone, id: &'static str, count: usize) {
        self.said_so_far += 1;
        self.said.push(Said {
            number: self.said_so_far,
            tone,
            id,
            count,
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
            said.since
                .is_none_or(|since| now.duration_since(since) < SAID)
        });
        let since = *self.active.get_or_insert(now);
        let due = self
            .lock_time()
            .is_some_and(|time| now.duration_since(since) >= time);
        if due && self.session.is_some() && !self.is_writing() {
            return self.lock();
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

    /// Shows the sign-in instead of the system. A wizard waits behind it for the same operator.
    pub(super) fn lock(&mut self) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, self.session.take()) else {
            return Task::none();
        };
        handle.send(Request::SignOut);
        self.program = None;
        self.rite = None;
        self.told = None;
        self.letters = None;
        self.leave = None;
        self.leaving.clear();
        self.active = None;
        self.listings.clear();
        self.mail = Mail::default();
        self.users = Users::default();
        self.behind = Some(session.email.clone());
        self.sign_in = SignIn::new(
            session.path.display().to_string(),
            session.email,
            Secret::default(),
        );
        self.sign_in.focus()
    }
}
