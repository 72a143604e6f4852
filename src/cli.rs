//! The command line: reads arguments, calls `workflow`, prints the outcome for people or as JSON. It decides
//! nothing about access and never touches store or device itself.

pub mod arguments;
mod audit;
mod bench;
mod demo;
mod detail;
mod doctor;
mod groups;
mod help;
mod invitation;
mod key;
mod layout;
mod lock;
mod mail;
mod operator;
mod output;
mod premises;
mod programming_key;
mod rehearsal;
mod role;
mod session;
mod sources;
mod summary;
mod system;
mod told;
mod usage;
mod user;
mod view;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

pub use arguments::Arguments;
use arguments::Verb;
pub use demo::{bench_folder as demo_bench, clear as demo_clear, open as demo_open};
use output::{Answer, Output};
use usage::Usage;

use crate::i18n::Texts;
use crate::workflow;

/// Why a command ended without its answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The station refuses or fails.
    Station(workflow::Error),
    /// What was written makes no sense.
    Usage(Usage),
    /// The bench or a file around it fails, with a stable code and a sentence.
    Bench {
        /// Stable code.
        code: String,
        /// What happened.
        message: String,
    },
    /// The command did part of its work; the answer says which, the error what stopped the rest.
    Partly(Box<Answer>, workflow::Error),
}

impl<E: Into<workflow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Station(error.into())
    }
}

type Outcome = Result<Answer, Failure>;

/// What a face without arguments of its own must know: where the system and the devices are, and who works.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The options of the command line, with what a demo adds.
    pub global: arguments::Global,
    /// The operator's password, where it was told.
    pub password: Option<zeroize::Zeroizing<String>>,
    /// Of a demo: the name of its programming key on the bench, and the file with its PIN.
    pub note: Option<(String, std::path::PathBuf)>,
}

impl Opening {
    /// What was told by options and environment.
    pub fn of(global: &arguments::Global) -> Self {
        Self {
            global: global.clone(),
            password: told::Told::password(global).read().ok(),
            note: None,
        }
    }

    /// Which programming key is used: the one that was named, otherwise the one on USB that is the system's. A window
    /// has nowhere to name one.
    pub fn token(&self) -> Option<workflow::hardware::TokenName> {
        if self.global.token.is_none() {
            return Some(workflow::hardware::TokenName::Usb(None));
        }
        session::token_name(&self.global).ok()
    }

    /// The language of messages: as asked for, else as the locale says.
    pub fn language(&self) -> crate::i18n::Language {
        output::language(self.global.messages.as_deref())
    }

    /// The time of `--at`, where it is one.
    pub fn at(&self) -> Option<crate::time::UtcMillis> {
        session::instant(&self.global).ok().flatten()
    }
}

/// The arguments of this process; where they make no sense, the code it ends with. Scripts that asked for
/// JSON get that in JSON too.
///
/// # Errors
/// The exit code, after everything was said.
pub fn parse() -> Result<Arguments, ExitCode> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let texts = Texts::new(usage::spoken(&words));
    // Before the options are handed down to every verb.
    let command = usage::without_cleared(Arguments::command());
    let mut command = help::localized(command, &texts);
    let found = command.try_get_matches_from_mut(&words);
    if let Some(options) = found
        .as_ref()
        .ok()
        .and_then(|matches| usage::nothing_to_change(&command, matches))
    {
        let json = words.iter().any(|word| word == "--json");
        let values = crate::i18n::Arguments::from([("options", options.into())]);
        let sentence = texts.text("usage-nothing-to-change", &values);
        Output::speaking(json, Some(texts.language().tag())).unusable(&sentence, None);
        return Err(ExitCode::from(2));
    }
    let arguments = found.and_then(|matches| Arguments::from_arg_matches(&matches));
    if let Ok(told) = &arguments
        && told.global.confirm_clock
        && !told.verb.as_ref().is_some_and(Verb::opens_a_system)
    {
        let output = Output::new(&told.global);
        return Err(output.end(Err(Failure::usage("confirm-clock", []))));
    }
    arguments.map_err(|error| {
        let json = words.iter().any(|word| word == "--json");
        let helps = matches!(
            error.kind(),
            ErrorKind::DisplayHelp
                | ErrorKind::DisplayVersion
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        if helps && !(json && error.use_stderr()) {
            let _shown = error.print();
        }
        if !error.use_stderr() {
            return ExitCode::SUCCESS;
        }
        if json || !helps {
            let (sentence, line) = usage::sentence(&error, &texts, (&command, &words));
            Output::speaking(json, Some(texts.language().tag()))
                .unusable(&sentence, line.as_deref());
        }
        ExitCode::from(2)
    })
}

