//! A short word at the lower edge on something that was done. It takes no focus and covers nothing that must be
//! read; the screen that shows it also takes it away.

use iced::widget::{Column, Stack, container, row};
use iced::{Alignment, Length, Padding, border};

use super::badge::usual_icon;
use super::button::icon_button;
use super::icon::{Icon, icon};
use super::theme::{Look, Tone, space};
use super::{Element, text};

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast<Message> {
    /// What it says of the matter.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// What closing it sends.
    pub on_close: Message,
}

/// The page with the words over its lower edge, `bottom` pixels above the edge.
pub fn over<'a, Message: Clone + 'a>(
    look: Look,
    page: impl Into<Element<'a, Message>>,
    toasts: Vec<Toast<Message>>,
    close: &str,
    bottom: f32,
) -> Element<'a, Message> {
    let mut column = Column::new().spacing(space::SMALL);
    for toast in toasts {
        column = column.push(card(look, toast, close));
    }
    Stack::new()
        .width(Length::Fill)
        .height(Length::Fill)
        .push(page)
        .push(
            container(column)
                .center_x(Length::Fill)
                .align_bottom(Length::Fill)
                .padding(Padding::ZERO.bottom(bottom + space::MEDIUM)),
        )
        .into()
}

fn card<'a, Message: Clone + 'a>(
    look: Look,
    toast: Toast<Message>,
    close: &str,
) -> Element<'a, Message> {
    let p = look.palette;
    let tint = look.tint(toast.tone);
    container(
        row![
            icon(look, usual_icon(toast.tone), tint),
            container(text::body(look, toast.text)).max_width(look.wide(320.0)),
            icon_button(look, Icon::Close, close, Some(toast.on_close))
        ]
        .spacing(space::SMALL)
        .align_y(Alignment::Center),
    )
    .padding(Padding::from([space::TIGHT, space::TIGHT]).left(space::MEDIUM))
    .style(move |_| container::Style {
        background: Some(p.surface.into()),
        border: border::rounded(6).width(1.0).color(tint),
        ..container::Style::default()
    })
    .into()
}
