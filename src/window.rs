//! The window: the face that the person at the counter sees. The only room that names the toolkit.
//!
//! `ui` holds the look and the controls; the screens stand on top of it. A screen says what it shows and what the
//! person meant; it never talks to a device or to the store except through `workflow`.

/// The window as a program.
pub mod app;
/// The thread behind the window, on which store and devices live.
pub mod desk;
mod display;
/// How a person wants the window.
pub mod preferences;
/// The screens.
pub mod screen;
/// The look and the controls of which every screen is made.
pub mod ui;

/// Every control in every state, for the eye and for tests; not in a release.
#[cfg(debug_assertions)]
pub mod gallery;

pub use display::{Answering, NoWindow, probe as probe_display};

/// The embedded typeface, regular and semibold, licensed under the SIL Open Font License 1.1.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../resources/fonts/Inter-Regular.otf"),
    include_bytes!("../resources/fonts/Inter-SemiBold.otf"),
];

/// Opens the window on a display and returns when it is closed.
///
/// # Errors
/// [`NoWindow`] where no window can be opened on the display.
pub fn run(start: app::Start, display: &Answering) -> Result<(), NoWindow> {
    display::guarded(display, || {
        app::program(start).run().map_err(|error| error.to_string())
    })
}

/// Opens the gallery of the controls and returns when it is closed.
///
/// # Errors
/// As [`run`].
#[cfg(debug_assertions)]
pub fn run_gallery(start: gallery::Start, display: &Answering) -> Result<(), NoWindow> {
    display::guarded(display, || {
        gallery::program(start)
            .run()
            .map_err(|error| error.to_string())
    })
}

/// How the window is opened: the typeface, the size of text, the least size.
pub fn settings() -> iced::Settings {
    iced::Settings {
        id: Some("keywright".to_owned()),
        fonts: FONTS.into_iter().map(Into::into).collect(),
        default_font: ui::theme::FONT,
        default_text_size: iced::Pixels(14.0),
        ..iced::Settings::default()
    }
}
