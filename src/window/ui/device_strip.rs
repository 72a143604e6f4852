//! The strip at the lower edge: one chip for each device, the store and the mail, with its state in words and,
//! where something is amiss, the button that mends it.

use iced::widget::{Row, column, container, row, rule};
use iced::{Alignment, Length, Padding};

use super::icon::{Icon, icon};
use super::pressable::{Pressable, Style};
use super::theme::{FONT_STRONG, Look, ROUND, Tone, space};
use super::{Element, text};

/// One device as the strip shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip<Message> {
    /// Its drawing.
    pub icon: Icon,
    /// Its name, where there is room for it.
    pub name: Option<String>,
    /// How it is.
    pub tone: Tone,
    /// How it is, in words.
    pub state: String,
    /// The word on the button that mends it, and what that sends.
    pub mend: Option<(String, Message)>,
}

/// The strip.
pub fn device_strip<'a, Message: Clone + 'a>(
    look: Look,
    chips: Vec<Chip<Message>>,
) -> Element<'a, Message> {
    let mut strip = Row::new().spacing(space::LARGE).align_y(Alignment::Center);
    for chip in chips {
        strip = strip.push(self::chip(look, chip));
    }
    let line = rule::horizontal(1).style(look.line());
    // In a narrow window the chips take a second line rather than being cut off.
    let strip = strip.wrap().vertical_spacing(0);
    column![
        line,
        container(strip)
            .width(Length::Fill)
            .padding(Padding::from([space::TIGHT, space::MEDIUM]))
            .style(look.surface())
    ]
    .into()
}

fn chip<'a, Message: Clone + 'a>(look: Look, chip: Chip<Message>) -> Element<'a, Message> {
    let state_icon = match chip.tone {
        Tone::Info => Icon::Clock,
        tone => super::badge::usual_icon(tone),
    };
    let tint = look.tint(chip.tone);
    let mend = chip
        .mend
        .map(|(label, message)| mend_button(look, label, message));
    let name = chip.name.map(|name| {
        let name = word(look, name).font(FONT_STRONG);
        name.color(look.palette.text)
    });
    let state = row![
        icon(look, state_icon, tint),
        word(look, chip.state).color(tint)
    ]
    .spacing(space::TIGHT)
    .align_y(Alignment::Center);
    let drawing = icon(look, chip.icon, look.palette.muted);
    let named = row![drawing, name, state]
        .spacing(space::SMALL)
        .height(look.control())
        .align_y(Alignment::Center);
    let mend = mend.map(|mend| container(mend).center_y(look.control()));
    // Where both have no room beside each other the button stands below the words.
    row![named, mend].spacing(space::SMALL).wrap().into()
}

fn mend_button<'a, Message: Clone + 'a>(
    look: Look,
    label: String,
    message: Message,
) -> Element<'a, Message> {
    let p = look.palette;
    let label = word(look, label).font(FONT_STRONG).color(p.accent);
    Pressable::new(look, label)
        .on_press(Some(message))
        .height(look.control() - 8.0)
        .padding(Padding::ZERO.horizontal(space::SMALL))
        .style(move |status| Style {
            ground: status.hovered.then_some(p.sunken),
            outline: Some(p.outline),
            text: p.accent,
            round: ROUND,
        })
        .into()
}

fn word<'a>(look: Look, content: String) -> iced::widget::Text<'a> {
    text::small(look, content).wrapping(iced::widget::text::Wrapping::None)
}
