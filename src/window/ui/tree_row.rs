//! A row of a tree, such as premises within premises. Arrow right opens a branch, arrow left closes it.

use iced::keyboard::{Key, key};
use iced::widget::{container, row, space};
use iced::{Alignment, Length, Padding};

use super::icon::{Icon, icon};
use super::pressable::{Pressable, Style};
use super::theme::{FONT_STRONG, Look, space as gap};
use super::{Element, text};

/// How far each level is set in, in pixels.
const INDENT: f32 = 20.0;

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeRow<Message> {
    /// How many levels above it.
    pub depth: u8,
    /// Whether the branch is open, and what opens or closes it; none for a leaf.
    pub branch: Option<(bool, Message)>,
    /// Whether it is the selected one.
    pub selected: bool,
    /// Its drawing.
    pub icon: Icon,
    /// Its name.
    pub label: String,
    /// What stands at the right, such as a count.
    pub detail: String,
    /// What a press sends.
    pub on_press: Message,
}

/// The row.
pub fn tree_row<'a, Message: Clone + 'a>(
    look: Look,
    shown: TreeRow<Message>,
) -> Element<'a, Message> {
    let p = look.palette;
    let twist: Element<'a, Message> = match &shown.branch {
        Some((open, message)) => Pressable::new(
            look,
            icon(
                look,
                if *open {
                    Icon::ChevronDown
                } else {
                    Icon::ChevronRight
                },
                p.muted,
            ),
        )
        .without_focus()
        .on_press(Some(message.clone()))
        .width(24.0)
        .height(24.0)
        .align(Alignment::Center)
        .style(move |status| Style {
            ground: status.hovered.then_some(p.line),
            ..Style::plain(look)
        })
        .into(),
        None => space().width(24).into(),
    };
    let selected = shown.selected;
    let word = text::cell(look, shown.label);
    let word = if selected {
        word.font(FONT_STRONG)
    } else {
        word
    };
    let content = row![
        twist,
        icon(look, shown.icon, if selected { p.accent } else { p.muted }),
        container(word)
            .width(Length::Fill)
            .padding(Padding::ZERO.left(gap::TIGHT))
            .clip(true),
        text::small(look, shown.detail)
    ]
    .spacing(gap::TIGHT)
    .align_y(Alignment::Center);
    let branch = shown.branch;
    Pressable::new(look, content)
        .on_press(Some(shown.on_press))
        .on_key(move |key, _| match (key, &branch) {
            (Key::Named(key::Named::ArrowRight), Some((false, message)))
            | (Key::Named(key::Named::ArrowLeft), Some((true, message))) => Some(message.clone()),
            _ => None,
        })
        .width(Length::Fill)
        .height(look.row() - 4.0)
        .padding(
            Padding::ZERO
                .left(gap::TIGHT + INDENT * f32::from(shown.depth))
                .right(12.0),
        )
        .style(move |status| Style {
            ground: match (selected, status.hovered) {
                (true, _) => Some(p.accent_soft),
                (false, true) => Some(p.sunken),
                (false, false) => None,
            },
            ..Style::plain(look)
        })
        .into()
}
