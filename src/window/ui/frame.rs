//! The two arrangements of the window: the page with navigation, side panel and device strip, and the wizard
//! with its steps at the left.

use iced::widget::{Column, column, container, row, rule, scrollable, space};
use iced::{Alignment, Length, Padding};

use super::side_panel;
use super::theme::{CONTENT, Look, space as gap};
use super::{Element, text};

/// Whether a window of this width, in pixels before the scale, is too narrow for the words of the navigation.
pub fn is_narrow(look: Look, width: f32) -> bool {
    width < look.wide(960.0)
}

/// The parts of the window.
pub struct Frame<'a, Message> {
    /// The navigation at the left.
    pub nav: Element<'a, Message>,
    /// The page in the middle.
    pub page: Element<'a, Message>,
    /// The panel at the right, if one is open.
    pub side: Option<Element<'a, Message>>,
    /// The device strip at the lower edge.
    pub strip: Element<'a, Message>,
}

/// The window with its parts.
pub fn frame<'a, Message: 'a>(look: Look, parts: Frame<'a, Message>) -> Element<'a, Message> {
    container(column![
        row![
            parts.nav,
            rule::vertical(1).style(look.line()),
            container(parts.page)
                .width(Length::Fill)
                .height(Length::Fill),
            parts
                .side
                .map(|side| container(side).width(look.wide(side_panel::WIDTH) + 1.0))
        ]
        .height(Length::Fill),
        parts.strip
    ])
    .width(Length::Fill)
    .height(Length::Fill)
    .style(look.canvas())
    .into()
}

/// The head of a page: its title, and what can be done on it at the right.
pub fn page_head<'a, Message: 'a>(
    look: Look,
    title: impl Into<String>,
    actions: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    page_head_of(look, text::page(look, title), actions)
}

/// The same with something else in the place of the title, as tabs that say as much.
pub fn page_head_of<'a, Message: 'a>(
    look: Look,
    title: impl Into<Element<'a, Message>>,
    actions: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    container(
        row![
            title.into(),
            space().width(Length::Fill),
            iced::widget::row(actions)
                .spacing(gap::SMALL)
                .align_y(Alignment::Center)
        ]
        .align_y(Alignment::Center)
        .height(look.control()),
    )
    .padding(Padding::from([gap::MEDIUM, gap::LARGE]))
    .width(Length::Fill)
    .into()
}

/// The parts of a wizard.
pub struct Wizard<'a, Message> {
    /// What is being done, such as "Add user".
    pub title: String,
    /// The steps at the left.
    pub steps: Element<'a, Message>,
    /// The title of this step.
    pub step: String,
    /// What this step asks.
    pub content: Element<'a, Message>,
    /// The button at the left of the foot, that leaves the wizard or closes it.
    pub leave: Option<Element<'a, Message>>,
    /// The buttons at the right of the foot, the primary one last.
    pub go: Vec<Element<'a, Message>>,
}

/// The id of what scrolls in a wizard: a new step begins at its top.
pub const WIZARD: &str = "wizard content";

/// The wizard with its parts. The content scrolls, the foot stays.
pub fn wizard<'a, Message: 'a>(look: Look, parts: Wizard<'a, Message>) -> Element<'a, Message> {
    let left = container(
        column![
            container(text::title(look, parts.title)).padding(Padding::ZERO.left(gap::SMALL)),
            scrollable(parts.steps)
                .direction(super::theme::vertical())
                .style(look.scroll_bar())
        ]
        .spacing(gap::MEDIUM),
    )
    .padding([gap::LARGE, gap::MEDIUM])
    .height(Length::Fill)
    .style(look.surface());
    let body = Column::new()
        .push(text::page(look, parts.step))
        .push(parts.content)
        .spacing(gap::MEDIUM)
        .max_width(CONTENT);
    let body = scrollable(
        container(body)
            .padding([gap::LARGE, gap::SECTION])
            .width(Length::Fill),
    )
    .id(iced::widget::Id::new(WIZARD))
    .width(Length::Fill)
    .height(Length::Fill)
    .direction(super::theme::vertical())
    .style(look.scroll_bar());
    let foot = foot(look, CONTENT, gap::SECTION, parts.leave, parts.go);
    row![
        left,
        rule::vertical(1).style(look.line()),
        column![body, foot].width(Length::Fill)
    ]
    .height(Length::Fill)
    .into()
}

/// The foot below what is entered, as wide as that at most. What leaves stands at the left, what goes on at the right:
/// a press that is repeated where something went on never leaves.
pub fn foot<'a, Message: 'a>(
    look: Look,
    width: f32,
    side: f32,
    leave: Option<Element<'a, Message>>,
    go: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let buttons = row![
        leave,
        space().width(Length::Fill),
        // Where there is no room for all beside one another, they take a second line rather than being squeezed.
        iced::widget::row(go)
            .spacing(gap::SMALL)
            .wrap()
            .vertical_spacing(gap::SMALL)
            .align_x(iced::alignment::Horizontal::Right)
    ];
    let buttons = container(container(buttons).max_width(width))
        .padding([gap::MEDIUM, side])
        .width(Length::Fill)
        .style(look.surface());
    column![rule::horizontal(1).style(look.line()), buttons].into()
}
