//! Text in its steps. A text is never smaller than 12 pixels and never carries a meaning by colour alone.

use iced::Pixels;
use iced::widget::text::{LineHeight, Wrapping};
use iced::widget::{Text, text};

use super::line::Line;
use super::theme::{FONT_STRONG, Look, Step};

fn step<'a>(look: Look, step: Step, content: impl Into<String>) -> Text<'a> {
    text(content.into())
        .size(look.size(step))
        .line_height(LineHeight::Absolute(Pixels(look.line_height(step))))
}

/// Running text.
pub fn body<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    step(look, Step::Body, content)
        .color(look.palette.text)
        .wrapping(iced::widget::text::Wrapping::WordOrGlyph)
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
    step(look, Step::Small, content).color(look.palette.muted)
}

/// The title of a section or a panel.
pub fn title<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    step(look, Step::Title, content)
        .color(look.palette.text)
        .font(FONT_STRONG)
}

/// The title of a page.
pub fn page<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    step(look, Step::Page, content)
        .color(look.palette.text)
        .font(FONT_STRONG)
}

/// The word on a control: takes the colour of the control, on one line.
pub fn word<'a>(look: Look, content: impl Into<String>) -> Text<'a> {
    step(look, Step::Body, content).wrapping(Wrapping::None)
}

/// A value in a table or a name in a narrow place: one line, with an ellipsis where it has no room.
pub fn cell(look: Look, content: impl Into<String>) -> Line {
    Line::new(look, content)
}
