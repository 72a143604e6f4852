//! What the thread says to an open wizard.

use std::sync::Arc;

use iced::Task;

use super::draft::{Before, Draft, over};
use super::{CLOSE, Message, Mode, Outcome, Step, Wizard, basic, feedback, sources};
use crate::window::desk::{Answer, Handle};

impl Wizard {
    /// Takes in what the thread says; what was asked before is ignored. Answers what the window must do.
    pub fn hear(&mut self, answer: &Answer, handle: &Handle) -> (Task<Message>, Outcome) {
        match answer {
            Answer::Offer(Ok(offer)) if !self.offered => {
                self.offer = Arc::clone(offer);
                self.offered = true;
                self.sources.offered(offer);
                return (self.filled(handle), Outcome::None);
            }
            Answer::EditStart(ticket, outcome) if *ticket == self.start_ticket => match outcome {
                Ok(start) => {
                    self.basic = basic::Basic::of(&start.edit.user);
                    self.start = Some(start.clone());
                    return (self.filled(handle), Outcome::None);
                }
                Err(fault) => self.fault = Some(fault.clone()),
            },
            Answer::Offer(Err(fault)) => self.fault = Some(fault.clone()),
            Answer::Likeness(ticket, outcome) if *ticket == self.likeness_ticket => match outcome {
                Ok(found) => {
                    let fine = !found.email_taken
                        && (found.similar.is_empty()
                            || self.accepted.as_ref() == Some(&self.basic.identity()));
                    self.likeness = Some(found.clone());
                    if fine && self.step == Step::Basic {
                        let task = self.go(Step::Sources, handle);
                        self.keep(handle, true);
                        return (task, Outcome::None);
                    }
                }
                Err(fault) => self.fault = Some(fault.clone()),
            },
            Answer::Preview(ticket, outcome) if *ticket == self.probe_ticket => {
                if let Ok(preview) = outcome {
                    self.keys.offered(preview);
                }
                self.probe = Some(outcome.clone());
                self.probing = false;
            }
            Answer::Preview(ticket, outcome) if *ticket == self.preview_ticket => {
                self.preview = Some(outcome.clone());
                return (self.focus_confirm(), Outcome::None);
            }
            answer => {
                if let Some(feedback) = &mut self.feedback {
                    let before = feedback.is_finished();
                    let mut task = feedback.hear(answer);
                    if let Some(fault) = feedback.outrun().cloned() {
                        // What would be done now is shown in place of what was confirmed.
                        self.outrun = Some(fault);
                        return (self.summarise(handle), Outcome::None);
                    }
                    if !before && feedback.is_finished() {
                        let close = crate::window::ui::focus::to(CLOSE);
                        task = Task::batch([task, close]);
                    }
                    return (task, self.saved());
                }
            }
        }
        (Task::none(), Outcome::None)
    }

    /// *Save and close* closes by itself once all is stored.
    pub(super) fn saved(&self) -> Outcome {
        let stored = self.feedback.as_ref().and_then(feedback::Feedback::stored);
        match stored {
            Some(user) if self.mode == Mode::Save => Outcome::Close(Some(user)),
            _ => Outcome::None,
        }
    }

    /// Fills in what is known, once all of it has come.
    pub(super) fn filled(&mut self, handle: &Handle) -> Task<Message> {
        if !self.offered || (matches!(self.mode, Mode::Change(_)) && self.start.is_none()) {
            return Task::none();
        }
        if let Some(start) = &self.start {
            self.sources.take(start, &self.offer, self.zone);
            self.keys.take(start, &self.sources);
            self.loaded = Some(Box::new(Before {
                version: start.edit.expected,
                basic: basic::Basic::of(&start.edit.user).kept(),
                sources: self.sources.kept(&self.offer),
                held: self.keys.kept_of_held(),
            }));
        }
        if self.with_fob {
            self.keys.with_fob();
            self.touched = true;
        }
        let mut step = self.step;
        if let Some(draft) = self.draft.take() {
            step = draft.step.min(Step::Keys);
            self.restore(&draft);
        } else if self.start.is_none() {
            // Somebody may be typing already: the focus stays where it is.
            return Task::none();
        }
        let task = self.go(step, handle);
        if self.start.is_some() && self.is_touched() {
            self.keep(handle, true);
        }
        task
    }

    /// Puts back what was entered before. Of a user that is there it lies over what is stored now: what was not touched
    /// is as it is.
    fn restore(&mut self, draft: &Draft) {
        let (Some(before), Some(now)) = (&draft.before, &self.loaded) else {
            self.sources.restore(&draft.sources, &self.offer);
            return;
        };
        self.meanwhile = before != now;
        let basic = over(&draft.basic, &before.basic, &now.basic);
        self.basic = basic::Basic::restored(basic);
        let sources = sources::over(&draft.sources, &before.sources, &now.sources);
        self.sources.replace(&sources, &self.offer);
        self.keys.restore_held(&draft.keys, &before.held);
    }
}
