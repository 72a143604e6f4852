//! Secrets of whoever calls: told by a file or in the environment, never as an argument; or typed, where a person sits at
//! a terminal.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use zeroize::Zeroizing;

use super::Failure;
use super::arguments::Global;
use super::output::Output;
use super::session::operator;
use crate::device::piv::PinState;
use crate::i18n::Arguments;

/// Where a secret is told without a person.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    file: Option<&'a Path>,
    variable: &'static str,
    what: &'static str,
    option: &'static str,
}

impl<'a> Told<'a> {
    /// The operator's password.
    pub(super) fn password(global: &'a Global) -> Self {
        Self {
            file: global.password_file.as_deref(),
            variable: "KEYWRIGHT_PASSWORD",
            what: "password",
            option: "--password-file",
        }
    }

    /// The password that an operator shall have from now on.
    pub(super) fn new_password(file: Option<&'a Path>) -> Self {
        Self {
            file,
            variable: "KEYWRIGHT_NEW_PASSWORD",
            what: "new-password",
            option: "--new-password-file",
        }
    }

    /// The PIN of the programming key.
    pub(super) fn pin(global: &'a Global) -> Self {
        Self {
            file: global.pin_file.as_deref(),
            variable: "KEYWRIGHT_PIN",
            what: "pin",
            option: "--pin-file",
        }
    }

    /// The PIN of the token that becomes a programming key beside the system's.
    pub(super) fn new_token_pin(file: Option<&'a Path>) -> Self {
        Self {
            file,
            variable: "KEYWRIGHT_NEW_TOKEN_PIN",
            what: "new-token-pin",
            option: "--new-token-pin-file",
        }
    }

    /// The PUK of a programming key.
    pub(super) fn puk(file: Option<&'a Path>) -> Self {
        Self {
            file,
            variable: "KEYWRIGHT_PUK",
            what: "puk",
            option: "--puk-file",
        }
    }

    /// The recovery code.
    pub(super) fn recovery_code(file: Option<&'a Path>) -> Self {
        Self {
            file,
            variable: "KEYWRIGHT_RECOVERY_CODE",
            what: "recovery-code",
            option: "--recovery-file",
        }
    }

    /// Whether a file was named or the variable is set.
    fn is_told(self) -> bool {
        let set = std::env::var_os(self.variable).is_some_and(|value| !value.is_empty());
        self.file.is_some() || set
    }

    /// Whether it is not told and a person sits at a terminal, to be asked for it.
    pub(super) fn may_be_asked(self, global: &Global) -> bool {
        let person = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        person && !global.json && !self.is_told()
    }

    /// What was told.
    ///
    /// # Errors
    /// A file that cannot be read; nothing told, with the ways to tell it.
    pub(super) fn read(self) -> Result<Zeroizing<String>, Failure> {
        if let Some(file) = self.file {
            return in_file(file);
        }
        let value = std::env::var(self.variable).ok().map(Zeroizing::new);
        let value = value.filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            let (what, option, variable) = (self.what, self.option, self.variable);
            let values = [("what", what), ("option", option), ("variable", variable)];
            Failure::usage("no-secret", values)
        })
    }

    /// What was told, where anything was.
    pub(super) fn read_if_told(self) -> Result<Option<Zeroizing<String>>, Failure> {
        self.is_told().then(|| self.read()).transpose()
    }

    /// What was told; else what a person types who is asked for it.
    pub(super) fn read_or_ask(
        self,
        global: &Global,
        ask: impl FnOnce() -> Result<Zeroizing<String>, Failure>,
    ) -> Result<Zeroizing<String>, Failure> {
        if self.may_be_asked(global) {
            ask()
        } else {
            self.read()
        }
    }
}

/// A secret that stands in a file, without the end of its line.
pub(super) fn in_file(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|error| {
        let (file, reason) = (file.display().to_string(), error.to_string());
        Failure::usage("secret-file", [("file", &file), ("reason", &reason)])
    })?;
    Ok(Zeroizing::new(
        text.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

/// What a person typed, kept as long as the command runs. Wiped on drop; shown to nobody.
#[derive(Clone, Default)]
pub struct Typed(Arc<OnceLock<Zeroizing<String>>>);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(..)")
    }
}

