//! A question over the page. While it stands nothing behind it can be reached; the focus starts in it, stays in
//! it, and goes back to where it was when it closes. Escape is the same as the button that leaves all as it is.
//! The title and the answers are always seen; what stands between them scrolls where the window is too low for it.

use iced::keyboard::{Key, Modifiers};
use iced::widget::{Stack, container, opaque, row, scrollable};
use iced::{Alignment, Length, Padding, border};

use super::fitted::fitted;
use super::scope::Scope;
use super::theme::{Look, Mode, RING, space};
use super::{Element, text};

/// The width of a dialog with text of the usual size, in pixels.
const WIDTH: f32 = 480.0;

/// A question.
pub struct Dialog<'a, Message> {
    /// What it is about.
    pub title: String,
    /// What the person must know to answer.
    pub body: Element<'a, Message>,
    /// The answers. The one that leaves is the first and stands at the left, the others at the right: a press that is
    /// repeated where something was done never closes the answer to it.
    pub answers: Vec<Element<'a, Message>>,
    /// What Escape means.
    pub on_close: Message,
}

/// What keys mean in a dialog that no control took.
pub type Keys<Message> = fn(&Key, Modifiers) -> Option<Message>;

/// The page with the dialog over it, if there is one, and the keys that are heard in it beside its own. The page is
/// always wrapped, so that what was typed in it stays when a dialog comes and goes.
pub fn over<'a, Message: Clone + 'a>(
    look: Look,
    page: impl Into<Element<'a, Message>>,
    dialog: Option<Dialog<'a, Message>>,
    keys: Option<Keys<Message>>,
) -> Element<'a, Message> {
    let asleep = dialog.is_some();
    let mut layers = Stack::new()
        .width(Length::Fill)
        .height(Length::Fill)
        .push(Scope::page(page).asleep(asleep));
    if let Some(dialog) = dialog {
        layers = layers.push(opaque(veil(look, dialog, keys)));
    }
    layers.into()
}

fn veil<'a, Message: Clone + 'a>(
    look: Look,
    dialog: Dialog<'a, Message>,
    keys: Option<Keys<Message>>,
) -> Element<'a, Message> {
    let p = look.palette;
    let mut answers = dialog.answers.into_iter();
    let leave = answers.next();
    let answers = row![
        leave,
        iced::widget::space().width(Length::Fill),
        row(answers).spacing(space::SMALL)
    ]
    .align_y(Alignment::Center);
    // The rings around what has the focus reach over its edge.
    let body = container(dialog.body)
        .padding(Padding::from(RING))
        .width(Length::Fill);
    let bar = scrollable::Scrollbar::new()
        .width(8)
        .scroller_width(8)
        .spacing(space::SMALL);
    let body = scrollable(body)
        .direction(scrollable::Direction::Vertical(bar))
        .style(look.scroll_bar());
    let answers = container(answers)
        .width(Length::Fill)
        .padding(Padding::ZERO.top(space::SMALL));
    // Whoever sees little sees by its edge where the page ends and the question begins.
    let edge = if look.mode == Mode::HighContrast {
        2.0
    } else {
        1.0
    };
    let title = text::title(look, dialog.title);
    let parts = [title.into(), body.into(), answers.into()];
    let card = container(fitted(parts, space::MEDIUM - RING))
        .padding(space::LARGE)
        .max_width(look.wide(WIDTH))
        .style(move |_| container::Style {
            background: Some(p.surface.into()),
            border: border::rounded(8).width(edge).color(p.outline),
            ..container::Style::default()
        });
    let mut scope = Scope::dialog(card).on_escape(dialog.on_close);
    if let Some(keys) = keys {
        scope = scope.on_key(keys);
    }
    container(scope)
        .center(Length::Fill)
        .padding(space::MEDIUM)
        .style(move |_| container::Style {
            background: Some(p.veil.into()),
            ..container::Style::default()
        })
        .into()
}
