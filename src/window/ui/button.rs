//! Buttons: one primary action on a screen, secondary ones beside it, a dangerous one that says so, and quiet
//! ones in bars and rows.

use iced::widget::row;
use iced::{Alignment, Color, Length, Padding};

use super::icon::{Icon, icon};
use super::pressable::{Pressable, Status, Style};
use super::theme::{FONT_STRONG, Look, Mode, ROUND, space};
use super::{Element, text};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do next.
    Primary,
    /// Something else that can be done.
    Secondary,
    /// Something that takes away or destroys.
    Danger,
    /// Something at the side, without an outline.
    Quiet,
}

/// A button with a word; with `None` it cannot be pressed.
pub fn button<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    label: impl Into<String>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    build(look, weight, None, label, on_press).into()
}

/// A button with an icon before its word.
pub fn button_with_icon<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    drawing: Icon,
    label: impl Into<String>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    build(look, weight, Some(drawing), label, on_press).into()
}

/// The button before it becomes a part of the picture, to give it an id, a width or keys.
pub fn build<'a, Message: Clone + 'a>(
    look: Look,
    weight: Weight,
    drawing: Option<Icon>,
    label: impl Into<String>,
    on_press: Option<Message>,
) -> Pressable<'a, Message> {
    let enabled = on_press.is_some();
    let tint = style(look, weight, enabled, Status::default()).text;
    let word = text::word(look, label).font(FONT_STRONG);
    let content: Element<'a, Message> = match drawing {
        Some(drawing) => row![icon(look, drawing, tint), word]
            .spacing(space::SMALL - 2.0)
            .align_y(Alignment::Center)
            .into(),
        None => word.into(),
    };
    let side = match weight {
        Weight::Quiet => space::SMALL,
        _ => 12.0,
    };
    Pressable::new(look, content)
        .on_press(on_press)
        .height(look.control())
        .padding(Padding::ZERO.horizontal(side))
        .align(Alignment::Center)
        .ring_outside()
        .style(move |status| style(look, weight, enabled, status))
}

/// A square quiet button with an icon alone, for bars where the word stands in the tip under the pointer.
pub fn icon_button<'a, Message: Clone + 'a>(
    look: Look,
    drawing: Icon,
    tip: impl Into<String>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    icon_button_of_size(look, look.control(), drawing, tip, on_press)
}

/// The same of another size, in pixels, to stand inside something else.
pub fn icon_button_of_size<'a, Message: Clone + 'a>(
    look: Look,
    size: f32,
    drawing: Icon,
    tip: impl Into<String>,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let enabled = on_press.is_some();
    let tint = if enabled {
        look.palette.muted
    } else {
        look.palette.disabled
    };
    let tip = tip.into();
    let pressable = Pressable::new(look, icon(look, drawing, tint))
        .named(tip.as_str())
        .on_press(on_press)
        .width(Length::Fixed(size))
        .height(size)
        .align(Alignment::Center)
        .style(move |status| Style {
            outline: None,
            ..style(look, Weight::Quiet, enabled, status)
        });
    tip_under(look, pressable, tip)
}

/// Says a word under the pointer.
pub fn tip_under<'a, Message: Clone + 'a>(
    look: Look,
    content: impl Into<Element<'a, Message>>,
    tip: impl Into<String>,
) -> Element<'a, Message> {
    iced::widget::tooltip(
        content,
        iced::widget::container(text::body(look, tip))
            .padding([space::TIGHT, space::SMALL])
            .style(look.card()),
        iced::widget::tooltip::Position::Bottom,
    )
    .gap(space::TIGHT)
    .delay(std::time::Duration::from_millis(400))
    .into()
}

fn style(look: Look, weight: Weight, enabled: bool, status: Status) -> Style {
    let p = look.palette;
    if !enabled {
        return Style {
            ground: (weight != Weight::Quiet).then_some(p.sunken),
            outline: (weight != Weight::Quiet).then_some(p.line),
            text: p.disabled,
            round: ROUND,
        };
    }
    let lit = status.hovered || status.pressed;
    // Whoever sees little sees where it can be pressed by its outline.
    let lined = (look.mode == Mode::HighContrast).then_some(p.outline);
    let (ground, outline, text): (Option<Color>, Option<Color>, Color) = match weight {
        Weight::Primary if lit => (Some(p.accent_strong), None, p.on_accent),
        Weight::Primary => (Some(p.accent), None, p.on_accent),
        Weight::Danger if lit => (Some(p.bad_strong), None, p.on_bad),
        Weight::Danger => (Some(p.bad), None, p.on_bad),
        Weight::Secondary if lit => (Some(p.sunken), Some(p.outline), p.text),
        Weight::Secondary => (Some(p.surface), Some(p.outline), p.text),
        Weight::Quiet if lit => (Some(p.sunken), lined, p.accent),
        Weight::Quiet => (None, lined, p.accent),
    };
    Style {
        ground,
        outline,
        text,
        round: ROUND,
    }
}
