//! The state of something: an icon and a word on a ground of its tone. The colour only repeats what they say.

use iced::widget::{container, row};
use iced::{Alignment, Padding};

use super::icon::{Icon, icon_of_size};
use super::theme::{FONT_STRONG, Look, Tone, space};
use super::{Element, text};

/// The icon that goes with a tone where nothing more telling is known.
pub fn usual_icon(tone: Tone) -> Icon {
    match tone {
        Tone::Neutral => Icon::Dash,
        Tone::Info => Icon::Info,
        Tone::Good => Icon::Done,
        Tone::Warn => Icon::Warning,
        Tone::Bad => Icon::Error,
    }
}

/// A badge.
pub fn badge<'a, Message: 'a>(
    look: Look,
    tone: Tone,
    drawing: Icon,
    word: impl Into<String>,
) -> Element<'a, Message> {
    let tint = look.tint(tone);
    container(
        row![
            icon_of_size(look, drawing, tint, 14.0),
            text::small(look, word)
                .font(FONT_STRONG)
                .color(tint)
                .wrapping(iced::widget::text::Wrapping::None)
        ]
        .spacing(space::TIGHT)
        .align_y(Alignment::Center),
    )
    .padding(Padding::from([2.0, 6.0]))
    .style(look.toned(tone, false))
    .into()
}
