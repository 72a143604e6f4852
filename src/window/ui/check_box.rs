//! A box that is checked or not. Enter, Space or a press anywhere on its line turns it.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row};
use iced::{Alignment, Color, Length, Padding, border};

use super::icon::{Icon, icon_of_size};
use super::pressable::Pressable;
use super::theme::{Look, Step, space};
use super::{Element, text};

/// The side of the box, in pixels.
const BOX: f32 = 16.0;

/// A check box; with `None` it cannot be turned.
pub fn check_box<'a, Message: Clone + 'a>(
    look: Look,
    label: impl Into<String>,
    checked: bool,
    on_turn: Option<Message>,
) -> Element<'a, Message> {
    with_detail(look, label, None, checked, on_turn)
}

/// A check box with a second line that says what it does.
pub fn with_detail<'a, Message: Clone + 'a>(
    look: Look,
    label: impl Into<String>,
    detail: Option<String>,
    checked: bool,
    on_turn: Option<Message>,
) -> Element<'a, Message> {
    build(look, label, detail, checked, on_turn).into()
}

/// The check box before it becomes a part of the picture, to give it an id.
pub fn build<'a, Message: Clone + 'a>(
    look: Look,
    label: impl Into<String>,
    detail: Option<String>,
    checked: bool,
    on_turn: Option<Message>,
) -> Pressable<'a, Message> {
    let mark = mark(look, checked, on_turn.is_some());
    line(look, mark, label, detail, on_turn)
}

/// A mark, a word and perhaps a second line, as one control.
pub(super) fn line<'a, Message: Clone + 'a>(
    look: Look,
    mark: Element<'a, Message>,
    label: impl Into<String>,
    detail: Option<String>,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    let enabled = on_press.is_some();
    let tint = if enabled {
        look.palette.text
    } else {
        look.palette.disabled
    };
    let line_height = look.line_height(Step::Body);
    let words = column![
        // A word that is wider than its column is broken: clipped, it would take the ring with it.
        text::body(look, label)
            .color(tint)
            .wrapping(Wrapping::WordOrGlyph),
        detail.map(|detail| text::small(look, detail))
    ]
    .spacing(2.0);
    let content = row![container(mark).center_y(line_height), words]
        .spacing(space::SMALL)
        .align_y(Alignment::Start);
    Pressable::new(look, content)
        .on_press(on_press)
        // The ring stands as far from the last letter as an icon from its word.
        .padding(Padding::ZERO.vertical(6.0).right(space::TIGHT))
        .ring_outside()
}

fn mark<'a, Message: 'a>(look: Look, checked: bool, enabled: bool) -> Element<'a, Message> {
    let p = look.palette;
    let (ground, line, tick) = match (checked, enabled) {
        (true, true) => (p.accent, p.accent, p.on_accent),
        (false, true) => (p.surface, p.outline, Color::TRANSPARENT),
        (true, false) => (p.sunken, p.line, p.disabled),
        (false, false) => (p.sunken, p.line, Color::TRANSPARENT),
    };
    let content: Element<'a, Message> = if checked {
        icon_of_size(look, Icon::Check, tick, 14.0)
    } else {
        iced::widget::space().into()
    };
    container(content)
        .center(Length::Fixed(BOX + look.size(Step::Body) - 14.0))
        .style(move |_| container::Style {
            background: Some(ground.into()),
            border: border::rounded(3).width(1.0).color(line),
            ..container::Style::default()
        })
        .into()
}
