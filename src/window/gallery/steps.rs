//! A wizard of five steps without a purpose.

use iced::widget::column;

use super::say;
use crate::i18n::Texts;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::field::Field;
use crate::window::ui::frame::{Wizard, wizard};
use crate::window::ui::stepper::stepper;
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Look, text};

const STEPS: [&str; 5] = [
    "step-basic",
    "step-roles",
    "step-keys",
    "step-summary",
    "step-feedback",
];

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Went to a step.
    Went(usize),
    /// Typed a name.
    Name(String),
    /// Pressed cancel.
    Cancelled,
}

/// Where the wizard stands.
#[derive(Debug)]
pub struct Steps {
    at: usize,
    name: String,
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            at: 2,
            name: String::new(),
        }
    }
}

impl Steps {
    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::Went(at) => self.at = at.min(STEPS.len() - 1),
            Message::Name(name) => self.name = name,
            Message::Cancelled => *self = Self::default(),
        }
    }

    pub(super) fn view<'a>(&'a self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let steps = STEPS.iter().enumerate().map(|(place, id)| {
            let go = (place < self.at).then_some(Message::Went(place));
            (say(texts, id), go)
        });
        let steps = steps.collect();
        let content = column![
            text::body(look, "What is typed here stays when one goes back."),
            Field::new(look, "First name", self.name.as_str()).on_input(Message::Name),
        ]
        .spacing(gap::MEDIUM);
        let back = self.at.checked_sub(1).map(Message::Went);
        let next = (self.at + 1 < STEPS.len()).then_some(Message::Went(self.at + 1));
        wizard(
            look,
            Wizard {
                title: "A wizard".to_owned(),
                steps: stepper(look, steps, self.at),
                step: say(texts, STEPS[self.at]),
                content: content.into(),
                leave: Some(button(
                    look,
                    Weight::Quiet,
                    say(texts, "cancel"),
                    Some(Message::Cancelled),
                )),
                go: vec![
                    button(look, Weight::Secondary, say(texts, "back"), back),
                    button(look, Weight::Primary, say(texts, "next"), next),
                ],
            },
        )
    }
}
