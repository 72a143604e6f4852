//! The invitation among the actions of the fifth step: where it stands, and *Try again*. It holds up nothing.

use super::feedback::Mark;
use crate::window::desk::{Answer, Fault, Handle, InvitationView, MailAsk, MailTold, Request};
use crate::window::screen::Ctx;
use crate::window::ui::Element;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::Tone;
use crate::workflow::inviting::Standing;

/// Wants it sent again.
#[derive(Debug, Clone, Copy)]
pub struct Again;

/// See the module.
#[derive(Debug, Clone)]
pub struct Invited {
    shown: InvitationView,
    ticket: Option<u64>,
    refused: Option<Fault>,
}

impl Invited {
    /// An invitation as it stands.
    pub fn new(shown: InvitationView) -> Self {
        Self {
            shown,
            ticket: None,
            refused: None,
        }
    }

    /// Asks for it to be sent again, once however often it is pressed.
    pub fn again(&mut self, handle: &Handle) {
        if self.ticket.is_some() {
            return;
        }
        let ticket = handle.ticket();
        let InvitationView { id, version, .. } = self.shown;
        // Whoever presses it has read that it may have gone.
        let anyway = self.shown.standing == Standing::Unsure;
        handle.send(Request::Mail(ticket, MailAsk::Resend(id, version, anyway)));
        self.ticket = Some(ticket);
    }

    /// Takes in what the thread says.
    pub fn hear(&mut self, answer: &Answer) {
        match answer {
            Answer::Invitation(shown) if shown.id == self.shown.id => {
                self.shown = (**shown).clone();
                self.refused = None;
            }
            Answer::Mail(ticket, MailTold::Resent(told)) if Some(*ticket) == self.ticket => {
                self.ticket = None;
                match told {
                    Ok(shown) => {
                        self.shown = (**shown).clone();
                        self.refused = None;
                    }
                    Err(fault) => self.refused = Some(fault.clone()),
                }
            }
            _ => {}
        }
    }

    /// How it stands, as an action of the list.
    pub(super) fn mark(&self) -> Mark {
        match self.shown.standing {
            Standing::Waiting if self.shown.fault.is_none() => Mark::Running,
            Standing::Waiting => Mark::Waiting,
            Standing::Sending => Mark::Running,
            Standing::Sent | Standing::Accepted => Mark::Done,
            Standing::Unsure | Standing::Failed | Standing::Revoked | Standing::Expired => {
                Mark::Failed
            }
        }
    }

    /// The line of the action.
    pub fn line(&self, ctx: Ctx<'_>) -> String {
        ctx.say(&format!(
            "action-invitation-{}",
            self.shown.standing.as_str()
        ))
    }

    /// What keeps it from being sent, with the button that tries again.
    pub fn detail<'a>(&self, ctx: Ctx<'_>) -> Option<Element<'a, Again>> {
        let fault = self.refused.as_ref().or(self.shown.fault.as_ref())?;
        let (cause, remedy) = fault.say(ctx.texts);
        let tone = match self.shown.standing {
            Standing::Waiting => Tone::Warn,
            _ => Tone::Bad,
        };
        let again = (ctx.say("retry"), Again);
        Some(notice(ctx.look, tone, cause, Some(remedy), Some(again)))
    }
}
