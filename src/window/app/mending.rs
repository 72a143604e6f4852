//! What the buttons of the device strip do, and reading what lies on the encoder.

use iced::Task;

use super::{App, Message, Place};
use crate::window::desk::{EncoderState, Job, Request};
use crate::window::screen::rite;
use crate::window::screen::strip::Mend;

impl App {
    /// Does what a button of the strip says.
    pub(super) fn mend(&mut self, mend: Mend) -> Task<Message> {
        match mend {
            Mend::Help(fault) => {
                self.told = Some(fault);
                Task::none()
            }
            Mend::Program => self.program_laid(),
            Mend::Letters => self.go(Place::Todo),
            Mend::Keys => self.go(Place::ProgrammingKeys),
            Mend::Mail | Mend::Encoder => self.go(Place::Settings),
            Mend::Clock => {
                if let Some(handle) = &self.handle {
                    handle.send(Request::ConfirmClock);
                }
                Task::none()
            }
            // Also over a wizard, which waits for the PIN.
            Mend::Unblock if self.is_questioned() || self.is_writing() => Task::none(),
            Mend::Unblock => self.open_rite(rite::Kind::Unblock),
        }
    }

    /// Reads what lies on the encoder, where it is a fob that was written.
    pub(super) fn read_laid(&mut self) -> Task<Message> {
        let lies = matches!(self.encoder, Some(EncoderState::Programmed(_)));
        if lies && self.session.is_some() && !self.is_asking() {
            return self.run(Job::Read);
        }
        Task::none()
    }
}
