//! What comes out: one JSON object, or text for people; errors with cause and remedy; progress.

use std::cell::Cell;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::arguments::Global;
use super::detail;
use super::layout::Layout;
use super::summary::Summary;
use super::usage::Usage;
use super::{Failure, Outcome};
use crate::device::encoder::{Phase, Progress};
use crate::i18n::{Arguments, Language, Texts, ended};
use crate::model::KeyNumber;
use crate::time::Zone;
use crate::workflow::{self, Class};

/// At most 20 lines of progress a second.
const PAUSE: Duration = Duration::from_millis(50);

/// What a command answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// For scripts.
    pub json: Value,
    /// For people.
    pub form: Form,
}

/// How an answer is told to people.
#[derive(Debug, Clone, Default)]
pub(crate) enum Form {
    /// The JSON, laid out.
    #[default]
    LaidOut,
    /// The answer of `user add` and `key program`.
    Keys,
    /// Another value than the JSON, laid out; it tells every fault by itself.
    Table(Value),
    /// A text of its own.
    Text(String),
    /// Not at all: it was told when it had to be.
    Told,
}

impl Answer {
    /// The answer of `user add` and `key program`.
    pub(crate) fn of_keys(json: Value) -> Self {
        Self {
            form: Form::Keys,
            json,
        }
    }

    /// An answer with a text of its own for people, where there is one.
    pub(crate) fn with_text(json: Value, text: Option<String>) -> Self {
        let form = text.map_or(Form::LaidOut, Form::Text);
        Self { json, form }
    }
}

impl Answer {
    /// The answer that was told before the command ended.
    pub(crate) fn told() -> Self {
        Self {
            json: Value::Null,
            form: Form::Told,
        }
    }
}

impl From<Value> for Answer {
    fn from(json: Value) -> Self {
        Self {
            json,
            form: Form::LaidOut,
        }
    }
}

