//! How far something has come: the phase in words, the count, the bar.

use iced::Length;
use iced::widget::{column, row, space};

use super::theme::{Look, Tone};
use super::{Element, text};

/// The progress of `done` out of `all` steps in the phase named.
pub fn progress<'a, Message: 'a>(
    look: Look,
    phase: impl Into<String>,
    done: u32,
    all: u32,
) -> Element<'a, Message> {
    let percent = u64::from(done.min(all)) * 100 / u64::from(all.max(1));
    column![
        row![
            text::body(look, phase).width(Length::Fill),
            space().width(super::theme::space::MEDIUM),
            text::body(look, format!("{percent} %"))
        ],
        super::meter::bar(look, Tone::Info, done, all)
    ]
    .spacing(super::theme::space::TIGHT)
    .width(Length::Fill)
    .into()
}