/// Tells a failure of a face, or of the bench that was to run beside one, as a command tells its own.
///
/// Returns the exit code of such a failure.
pub fn failed(global: &arguments::Global, code: &str, message: &str) -> ExitCode {
    Output::new(global).end(Err(Failure::Bench {
        code: code.to_owned(),
        message: message.to_owned(),
    }))
}

/// Tells that there is no window, and what to do, which `sentence` says.
pub fn without_window(global: &arguments::Global, sentence: &str) -> ExitCode {
    Output::new(global).no_window(sentence);
    ExitCode::from(2)
}

/// Performs one command and tells how it ended.
pub fn run(arguments: &Arguments) -> ExitCode {
    let output = Output::new(&arguments.global);
    let Some(verb) = &arguments.verb else {
        return output.end(Err(Failure::usage("verb-missing", [])));
    };
    let outcome = match verb {
        Verb::Open(_) => Err(Failure::usage("no-window", [])),
        #[cfg(all(feature = "window", debug_assertions))]
        Verb::Gallery => Err(Failure::usage("no-window", [])),
        Verb::Demo(demo) => demo::run(&arguments.global, demo, &output),
        Verb::Bench(bench) => bench::act(&arguments.global, bench, &output),
        Verb::System(verb) => system::run(&arguments.global, verb, &output),
        Verb::User(verb) => user::run(&arguments.global, verb, &output),
        Verb::Invitation(verb) => invitation::run(&arguments.global, verb, &output),
        Verb::Operator(verb) => operator::run(&arguments.global, verb),
        Verb::AdministratorRole(verb) => operator::roles(&arguments.global, verb),
        Verb::Role(verb) => role::run(&arguments.global, verb, &output),
        Verb::Premises(verb) => premises::run(&arguments.global, verb, &output),
        Verb::Lock(verb) => lock::run(&arguments.global, verb, &output),
        Verb::LockGroup(verb) => groups::lock_groups(&arguments.global, verb),
        Verb::BlockingGroup(verb) => groups::blocking_groups(&arguments.global, verb),
        Verb::Blocklist(verb) => groups::blocklists(&arguments.global, verb, &output),
        Verb::Key(verb) => key::run(&arguments.global, verb, &output),
        Verb::ProgrammingKey(verb) => programming_key::run(&arguments.global, verb, &output),
        Verb::Campaign(verb) => programming_key::campaign(&arguments.global, verb),
        Verb::Task(verb) => key::tasks(&arguments.global, verb, &output),
        Verb::Audit(verb) => audit::run(&arguments.global, verb),
        Verb::Doctor => doctor::run(&arguments.global, &output),
    };
    output.end(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::hardware::TokenName;

    #[test]
    fn a_window_for_which_no_programming_key_was_named_looks_for_one_on_usb() {
        let opening = |token: Option<&str>| {
            let token = token.map(str::to_owned);
            Opening::of(&arguments::Global {
                token,
                ..arguments::Global::default()
            })
        };
        assert_eq!(opening(None).token(), Some(TokenName::Usb(None)));
        let named = opening(Some("pcsc:Reader")).token();
        assert_eq!(named, Some(TokenName::Pcsc("Reader".to_owned())));
        assert_eq!(opening(Some("nonsense")).token(), None);
    }
}
