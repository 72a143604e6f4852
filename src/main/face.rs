//! Which face a call without a verb of its own gets: the window where there is one and a display for it.

use std::process::ExitCode;

use keywright::cli::arguments::Demo;
#[cfg(feature = "window")]
use keywright::cli::arguments::Verb;
use keywright::cli::{self, Arguments};

/// `demo DIR`: the window beside its bench; without a display the main job, printed.
#[cfg(unix)]
pub fn demo(arguments: &Arguments, demo: &Demo) -> ExitCode {
    #[cfg(feature = "window")]
    if !demo.headless {
        match keywright::window::probe_display() {
            Ok(display) => {
                return match cli::demo_open(&arguments.global, demo) {
                    Ok(opening) => window::run(&opening, None, &demo.looks, &display),
                    Err(code) => code,
                };
            }
            // The main job is done without a window.
            Err(reason) if !arguments.global.json => drop(window::without(arguments, &reason)),
            Err(_) => {}
        }
    }
    #[cfg(not(feature = "window"))]
    let _ = demo;
    cli::run(arguments)
}

/// No verb, or `open FILE`.
#[cfg(feature = "window")]
pub fn open(arguments: &Arguments) -> ExitCode {
    if arguments.verb.is_none() && arguments.global.json {
        // Who asks for JSON is a script: no window answers it.
        return cli::run(arguments);
    }
    let display = match keywright::window::probe_display() {
        Ok(display) => display,
        Err(reason) => return window::without(arguments, &reason),
    };
    let none = keywright::cli::arguments::Open::default();
    let asked = match &arguments.verb {
        Some(Verb::Open(open)) => open,
        _ => &none,
    };
    let opening = cli::Opening::of(&arguments.global);
    window::run(&opening, asked.file.clone(), &asked.looks, &display)
}

/// As above, in a program without a window: says so.
#[cfg(not(feature = "window"))]
pub fn open(arguments: &Arguments) -> ExitCode {
    cli::run(arguments)
}

/// `gallery`: every control in every state.
#[cfg(all(feature = "window", debug_assertions))]
pub fn gallery(arguments: &Arguments) -> ExitCode {
    window::gallery(arguments)
}

#[cfg(feature = "window")]
mod window {
    use std::path::PathBuf;
    use std::process::ExitCode;

    use keywright::cli::arguments::Looks;
    use keywright::cli::{self, Arguments, Opening};
    use keywright::i18n::Texts;
    use keywright::window::app::Start;
    use keywright::window::desk::{Config, PinNote, Secret};
    use keywright::window::preferences::Preferences;
    use keywright::window::{Answering, NoWindow};
    use keywright::workflow::hardware::TokenName;

    /// Opens the window and waits until it is closed.
    pub fn run(
        opening: &Opening,
        file: Option<PathBuf>,
        looks: &Looks,
        display: &Answering,
    ) -> ExitCode {
        let kept = Preferences::usual_path();
        let mut preferences = match &kept {
            Some(path) if path.exists() => Preferences::read(path),
            _ => Preferences {
                language: opening.language().tag().to_owned(),
                ..Preferences::default()
            },
        };
        if let Some(theme) = &looks.theme {
            preferences.theme.clone_from(theme);
        }
        if let Some(scale) = looks.scale {
            preferences.scale = scale;
        }
        if let Some(language) = &looks.language {
            preferences.language.clone_from(language);
        }
        let global = &opening.global;
        let start = Start {
            bench: matches!(opening.token(), Some(TokenName::Bench(_))),
            system: file.or_else(|| global.system.clone()),
            operator: global.operator.clone(),
            password: opening
                .password
                .as_ref()
                .map(|password| Secret::new(password.to_string())),
            config: Config {
                encoder: global.encoder.clone(),
                encoder_ports: global.encoder_ports.clone(),
                contact: global.contact.clone(),
                token: opening.token(),
                at: opening.at(),
                preferences: kept,
                note: opening
                    .note
                    .clone()
                    .map(|(token, file)| PinNote { token, file }),
            },
            preferences,
            signals: true,
            ..Start::default()
        };
        match keywright::window::run(start, display) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => said(opening, &reason),
        }
    }

    /// The gallery of the controls.
    #[cfg(debug_assertions)]
    pub fn gallery(arguments: &Arguments) -> ExitCode {
        let start = keywright::window::gallery::Start::default();
        let shown = keywright::window::probe_display();
        match shown.and_then(|display| keywright::window::run_gallery(start, &display)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(reason) => without(arguments, &reason),
        }
    }

    /// Says why there is no window, and what to do.
    pub fn without(arguments: &Arguments, reason: &NoWindow) -> ExitCode {
        said(&Opening::of(&arguments.global), reason)
    }

    fn said(opening: &Opening, reason: &NoWindow) -> ExitCode {
        let sentence = reason.say(&Texts::new(opening.language()));
        cli::without_window(&opening.global, &sentence)
    }
}
