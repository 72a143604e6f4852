//! What comes out: one JSON object, or text for people; errors with cause and remedy; progress.

use std::cell::Cell;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::arguments::Global;
use super::{Failure, Outcome};
use crate::device::encoder::{Phase, Progress};
use crate::i18n::{Arguments, Language, Texts};
use crate::workflow::{self, Class};

/// At most 20 lines of progress a second.
const PAUSE: Duration = Duration::from_millis(50);

/// What a command answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// For scripts.
    pub json: Value,
    /// For people; none = the JSON, laid out.
    pub text: Option<String>,
}

impl Answer {
    /// The answer of `user add` and `key program`.
    pub(crate) fn of_keys(json: Value) -> Self {
        Self {
            text: Some(super::summary::told(&json)),
            json,
        }
    }
}

impl From<Value> for Answer {
    fn from(json: Value) -> Self {
        Self { json, text: None }
    }
}

/// Where answers, errors and progress go.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
    texts: Texts,
    last: Cell<Option<(Phase, Instant)>>,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        Self::speaking(global.json, global.messages.as_deref())
    }

    /// JSON or not, in the language of a tag, or as the locale says.
    pub(crate) fn speaking(json: bool, tag: Option<&str>) -> Self {
        Self {
            json,
            texts: Texts::new(language(tag)),
            last: Cell::new(None),
        }
    }

    /// Prints how a command ended. An answer that could not be printed is no success: somebody waits for it.
    pub(crate) fn end(&self, outcome: Outcome) -> ExitCode {
        match outcome {
            Ok(answer) => match self.answer(&answer) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    self.problem("answer-not-written", &format!("The command was carried out, but its answer could not be written: {error}."), "");
                    ExitCode::from(3)
                }
            },
            Err(Failure::Usage(sentence)) => {
                self.problem("usage", &sentence, &self.remedy("usage"));
                ExitCode::from(2)
            }
            Err(Failure::Bench { code, message }) => {
                self.problem(&code, &message, &self.remedy(&code));
                ExitCode::from(3)
            }
            Err(Failure::Station(error)) => {
                let (message, remedy) = self.describe(&error);
                self.problem(error.code(), &message, &remedy);
                exit_code(&error)
            }
            Err(Failure::Partly(mut answer, error)) => {
                let (message, remedy) = self.describe(&error);
                // What stopped it, beside what was done.
                if self.json
                    && let Some(fields) = answer.json.as_object_mut()
                {
                    fields.extend([
                        ("code".to_owned(), json!(error.code())),
                        ("message".to_owned(), json!(message)),
                        ("remedy".to_owned(), json!(remedy)),
                    ]);
                }
                let _unheard = self.answer(&answer);
                if !self.json {
                    self.problem(error.code(), &message, &remedy);
                }
                exit_code(&error)
            }
        }
    }

    /// Tells a script that its arguments make no sense; a person was told already.
    pub(crate) fn unusable(&self, sentence: &str) {
        let line = json!({"code": "usage", "message": sentence, "remedy": self.remedy("usage")});
        let _shown = writeln!(std::io::stdout(), "{line}");
    }

    fn remedy(&self, code: &str) -> String {
        self.texts
            .find(&format!("error-{code}-remedy"), &Arguments::new())
            .unwrap_or_default()
    }

    /// Cause and remedy of an error in the person's language.
    pub(crate) fn describe(&self, error: &workflow::Error) -> (String, String) {
        self.texts.error(error.code(), &error.arguments())
    }

    /// The line of an action in the answer of `user add` and `key program`.
    pub(crate) fn action(&self, action: &str, outcome: Result<(), &workflow::Error>) -> Value {
        match outcome {
            Ok(()) => {
                json!({"action": action, "outcome": "done", "code": null, "message": null, "remedy": null})
            }
            Err(error) => {
                let (message, remedy) = self.describe(error);
                let word = if error.class() == Class::Refused {
                    "refused"
                } else {
                    "failed"
                };
                let mut line = json!({"action": action, "outcome": word, "code": error.code(), "message": message, "remedy": remedy});
                if let workflow::Error::Overflow { costs, .. } = error {
                    let cost = |(source, bytes): &(_, Option<usize>)| json!({"source": source, "bytes": bytes});
                    line["costs"] = costs.iter().map(cost).collect();
                }
                line
            }
        }
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

    fn answer(&self, answer: &Answer) -> std::io::Result<()> {
        let text = match &answer.text {
            _ if self.json => answer.json.to_string(),
            Some(text) => text.trim_end().to_owned(),
            None => laid_out(&answer.json),
        };
        if text.is_empty() {
            return Ok(());
        }
        let mut out = std::io::stdout();
        writeln!(out, "{text}")?;
        out.flush()
    }

    fn problem(&self, code: &str, message: &str, remedy: &str) {
        if self.json {
            let line = json!({"code": code, "message": message, "remedy": remedy});
            let _shown = writeln!(std::io::stdout(), "{line}");
        }
        let sentence = [message, remedy].join(" ");
        let _shown = writeln!(std::io::stderr(), "keywright: {} [{code}]", sentence.trim());
    }
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
        Class::Device => ExitCode::from(3),
        Class::Store => ExitCode::from(4),
    }
}

/// JSON for people: a list as a table, an object as lines.
fn laid_out(value: &Value) -> String {
    match value {
        Value::Object(fields) => match fields.get("items") {
            Some(Value::Array(items)) => table(items),
            _ => lines(value, 0),
        },
        Value::Null => String::new(),
        other => word(other),
    }
}

fn lines(value: &Value, depth: usize) -> String {
    let Value::Object(fields) = value else {
        return word(value);
    };
    let indent = "  ".repeat(depth);
    let shown = fields.iter().filter(|(_, field)| !field.is_null());
    let line = |(name, field): (&String, &Value)| {
        let label = format!("{indent}{}", name.replace('_', " "));
        match field {
            Value::Object(_) => format!("{label}:\n{}", lines(field, depth + 1)),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let rows = table(items).replace('\n', &format!("\n{indent}  "));
                format!("{label}:\n{indent}  {rows}\n")
            }
            _ => format!("{label:<24} {}\n", word(field)),
        }
    };
    shown.map(line).collect()
}

fn table(items: &[Value]) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        let shown = item
            .iter()
            .filter(|(name, value)| !value.is_object() && *name != "id");
        for (name, _) in shown {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    let mut rows = vec![
        columns
            .iter()
            .map(|name| name.replace('_', " ").to_uppercase())
            .collect::<Vec<_>>(),
    ];
    for item in items {
        rows.push(
            columns
                .iter()
                .map(|name| item.get(name.as_str()).map(word).unwrap_or_default())
                .collect(),
        );
    }
    let widths: Vec<usize> = (0..columns.len())
        .map(|place| {
            rows.iter()
                .map(|row| row[place].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(", "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Object(fields) => fields
            .values()
            .map(word)
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        other @ Value::Number(_) => other.to_string(),
    }
}
