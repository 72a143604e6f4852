//! What the window does when invitations move.

use super::{App, Place};
use crate::window::desk::{Answer, MailTold};
use crate::window::ui::theme::Tone;

impl App {
    /// Takes in what concerns the mail server and the outbox; what shows them looks again.
    pub(super) fn hear_post(&mut self, answer: &Answer) {
        self.mail.hear(answer);
        match answer {
            Answer::Mail(_, MailTold::Resent(Ok(_))) => self.say(Tone::Good, "resent", 0),
            Answer::Mail(_, MailTold::Resent(Err(_))) => self.say(Tone::Bad, "resend-refused", 0),
            Answer::Invitation(_) | Answer::Mail(_, MailTold::Saved(_)) => {}
            _ => return,
        }
        if let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&Place::Todo)) {
            listing.refresh(handle);
        }
        self.ask_waiting();
    }
}
