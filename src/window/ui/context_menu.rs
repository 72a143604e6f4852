//! A menu of what can be done with a thing, opened by the right button or the menu key.

use iced::widget::{Column, container, row, rule};
use iced::{Alignment, Length, Padding};

use super::icon::{Icon, icon};
use super::line::Line;
use super::popup::{Popup, Where};
use super::pressable::{Pressable, Style};
use super::scope::Scope;
use super::theme::{Look, Step, Tone, space};
use super::{Element, text};

/// The least width of a menu with text of the usual size, in pixels.
const WIDTH: f32 = 208.0;
/// What is left free at both ends of an entry, in pixels.
const SIDE: f32 = 12.0;

/// One line of a menu.
#[derive(Debug, Clone, PartialEq)]
pub enum Item<Message> {
    /// Something that can be done; with no message it cannot be done now.
    Action {
        /// The drawing before the word.
        icon: Icon,
        /// What it does.
        label: String,
        /// What it sends.
        message: Option<Message>,
    },
    /// Something that takes away or destroys.
    Danger {
        /// The drawing before the word.
        icon: Icon,
        /// What it does.
        label: String,
        /// What it sends.
        message: Option<Message>,
    },
    /// A line between groups.
    Line,
}

/// `anchor` with the menu over it while there are items.
pub fn context_menu<'a, Message: Clone + 'a>(
    look: Look,
    anchor: impl Into<Element<'a, Message>>,
    items: Option<Vec<Item<Message>>>,
    at: Where,
    on_close: Message,
) -> Element<'a, Message> {
    let menu = items.map(|items| menu(look, items));
    Popup::new(anchor, menu, on_close).at(at).into()
}

/// The menu alone: a scope for a popup.
pub fn menu<'a, Message: Clone + 'a>(look: Look, items: Vec<Item<Message>>) -> Scope<'a, Message> {
    let words = items.iter().filter_map(|item| match item {
        Item::Action { label, .. } | Item::Danger { label, .. } => Some(label.as_str()),
        Item::Line => None,
    });
    // As wide as its longest entry, in any language.
    let longest = words.map(|word| Line::new(look, word).needed());
    let longest = longest.fold(0.0, f32::max) + icon_room(look) + space::SMALL + 2.0 * SIDE;
    let mut column = Column::new().width(longest.ceil().max(look.wide(WIDTH)));
    for item in items {
        column = match item {
            Item::Line => column.push(
                container(rule::horizontal(1).style(look.line()))
                    .padding(Padding::ZERO.vertical(space::TIGHT)),
            ),
            Item::Action {
                icon,
                label,
                message,
            } => column.push(line(look, Tone::Neutral, icon, label, message)),
            Item::Danger {
                icon,
                label,
                message,
            } => column.push(line(look, Tone::Bad, icon, label, message)),
        };
    }
    let body = container(column)
        .padding(Padding::from([space::TIGHT, 1.0]))
        .style(look.card());
    Scope::page(body).arrows().start(None)
}

/// What the drawing before a word takes, which grows with the text, and the lines at both sides of the menu.
fn icon_room(look: Look) -> f32 {
    16.0 + look.size(Step::Body) - 14.0 + 2.0
}

fn line<'a, Message: Clone + 'a>(
    look: Look,
    tone: Tone,
    drawing: Icon,
    label: String,
    message: Option<Message>,
) -> Pressable<'a, Message> {
    let p = look.palette;
    let (word_tint, icon_tint) = match (message.is_some(), tone) {
        (false, _) => (p.disabled, p.disabled),
        (true, Tone::Bad) => (p.bad, p.bad),
        (true, _) => (p.text, p.muted),
    };
    Pressable::new(
        look,
        row![
            icon(look, drawing, icon_tint),
            text::word(look, label).color(word_tint)
        ]
        .spacing(space::SMALL)
        .align_y(Alignment::Center),
    )
    .on_press(message)
    .width(Length::Fill)
    .height(look.row() - 4.0)
    .padding(Padding::ZERO.horizontal(SIDE))
    .style(move |status| Style {
        ground: (status.hovered || status.focused).then_some(p.sunken),
        ..Style::plain(look)
    })
}
