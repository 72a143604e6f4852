//! The window: the face that the person at the counter sees. The only room that names the toolkit.
//!
//! `ui` holds the look and the controls; the screens stand on top of it. A screen says what it shows and what the
//! person meant; it never talks to a device or to the store except through `workflow`.

/// The window as a program.
pub mod app;
/// The thread behind the window, on which store and devices live.
pub mod desk;
/// How a person wants the window.
pub mod preferences;
/// The screens.
pub mod screen;
/// The look and the controls of which every screen is made.
pub mod ui;

/// Every control in every state, for the eye and for tests; not in a release.
#[cfg(debug_assertions)]
pub mod gallery;

use std::env;
use std::ffi::OsString;

/// The embedded typeface, regular and semibold, licensed under the SIL Open Font License 1.1.
pub const FONTS: [&[u8]; 2] = [
    include_bytes!("../resources/fonts/Inter-Regular.otf"),
    include_bytes!("../resources/fonts/Inter-SemiBold.otf"),
];

/// Whether there is a display to open a window on. The toolkit panics where there is none, so this is asked
/// first; where it says no, the text `window-no-display` says why and what to do.
pub fn display_available() -> bool {
    cfg!(not(all(unix, not(target_os = "macos")))) || display_named(|name| env::var_os(name))
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// What the toolkit says where no window can be made.
pub fn run(start: app::Start) -> Result<(), String> {
    app::program(start).run().map_err(|error| error.to_string())
}

fn display_named(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
        .into_iter()
        .any(|name| variable(name).is_some_and(|value| !value.is_empty()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_is_there_when_a_variable_names_it() {
        assert!(!display_named(|_| None));
        assert!(!display_named(|_| Some(OsString::new())));
        assert!(display_named(
            |name| (name == "DISPLAY").then(|| ":0".into())
        ));
        assert!(display_named(
            |name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".into())
        ));
    }
}
