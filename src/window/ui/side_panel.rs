//! The panel at the right that says everything on the selected thing: a head that stays, sections that scroll,
//! and what can be done at the foot.

use iced::widget::{Column, Row, column, container, row, rule, scrollable, space};
use iced::{Alignment, Length, Padding};

use super::button::icon_button;
use super::icon::Icon;
use super::theme::{Look, space as gap};
use super::{Element, text};

/// The width of the panel beside a page, without the line at its left and with text of the usual size, in pixels.
pub const WIDTH: f32 = 360.0;

/// What the head says.
#[derive(Debug, Clone, PartialEq)]
pub struct Head<Message> {
    /// The name of the thing.
    pub title: String,
    /// A line below it.
    pub subtitle: String,
    /// The word under the pointer on the cross.
    pub close: String,
    /// What the cross sends.
    pub on_close: Message,
}

/// The panel, as wide as there is room: [`super::frame`] gives it [`WIDTH`] beside a page.
pub fn side_panel<'a, Message: Clone + 'a>(
    look: Look,
    head: Head<Message>,
    sections: Vec<Element<'a, Message>>,
    foot: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let line = || rule::horizontal(1).style(look.line());
    let top = container(
        row![
            column![
                text::title(look, head.title),
                text::small(look, head.subtitle)
            ]
            .spacing(2.0)
            .width(Length::Fill),
            icon_button(look, Icon::Close, head.close, Some(head.on_close))
        ]
        .align_y(Alignment::Start),
    )
    .padding(Padding::from([12.0, gap::SMALL]).left(gap::MEDIUM));
    let mut body = Column::new();
    for (place, section) in sections.into_iter().enumerate() {
        if place > 0 {
            body = body.push(line());
        }
        body = body.push(
            container(section)
                .padding([gap::MEDIUM, gap::MEDIUM])
                .width(Length::Fill),
        );
    }
    let body = scrollable(body)
        .height(Length::Fill)
        .direction(super::theme::vertical())
        .style(look.scroll_bar());
    let mut panel = column![top, line(), body];
    if !foot.is_empty() {
        panel = panel.push(line()).push(
            container(
                Row::with_children(foot)
                    .spacing(gap::SMALL)
                    .align_y(Alignment::Center),
            )
            .padding([12.0, gap::MEDIUM]),
        );
    }
    row![
        rule::vertical(1).style(look.line()),
        container(panel)
            .width(Length::Fill)
            .height(Length::Fill)
            .style(look.surface())
    ]
    .into()
}

/// A section: its title, perhaps a button at its right, and what it holds.
pub fn section<'a, Message: Clone + 'a>(
    look: Look,
    title: impl Into<String>,
    action: Option<Element<'a, Message>>,
    body: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    column![
        row![
            text::strong(look, title),
            space().width(Length::Fill),
            action
        ]
        .height(look.control())
        .align_y(Alignment::Center),
        body.into()
    ]
    .spacing(gap::TIGHT)
    .width(Length::Fill)
    .into()
}

/// A line of a section: what it is, and the value.
pub fn line<'a, Message: Clone + 'a>(
    look: Look,
    label: impl Into<String>,
    value: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    parted(look, (1, 2), label, value)
}

/// The same where what it is and the value share the width otherwise, as where labels are whole sentences.
pub fn parted<'a, Message: Clone + 'a>(
    look: Look,
    (one, other): (u16, u16),
    label: impl Into<String>,
    value: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        container(text::muted(look, label)).width(Length::FillPortion(one)),
        container(value).width(Length::FillPortion(other))
    ]
    .spacing(gap::SMALL)
    .padding(Padding::ZERO.vertical(gap::TIGHT))
    .align_y(Alignment::Center)
    .into()
}
