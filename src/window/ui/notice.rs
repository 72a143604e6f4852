//! What went wrong or must be known: the cause, the remedy, and the button that does the remedy. Every refusal
//! is shown with one of these.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::badge::usual_icon;
use super::button::{Weight, button};
use super::icon::icon_of_size;
use super::text::cell;
use super::theme::{FONT_STRONG, Look, Tone, space};
use super::{Element, text};

/// A notice. The button stands at the right, where there is one.
pub fn notice<'a, Message: Clone + 'a>(
    look: Look,
    tone: Tone,
    cause: impl Into<String>,
    remedy: Option<String>,
    action: Option<(String, Message)>,
) -> Element<'a, Message> {
    let words = column![
        text::strong(look, cause),
        remedy.map(|remedy| text::body(look, remedy))
    ]
    .spacing(2.0)
    .width(Length::Fill);
    let action =
        action.map(|(label, message)| button(look, Weight::Secondary, label, Some(message)));
    let both = row![words, action]
        .spacing(space::MEDIUM)
        .align_y(Alignment::Center)
        .width(Length::Fill);
    container(
        row![
            icon_of_size(look, usual_icon(tone), look.tint(tone), 20.0),
            both
        ]
        .spacing(12.0)
        .align_y(Alignment::Start),
    )
    .padding([12.0, space::MEDIUM])
    .width(Length::Fill)
    .style(look.toned(tone, true))
    .into()
}

/// The same on one line, for a window that is low: what has no room ends in an ellipsis.
pub fn slim<'a, Message: Clone + 'a>(
    look: Look,
    tone: Tone,
    cause: impl Into<String>,
    action: Option<(String, Message)>,
) -> Element<'a, Message> {
    let words = container(cell(look, cause).font(FONT_STRONG)).width(Length::Fill);
    // One with a frame of its own would cover that of the notice.
    let action = action.map(|(label, message)| button(look, Weight::Quiet, label, Some(message)));
    container(
        row![
            icon_of_size(look, usual_icon(tone), look.tint(tone), 16.0),
            words,
            action
        ]
        .spacing(space::SMALL)
        .align_y(Alignment::Center)
        .height(look.control()),
    )
    .padding([0.0, space::SMALL])
    .width(Length::Fill)
    .style(look.toned(tone, true))
    .into()
}