/// Where answers, errors and progress go.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
    texts: Texts,
    /// The zone of the system, once one was opened.
    zone: Arc<OnceLock<Zone>>,
    last: Cell<Option<(Phase, Instant)>>,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        Self {
            zone: Arc::clone(&global.zone),
            ..Self::speaking(global.json, global.messages.as_deref())
        }
    }

    /// JSON or not, in the language of a tag, or as the locale says.
    pub(crate) fn speaking(json: bool, tag: Option<&str>) -> Self {
        Self {
            json,
            texts: Texts::new(language(tag)),
            zone: Arc::default(),
            last: Cell::new(None),
        }
    }

    /// Prints how a command ended. An answer that could not be printed is no success: somebody waits for it.
    pub(crate) fn end(&self, outcome: Outcome) -> ExitCode {
        match outcome {
            Ok(answer) => match self.answer(&answer) {
                Ok(()) => ExitCode::SUCCESS,
                // Whoever reads has seen enough (`| head`). What is told once only must not get lost like that.
                Err(error)
                    if error.kind() == ErrorKind::BrokenPipe
                        && !matches!(answer.form, Form::Text(_))
                        && answer.json.get("recovery_code").is_none() =>
                {
                    ExitCode::SUCCESS
                }
                Err(error) => {
                    let reason = Arguments::from([("reason", error.to_string().into())]);
                    let (message, remedy) = self.texts.error("answer-not-written", &reason);
                    self.problem("answer-not-written", &message, &remedy);
                    ExitCode::from(3)
                }
            },
            Err(Failure::Usage(usage)) => {
                self.problem("usage", &usage.told(&self.texts), &self.remedy("usage"));
                ExitCode::from(2)
            }
            Err(Failure::Bench { code, message }) => {
                // The bench speaks English, and names what it means; other languages have a sentence for its code.
                let own = self.texts.find(&format!("error-{code}"), &Arguments::new());
                let message = match self.language() {
                    Language::English => message,
                    _ => own.unwrap_or(message),
                };
                self.problem(&code, &message, &self.remedy(&code));
                ExitCode::from(3)
            }
            Err(Failure::Station(error)) => {
                let (message, remedy) = self.describe(&error);
                let mut line = json!({"code": error.code(), "message": message, "remedy": remedy});
                detail::add(&mut line, &error);
                self.trouble(&line);
                exit_code(&error)
            }
            Err(Failure::Partly(answer, error)) => {
                let _unheard = self.answer(&answer);
                // A script finds the error in the answer, unless that was told before there was one; and what the
                // answer says of it in detail is not said twice.
                let told_all = matches!(answer.form, Form::Table(_));
                if !told_all && (!self.json || matches!(answer.form, Form::Told)) {
                    let (message, mut remedy) = self.describe(&error);
                    // What the answer says of a key that is left to write is what to do next.
                    if let Some(left) = remedy_told(&answer.json, error.code()) {
                        remedy = left;
                    }
                    self.complain(
                        &json!({"code": error.code(), "message": message, "remedy": remedy}),
                    );
                }
                exit_code(&error)
            }
        }
    }

    /// Tells that the arguments make no sense, and to people how the verb is used.
    pub(crate) fn unusable(&self, sentence: &str, usage: Option<&str>) {
        self.problem("usage", sentence, &self.remedy("usage"));
        if let Some(line) = usage.filter(|_| !self.json) {
            let _shown = writeln!(std::io::stderr(), "{line}");
        }
    }

    /// Tells why there is no window; people get the sentence as it is.
    pub(crate) fn no_window(&self, sentence: &str) {
        if self.json {
            self.problem("no-window", sentence, "");
        } else {
            let _shown = writeln!(std::io::stderr(), "keywright: {sentence}");
        }
    }

    /// The sentence of a slip on the command line.
    pub(crate) fn usage(&self, usage: &Usage) -> String {
        usage.told(&self.texts)
    }

    fn remedy(&self, code: &str) -> String {
        self.texts
            .find(&format!("error-{code}-remedy"), &Arguments::new())
            .unwrap_or_default()
    }

    /// Whether a script reads the answer.
    pub(crate) fn is_for_scripts(&self) -> bool {
        self.json
    }

    /// A text in the person's language.
    pub(crate) fn text(&self, id: &str, arguments: &Arguments) -> String {
        self.texts.text(id, arguments)
    }

    /// A text in the person's language, where there is one.
    pub(crate) fn find(&self, id: &str, arguments: &Arguments) -> Option<String> {
        self.texts.find(id, arguments)
    }

    /// Access times with the days in the person's language.
    pub(crate) fn times(&self, plain: &str) -> String {
        self.texts.times(plain)
    }

    /// The person's language.
    pub(crate) fn language(&self) -> Language {
        self.texts.language()
    }

    /// Cause and remedy of an error in the person's language.
    pub(crate) fn describe(&self, error: &workflow::Error) -> (String, String) {
        let (cause, remedy) = self.texts.error(error.code(), &error.arguments());
        // What the window shows as a choice is an option here.
        let option = self
            .texts
            .find(&format!("remedy-{}", error.code()), &Arguments::new());
        match option {
            Some(option) => (cause, [remedy, option].join(" ")),
            None => (cause, remedy),
        }
    }

    /// Cause and remedy of a code that was kept.
    pub(crate) fn describe_code(&self, code: &str, values: &Arguments) -> (String, String) {
        self.texts.error(code, values)
    }

    /// Adds code and sentence of something worth knowing to an action that was done.
    pub(crate) fn add_notice(&self, action: &mut Value, code: &str) {
        action["code"] = json!(code);
        action["message"] = json!(
            self.texts
                .text(&format!("notice-{code}"), &Arguments::new())
        );
    }

    /// Adds code, cause and remedy of an error to an item of a list.
    pub(crate) fn tell(&self, item: &mut Value, error: &workflow::Error) {
        let (message, remedy) = self.describe(error);
        item["code"] = json!(error.code());
        item["message"] = json!(message);
        item["remedy"] = json!(remedy);
    }

    /// The line of an action in the answer of `user add` and `key program`.
    pub(crate) fn action(&self, action: &str, outcome: Result<(), &workflow::Error>) -> Value {
        match outcome {
            Ok(()) => {
                json!({"action": action, "outcome": "done", "code": null, "message": null, "remedy": null})
            }
            Err(error) => {
                let (message, remedy) = self.describe(error);
                let word = if matches!(error.class(), Class::Refused | Class::Usage) {
                    "refused"
                } else {
                    "failed"
                };
                let mut line = json!({"action": action, "outcome": word, "code": error.code(), "message": message, "remedy": remedy});
                detail::add(&mut line, error);
                line
            }
        }
    }

    /// The line of the write of a key. Where it failed, the advice names what writes this very key: the command that was
    /// given did more than that, and cannot be given again. `options` are those of the write, as they were written.
    pub(crate) fn write_of(
        &self,
        action: &str,
        number: KeyNumber,
        outcome: Result<(), &workflow::Error>,
        options: &str,
        by_its_fob: bool,
    ) -> Value {
        let mut line = self.action(action, outcome);
        if let Some(remedy) = line["remedy"].as_str() {
            let chosen = match options {
                "" if by_its_fob => "no",
                _ => "yes",
            };
            let values = Arguments::from([
                ("number", [&number.to_string(), options].concat().into()),
                ("chosen", chosen.into()),
            ]);
            let left = self.texts.text("told-left-to-write", &values);
            line["remedy"] = json!([remedy, &left].join(" "));
        }
        line
    }

    /// Shows how far a write is: every change of phase, and else at most 20 times a second.
    pub(crate) fn progress(&self, progress: Progress) {
        let now = Instant::now();
        let quiet = self
            .last
            .get()
            .is_some_and(|(phase, at)| phase == progress.phase && now - at < PAUSE);
        if quiet {
            return;
        }
        self.last.set(Some((progress.phase, now)));
        let phase = phase_word(progress.phase);
        let line = if self.json {
            json!({"phase": phase, "done": progress.exchanges, "total": progress.expected})
                .to_string()
        } else {
            let text = self
                .texts
                .text(&format!("phase-{phase}"), &Arguments::new());
            format!("{:>4}/{} {text}", progress.exchanges, progress.expected)
        };
        let _shown = writeln!(std::io::stderr(), "{line}");
    }

    /// A line for people while a long command runs; nothing in JSON mode.
    pub(crate) fn say(&self, line: &str) {
        if !self.json {
            let _shown = writeln!(std::io::stdout(), "{line}");
        }
    }

    /// Prints an answer.
    pub(crate) fn answer(&self, answer: &Answer) -> std::io::Result<()> {
        let layout = Layout::new(&self.texts, self.zone.get().copied());
        let text = match &answer.form {
            Form::Told => String::new(),
            _ if self.json => answer.json.to_string(),
            Form::Text(text) => text.clone(),
            Form::Table(value) => layout.laid_out(value),
            Form::Keys => Summary::new(&self.texts, layout).told(&answer.json),
            Form::LaidOut => layout.laid_out(&answer.json),
        };
        let text = text.trim_end();
        if text.is_empty() {
            return Ok(());
        }
        let mut out = std::io::stdout();
        writeln!(out, "{text}")?;
        out.flush()
    }

    fn problem(&self, code: &str, message: &str, remedy: &str) {
        self.trouble(&json!({"code": code, "message": message, "remedy": remedy}));
    }

    /// Code, cause and remedy, and what must be known to get past it: to a script as its one object, to people as a line.
    fn trouble(&self, line: &Value) {
        if self.json {
            // Where nobody reads the answers any more, somebody may still read the log.
            if writeln!(std::io::stdout(), "{line}").is_err() {
                self.complain(line);
            }
            return;
        }
        self.complain(line);
        let layout = Layout::new(&self.texts, self.zone.get().copied());
        for line in detail::lines(line, &self.texts, &layout) {
            let _shown = writeln!(std::io::stderr(), "    {line}");
        }
    }

    /// Tells on standard error, where a script finds JSON lines only.
    fn complain(&self, line: &Value) {
        let said = if self.json {
            line.to_string()
        } else {
            let word = |name: &str| line[name].as_str().unwrap_or_default();
            let message = ended(word("message").to_owned());
            let sentence = [message.as_str(), word("remedy")].join(" ");
            format!("keywright: {} [{}]", sentence.trim(), word("code"))
        };
        let _shown = writeln!(std::io::stderr(), "{said}");
    }
}

/// The remedy that an answer gives for the action that failed with this code.
fn remedy_told(answer: &Value, code: &str) -> Option<String> {
    let mut actions = answer["actions"].as_array()?.iter();
    let failed = actions.find(|action| action["code"] == code && action["outcome"] != "done")?;
    failed["remedy"].as_str().map(str::to_owned)
}

/// The language of a tag, or as the locale says.
pub(crate) fn language(tag: Option<&str>) -> Language {
    let locale = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    let tag = tag.map(str::to_owned).or_else(locale).unwrap_or_default();
    Language::of(&tag)
}

/// The word of a phase, for scripts and for the message id `phase-<word>`.
pub(crate) fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Identify => "identify",
        Phase::Keys => "keys",
        Phase::Files => "files",
        Phase::Write => "write",
        Phase::Commit => "commit",
        Phase::ReadBack => "read-back",
        Phase::FactoryCheck => "factory-check",
        Phase::Empty => "empty",
    }
}

fn exit_code(error: &workflow::Error) -> ExitCode {
    match error.class() {
        Class::Refused => ExitCode::from(1),
        Class::Usage => ExitCode::from(2),
        Class::Device => ExitCode::from(3),
        Class::Store => ExitCode::from(4),
    }
}
