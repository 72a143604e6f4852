//! A short word at the lower edge on something that was done. It takes no focus and covers nothing that must be
//! read; the screen that shows it also takes it away.

use iced::widget::{Column, Stack, column, container, responsive, row};
use iced::{Alignment, Length, Padding, border};

use super::badge::usual_icon;
use super::button::icon_button;
use super::icon::{Icon, icon};
use super::theme::{Look, Tone, space};
use super::{Element, text};

/// The widest that a sentence becomes with text of the usual size, in pixels.
const WIDTH: f32 = 480.0;
/// The width of the icon before it, in pixels.
const ICON: f32 = 20.0;

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

/// The page with the words over its lower edge, above what takes the height of `below`.
pub fn over<'a, Message: Clone + 'a>(
    look: Look,
    page: impl Into<Element<'a, Message>>,
    toasts: Vec<Toast<Message>>,
    close: &str,
    below: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let close = close.to_owned();
    let cards = responsive(move |size| {
        let cards = toasts.iter();
        let cards = cards.map(|toast| card(look, toast.clone(), &close, size.width));
        container(Column::with_children(cards).spacing(space::SMALL))
            .center_x(Length::Fill)
            .align_bottom(Length::Fill)
            .padding(Padding::ZERO.bottom(space::MEDIUM))
            .into()
    });
    Stack::new()
        .width(Length::Fill)
        .height(Length::Fill)
        .push(page)
        .push(column![cards, below.into()])
        .into()
}

/// How wide the sentence may be in a window of this width, so that what stands around it has room too.
fn room(look: Look, window: f32) -> f32 {
    let inside = space::MEDIUM + ICON + 2.0 * space::SMALL + look.control() + space::TIGHT;
    (window - inside - 2.0 * space::MEDIUM).min(look.wide(WIDTH))
}

fn card<'a, Message: Clone + 'a>(
    look: Look,
    toast: Toast<Message>,
    close: &str,
    window: f32,
) -> Element<'a, Message> {
    let p = look.palette;
    let tint = look.tint(toast.tone);
    container(
        row![
            icon(look, usual_icon(toast.tone), tint),
            container(text::body(look, toast.text)).max_width(room(look, window)),
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
