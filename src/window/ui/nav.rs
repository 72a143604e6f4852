//! Ways between places: the navigation at the left of the window, and tabs at the head of a panel.

use iced::widget::{Column, Id, Row, column, container, row, rule};
use iced::{Alignment, Length, Padding};

use super::button::tip_under;
use super::icon::{Icon, icon};
use super::pressable::{Pressable, Style};
use super::scope::Scope;
use super::theme::{FONT_STRONG, Look, ROUND, space};
use super::{Element, text};

/// The width of the navigation with text of the usual size, in pixels.
const WIDTH: f32 = 232.0;

/// The width of the navigation in a narrow window, in pixels.
const NARROW: f32 = 64.0;

/// A place to go to.
#[derive(Debug, Clone, PartialEq)]
pub struct Place<Message> {
    /// Its drawing.
    pub icon: Icon,
    /// Its name.
    pub label: String,
    /// How many things wait there, if that matters.
    pub waiting: Option<usize>,
    /// Whether the person is there.
    pub current: bool,
    /// What going there sends.
    pub on_press: Message,
}

/// The id of the place where the person is.
const CURRENT: &str = "current place";

/// The navigation at the left: Tab or the arrows move through it. Where it is higher than the window, the place where
/// the person is stays in view. In a narrow window it shows the drawings
/// alone, each with its word under the pointer.
pub fn nav<'a, Message: Clone + 'a>(
    look: Look,
    places: Vec<Place<Message>>,
    narrow: bool,
) -> Element<'a, Message> {
    let mut column = Column::new().spacing(2);
    let current = places.iter().position(|place| place.current);
    for place in places {
        column = column.push(line(look, place, narrow));
    }
    let list =
        iced::widget::scrollable(container(Scope::new(column).arrows()).padding(space::SMALL))
            .direction(super::theme::vertical())
            .style(look.scroll_bar())
            .height(Length::Fill);
    let mut list = Scope::new(list);
    if let Some(place) = current {
        list = list.shows(Id::new(CURRENT), place);
    }
    container(list)
        .width(if narrow { NARROW } else { look.wide(WIDTH) })
        .height(Length::Fill)
        .style(look.surface())
        .into()
}

fn line<'a, Message: Clone + 'a>(
    look: Look,
    place: Place<Message>,
    narrow: bool,
) -> Element<'a, Message> {
    let p = look.palette;
    let current = place.current;
    let tint = if current { p.accent } else { p.muted };
    let word = text::cell(look, place.label.as_str());
    let word = if current {
        word.font(FONT_STRONG).color(p.accent)
    } else {
        word
    };
    let waiting = place.waiting.filter(|count| *count > 0).map(|count| {
        container(
            text::small(look, count.to_string())
                .font(FONT_STRONG)
                .color(p.text),
        )
        .padding(Padding::ZERO.horizontal(6.0))
        .style(move |_| container::Style {
            background: Some(p.sunken.into()),
            border: iced::border::rounded(8).width(1.0).color(p.line),
            ..container::Style::default()
        })
    });
    let content: Element<'a, Message> = if narrow {
        icon(look, place.icon, tint)
    } else {
        row![
            icon(look, place.icon, tint),
            container(word).width(Length::Fill),
            waiting
        ]
        .spacing(12.0)
        .align_y(Alignment::Center)
        .into()
    };
    let name = place.label.clone();
    let mut pressable = Pressable::new(look, content)
        .on_press(Some(place.on_press))
        .width(Length::Fill)
        .height(look.row())
        .padding(Padding::ZERO.horizontal(12.0))
        .style(move |status| Style {
            ground: match (current, status.hovered) {
                (true, _) => Some(p.accent_soft),
                (false, true) => Some(p.sunken),
                (false, false) => None,
            },
            outline: None,
            text: p.text,
            round: ROUND,
        });
    if current {
        pressable = pressable.id(CURRENT);
    }
    if narrow {
        let pressable = pressable.named(name.as_str()).align(Alignment::Center);
        return tip_under(look, pressable, name);
    }
    pressable.into()
}

/// Tabs: one of a few views of the same thing.
pub fn tabs<'a, Message: Clone + 'a>(
    look: Look,
    tabs: Vec<(String, Message)>,
    current: usize,
) -> Element<'a, Message> {
    let tabs = bare_tabs(look, tabs, current);
    column![tabs, rule::horizontal(1).style(look.line())].into()
}

/// The same without the line below.
pub fn bare_tabs<'a, Message: Clone + 'a>(
    look: Look,
    tabs: Vec<(String, Message)>,
    current: usize,
) -> Element<'a, Message> {
    let p = look.palette;
    let mut row = Row::new().spacing(space::TIGHT);
    for (place, (label, message)) in tabs.into_iter().enumerate() {
        let here = place == current;
        let word = text::word(look, label);
        let word = if here {
            word.font(FONT_STRONG).color(p.accent)
        } else {
            word.color(p.muted)
        };
        let mark = container(iced::widget::space())
            .width(Length::Fill)
            .height(2)
            .style(move |_| container::Style {
                background: here.then(|| p.accent.into()),
                ..container::Style::default()
            });
        let tab = Pressable::new(look, word)
            .on_press(Some(message))
            .height(look.row())
            .padding(Padding::ZERO.horizontal(12.0))
            .align(Alignment::Center)
            .style(move |status| Style {
                ground: status.hovered.then_some(p.sunken),
                ..Style::plain(look)
            });
        row = row.push(column![tab, mark].width(Length::Shrink));
    }
    row.into()
}
