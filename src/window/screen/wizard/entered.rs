//! What was entered as the workflow takes it, what it would do, and storing it.

use iced::Task;

use super::{Message, Mode, Step, Wizard, feedback};
use crate::window::desk::{Entered, Handle, Preview, Request};
use crate::workflow::editing::UserEdit;
use crate::workflow::people::NewSource;

impl Wizard {
    /// What was entered, as the workflow takes it; none where something is still missing. Probing asks what is possible,
    /// not what was chosen.
    pub(super) fn entered(&self, probing: bool) -> Option<Entered> {
        let sources = self.sources.wanted(self.zone, &self.offer)?;
        let order = self.sources.names(&self.offer);
        let new_keys = self.keys.new_keys(&order, probing);
        let program = self.programs() && !probing;
        if let Mode::Change(id) = self.mode {
            let start = self.start.as_ref()?;
            return Some(Entered::Change(Box::new(UserEdit {
                user: self.basic.user(id)?,
                expected: start.edit.expected,
                sources,
                keys: self.keys.edits(&order),
                new_keys,
                program,
                invite: self.invite,
            })));
        }
        let mut new = self.basic.new_user()?;
        new.sources = sources
            .into_iter()
            .map(|source| NewSource {
                kind: source.kind,
                validity: source.validity,
            })
            .collect();
        new.keys = new_keys;
        new.invite = self.invite;
        new.program = program;
        Some(Entered::New(Box::new(new)))
    }

    /// Whether new key fobs are programmed right after Confirm.
    pub(super) fn programs(&self) -> bool {
        self.mode != Mode::Save && self.keys.programs()
    }

    pub(super) fn ask_probe(&mut self, handle: &Handle) {
        let Some(entered) = self.entered(true) else {
            return;
        };
        self.probe_ticket = handle.ticket();
        self.probing = true;
        handle.send(Request::Preview {
            ticket: self.probe_ticket,
            entered,
        });
    }

    pub(super) fn ask_preview(&mut self, handle: &Handle) {
        self.preview = None;
        let Some(entered) = self.entered(false) else {
            return;
        };
        self.preview_ticket = handle.ticket();
        handle.send(Request::Preview {
            ticket: self.preview_ticket,
            entered,
        });
    }

    /// Whether the keys step asks nothing more. Without programming a draft may lack its home group.
    pub(super) fn keys_settled(&self) -> bool {
        match &self.probe {
            Some(Ok(preview)) => {
                self.keys.is_settled(preview)
                    || (!self.programs() && self.probe_is_current(preview))
            }
            _ => self.keys.is_empty(),
        }
    }

    /// Whether a home group must still be chosen.
    pub(super) fn wants_home_group(&self) -> bool {
        match &self.probe {
            Some(Ok(preview)) => {
                !self.keys_settled() && self.programs() && self.probe_is_current(preview)
            }
            _ => false,
        }
    }

    pub(super) fn probe_is_current(&self, preview: &Preview) -> bool {
        let added = preview.keys.iter().filter(|key| key.id.is_none());
        added.count() == self.keys.kinds().len()
    }

    pub(super) fn may_confirm(&self) -> bool {
        let changes = |preview: &Preview| {
            !matches!(self.mode, Mode::Change(_)) || self.invite || !preview.is_empty()
        };
        matches!(&self.preview, Some(Ok(preview)) if changes(preview))
    }

    pub(super) fn confirm(&mut self, handle: &Handle) -> Task<Message> {
        if self.feedback.is_some() || !self.may_confirm() {
            return Task::none();
        }
        let shown = match &self.preview {
            Some(Ok(preview)) => preview.shown,
            _ => None,
        };
        let (Some(entered), Some(shown)) = (self.entered(false), shown) else {
            return Task::none();
        };
        self.feedback = Some(feedback::Feedback::start(entered, shown, handle));
        self.go(Step::Feedback, handle)
    }
}
