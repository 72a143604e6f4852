//! The steps of a wizard at its left: what is done, where the person is, what is ahead. A step that may be gone to can be
//! pressed.

use iced::widget::{Column, container, row};
use iced::{Alignment, Length, Padding, border};

use super::icon::{Icon, icon_of_size};
use super::pressable::{Pressable, Style};
use super::theme::{FONT_STRONG, Look, Step, space};
use super::{Element, text};

/// The width of the steps with text of the usual size, in pixels.
const WIDTH: f32 = 208.0;
/// The diameter of the number of a step, in pixels.
const DISC: f32 = 24.0;

/// The steps by name, each with what going to it sends, if it may be gone to; and the one where the person is.
pub fn stepper<'a, Message: Clone + 'a>(
    look: Look,
    steps: Vec<(String, Option<Message>)>,
    current: usize,
) -> Element<'a, Message> {
    let mut column = Column::new().spacing(space::TIGHT).width(look.wide(WIDTH));
    for (place, (name, message)) in steps.into_iter().enumerate() {
        let message = message.filter(|_| place != current);
        column = column.push(step(look, place, name, current, message));
    }
    column.into()
}

fn step<'a, Message: Clone + 'a>(
    look: Look,
    place: usize,
    name: String,
    current: usize,
    message: Option<Message>,
) -> Element<'a, Message> {
    let p = look.palette;
    let here = place == current;
    let name = if here {
        text::strong(look, name)
    } else {
        text::body(look, name).color(if place < current || message.is_some() {
            p.text
        } else {
            p.muted
        })
    };
    let content = row![disc(look, place, current), name.width(Length::Fill)]
        .spacing(12.0)
        .align_y(Alignment::Center);
    Pressable::new(look, content)
        .on_press(message)
        .width(Length::Fill)
        .height(look.row() + 4.0)
        .padding(Padding::ZERO.horizontal(space::SMALL))
        .style(move |status| Style {
            ground: match (here, status.hovered) {
                (true, _) => Some(p.accent_soft),
                (false, true) => Some(p.sunken),
                (false, false) => None,
            },
            ..Style::plain(look)
        })
        .into()
}

fn disc<'a, Message: 'a>(look: Look, place: usize, current: usize) -> Element<'a, Message> {
    let p = look.palette;
    let number = (place + 1).to_string();
    let (ground, line, content): (_, _, Element<'a, Message>) = match place.cmp(&current) {
        std::cmp::Ordering::Less => (
            p.good_soft,
            p.good,
            icon_of_size(look, Icon::Check, p.good, 16.0),
        ),
        std::cmp::Ordering::Equal => (
            p.accent,
            p.accent,
            digit(look, number).color(p.on_accent).into(),
        ),
        std::cmp::Ordering::Greater => (p.surface, p.outline, digit(look, number).into()),
    };
    container(content)
        .center(Length::Fixed(DISC))
        .style(move |_| container::Style {
            background: Some(ground.into()),
            border: border::rounded(DISC / 2.0).width(1.0).color(line),
            ..container::Style::default()
        })
        .into()
}

fn digit<'a>(look: Look, number: String) -> iced::widget::Text<'a> {
    text::small(look, number)
        .font(FONT_STRONG)
        // The disc does not grow with the text.
        .size(look.size(Step::Small).min(14.0))
}
