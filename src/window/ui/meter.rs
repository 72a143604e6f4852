//! How much of a limited thing is used, such as 450 of the 500 entries of a blocklist: in figures and as a bar,
//! with a word from where it becomes tight.

use iced::widget::{column, container, row, space};
use iced::{Length, border};

use super::badge::usual_icon;
use super::icon::icon;
use super::theme::{Look, Mode, Tone};
use super::{Element, text};

/// A meter of `used` out of `most`. It warns from `tight`.
pub fn meter<'a, Message: 'a>(
    look: Look,
    label: impl Into<String>,
    used: u32,
    most: u32,
    tight: u32,
) -> Element<'a, Message> {
    let tone = if used >= most {
        Tone::Bad
    } else if used >= tight {
        Tone::Warn
    } else {
        Tone::Info
    };
    let mark = (tone != Tone::Info).then(|| icon(look, usual_icon(tone), look.tint(tone)));
    let head = row![
        text::body(look, label),
        space().width(Length::Fill),
        mark,
        text::strong(look, format!("{used}/{most}"))
    ]
    .spacing(super::theme::space::TIGHT)
    .align_y(iced::Alignment::Center);
    column![head, bar(look, tone, used, most)]
        .spacing(super::theme::space::TIGHT)
        .width(Length::Fill)
        .into()
}

/// A bar that is filled to `done` of `all`.
pub(super) fn bar<'a, Message: 'a>(
    look: Look,
    tone: Tone,
    done: u32,
    all: u32,
) -> Element<'a, Message> {
    let p = look.palette;
    // Portions are 16 bits; a thousand steps are finer than any bar is wide.
    let filled = if all == 0 {
        0
    } else {
        u16::try_from(u64::from(done.min(all)) * 1000 / u64::from(all)).unwrap_or(1000)
    };
    let tint = look.tint(tone);
    let lined = look.mode == Mode::HighContrast;
    let part = |portion: u16| {
        container(space())
            .height(6)
            .width(Length::FillPortion(portion.max(1)))
    };
    let mut parts = row![];
    if filled > 0 {
        parts = parts.push(part(filled).style(move |_| container::Style {
            background: Some(tint.into()),
            border: border::rounded(3),
            ..container::Style::default()
        }));
    }
    if filled < 1000 {
        parts = parts.push(part(1000 - filled));
    }
    container(parts)
        .width(Length::Fill)
        .style(move |_| container::Style {
            background: Some(if lined { p.sunken } else { p.line }.into()),
            border: border::rounded(3)
                .width(if lined { 1.0 } else { 0.0 })
                .color(p.outline),
            ..container::Style::default()
        })
        .into()
}
