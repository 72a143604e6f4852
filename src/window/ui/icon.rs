//! The icons: own line drawings of 20 by 20 units with one stroke, coloured as they are drawn. An icon never
//! stands alone for a state; a word stands beside it.

use iced::Element;
use iced::widget::svg;

use super::theme::{Look, Step, Tint};

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        /// Every drawing by what it stands for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Icon {
            $($name,)*
        }

        impl Icon {
            /// Every icon, for the gallery.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            fn drawing(self) -> &'static [u8] {
                match self {
                    $(Self::$name => include_bytes!(concat!(
                        "../../../resources/icons/", $file, ".svg"
                    )),)*
                }
            }
        }
    };
}

icons! {
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    Block = "block",
    Calendar = "calendar",
    Check = "check",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronUp = "chevron-up",
    Clock = "clock",
    Close = "close",
    Contact = "contact",
    Dash = "dash",
    Done = "done",
    Door = "door",
    Edit = "edit",
    Encoder = "encoder",
    Error = "error",
    Filter = "filter",
    Fob = "fob",
    Help = "help",
    Info = "info",
    Key = "key",
    Lock = "lock",
    Log = "log",
    Mail = "mail",
    More = "more",
    Phone = "phone",
    Plus = "plus",
    Premises = "premises",
    Print = "print",
    ProgrammingKey = "programming-key",
    Refresh = "refresh",
    Remove = "remove",
    Role = "role",
    Search = "search",
    Settings = "settings",
    Store = "store",
    Todo = "todo",
    User = "user",
    Warning = "warning",
}

/// An icon of the usual 16 pixels; it grows with the text.
pub fn icon<'a, Message: 'a>(look: Look, icon: Icon, tint: Tint) -> Element<'a, Message> {
    icon_of_size(look, icon, tint, 16.0)
}

/// An icon of another size, in pixels beside text of the usual size.
pub fn icon_of_size<'a, Message: 'a>(
    look: Look,
    icon: Icon,
    tint: Tint,
    size: f32,
) -> Element<'a, Message> {
    // By two pixels with each step of the text, so that icons stay even and sharp.
    let size = size + look.size(Step::Body) - 14.0;
    svg(svg::Handle::from_memory(icon.drawing()))
        .width(size)
        .height(size)
        .style(move |_, _| svg::Style { color: Some(tint) })
        .into()
}
