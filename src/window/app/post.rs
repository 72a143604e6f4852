//! What the window does when invitations move.

use super::{App, Place};
use crate::store::InvitationId;
use crate::window::desk::{Answer, MailAsk, MailTold, Request};
use crate::window::ui::theme::Tone;

impl App {
    /// Takes in what concerns the mail server and the outbox; what shows them looks again.
    pub(super) fn hear_post(&mut self, answer: &Answer) {
        self.mail.hear(answer);
        for parked in &mut self.parked {
            parked.mail.hear(answer);
        }
        match answer {
            Answer::Mail(_, MailTold::Resent(Ok(_))) => self.say(Tone::Good, "resent", 0),
            Answer::Mail(_, MailTold::Resent(Err(fault))) => self.say_fault(fault.clone()),
            Answer::Invitation(_) | Answer::Mail(_, MailTold::Saved(_)) => {}
            _ => return,
        }
        if let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&Place::Todo)) {
            listing.refresh(handle);
        }
        if let Some(handle) = &self.handle {
            self.users.refresh(handle);
        }
        self.ask_waiting();
    }

    /// Sends an invitation of this version again.
    pub(super) fn resend(&mut self, id: InvitationId, version: u64, anyway: bool) {
        if let Some(handle) = &self.handle {
            let ask = MailAsk::Resend(id, version, anyway);
            handle.send(Request::Mail(handle.ticket(), ask));
        }
    }
}
