//! Text in its steps. A text is never smaller than 12 pixels and never carries a meaning by colour alone.

use iced::widget::text::Wrapping;
use iced::widget::{Text, text};

use super::theme::{FONT_STRONG, Look, Step};

/// Running text.
pub fn body<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    text(content.into())
        .size(look.size(Step::Body))
        .color(look.palette.text)
}

/// Running text in the heavier cut: labels of values, the current thing.
pub fn strong<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    body(look, content).font(FONT_STRONG)
}

/// Secondary text of the usual size.
pub fn muted<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    body(look, content).color(look.palette.muted)
}

/// Hints and column heads.
pub fn small<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    text(content.into())
        .size(look.size(Step::Small))
        .color(look.palette.muted)
}

/// The title of a section or a panel.
pub fn title<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    body(look, content)
        .size(look.size(Step::Title))
        .font(FONT_STRONG)
}

/// The title of a page.
pub fn page<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    body(look, content)
        .size(look.size(Step::Page))
        .font(FONT_STRONG)
}

/// The word on a control: takes the colour of the control, on one line.
pub fn word<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    text(content.into())
        .size(look.size(Step::Body))
        .wrapping(Wrapping::None)
}

/// A value in a table: one line.
pub fn cell<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    body(look, content).wrapping(Wrapping::None)
}