/// The operator's password.
pub(super) fn password(global: &Global) -> Result<Zeroizing<String>, Failure> {
    Told::password(global).read_or_ask(global, || {
        if let Some(typed) = global.typed_password.0.get() {
            return Ok(typed.clone());
        }
        let operator = Arguments::from([("operator", operator(global)?.to_string().into())]);
        let typed = asked(global, "ask-password", &operator)?;
        Ok(global.typed_password.0.get_or_init(|| typed).clone())
    })
}

/// The password that the first operator of a new system shall have.
pub(super) fn first_password(global: &Global) -> Result<Zeroizing<String>, Failure> {
    new_by(Told::password(global), global, "ask-new-password")
}

/// The password that an operator shall have from now on.
pub(super) fn new_password(
    global: &Global,
    file: Option<&Path>,
) -> Result<Zeroizing<String>, Failure> {
    new_by(Told::new_password(file), global, "ask-new-password")
}

/// The PIN that a token shall have from now on.
pub(super) fn new_pin(global: &Global) -> Result<Zeroizing<String>, Failure> {
    new_by(Told::pin(global), global, "ask-new-pin")
}

fn new_by(told: Told<'_>, global: &Global, question: &str) -> Result<Zeroizing<String>, Failure> {
    told.read_or_ask(global, || asked_twice(global, question, &Arguments::new()))
}

/// What a person types who is asked by the text `question`, not shown.
pub(super) fn asked(
    global: &Global,
    question: &str,
    values: &Arguments,
) -> Result<Zeroizing<String>, Failure> {
    typed(&Output::new(global).text(question, values))
}

/// As [`asked`], of what shall be from now on: twice, as nobody sees what is typed.
pub(super) fn asked_twice(
    global: &Global,
    question: &str,
    values: &Arguments,
) -> Result<Zeroizing<String>, Failure> {
    let once = asked(global, question, values)?;
    let again = asked(global, "ask-again", &Arguments::new())?;
    if *once == *again {
        Ok(once)
    } else {
        Err(Failure::usage("typed-differ", []))
    }
}

/// The PIN that a token has, told before how many tries are left.
pub(super) fn asked_pin(
    global: &Global,
    label: &str,
    state: PinState,
) -> Result<Zeroizing<String>, Failure> {
    let mut values = Arguments::from([("label", label.into())]);
    let question = match state {
        PinState::Tries(1) => "ask-pin-last",
        PinState::Tries(left) => {
            let _none = values.insert("left", left.to_string().into());
            "ask-pin"
        }
        PinState::Untold => "ask-pin-untold",
        PinState::Verified | PinState::Blocked => "ask-pin-plain",
    };
    asked(global, question, &values)
}

/// A secret from standard input, one line. Where a person types it, it is asked for and not shown.
pub(super) fn from_stdin() -> Result<Zeroizing<String>, Failure> {
    typed(">")
}

/// One line of standard input; a terminal shows the question and not what is typed.
fn typed(question: &str) -> Result<Zeroizing<String>, Failure> {
    let input = std::io::stdin();
    let mut line = Zeroizing::new(String::with_capacity(256));
    let _hidden = input.is_terminal().then(|| {
        let hidden = Hidden::new();
        eprint!("{question} ");
        hidden
    });
    let read = input.lock().read_line(&mut line).is_ok();
    let line = Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned());
    if read && !line.is_empty() {
        Ok(line)
    } else {
        Err(Failure::usage("nothing-typed", []))
    }
}

/// A terminal that does not show what is typed, until this is dropped.
#[cfg(unix)]
struct Hidden(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Hidden {
    fn new() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let shown = tcgetattr(std::io::stdin()).ok();
        if let Some(shown) = &shown {
            let mut hidden = shown.clone();
            hidden.local_modes.remove(LocalModes::ECHO);
            let _set = tcsetattr(std::io::stdin(), OptionalActions::Flush, &hidden);
        }
        Self(shown)
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(shown) = &self.0 {
            let _set = tcsetattr(std::io::stdin(), OptionalActions::Now, shown);
            eprintln!();
        }
    }
}

/// Elsewhere what is typed is shown.
#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn new() -> Self {
        Self
    }
}
