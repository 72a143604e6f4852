//! `bench DIR ...`: acts on a running bench through its control socket. Only `main` starts one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::arguments::{Bench, BenchAction, Global};
use super::output::Answer;
use super::{Failure, Outcome, session};

pub(super) fn act(global: &Global, bench: &Bench) -> Outcome {
    let Some(action) = &bench.action else {
        return Err(Failure::usage("bench-not-from-here", []));
    };
    let answer = request(&bench.directory, &request_of(global, action)?)?;
    let text = match action {
        BenchAction::Present { .. } => Some(visit(&answer)),
        // A dump is for eyes and tools alike: laid out as the JSON it is.
        BenchAction::Dump { .. } => serde_json::to_string_pretty(&answer).ok(),
        _ => None,
    };
    Ok(Answer::with_text(answer, text))
}

/// What happened at a door, in a line.
fn visit(answer: &Value) -> String {
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let reason = answer["reason"]
        .as_str()
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default();
    let exchanged = ["blocklist_taken", "blocklist_given"].map(|name| match &answer[name] {
        Value::Null => String::new(),
        version => format!(", {} version {version}", name.replace('_', " ")),
    });
    format!(
        "{}{reason}  (decided after {} exchanges and {} bytes; the whole visit {} and {}{})",
        word("decision"),
        answer["decision_exchanges"],
        answer["decision_bytes"],
        answer["exchanges"],
        answer["bytes"],
        exchanged.concat(),
    )
}

fn request_of(global: &Global, action: &BenchAction) -> Result<Value, Failure> {
    Ok(match action {
        BenchAction::New {
            kind,
            name,
            chip,
            factory,
        } => {
            json!({"verb": "new", "kind": kind, "name": name, "chip": chip, "factory": factory})
        }
        BenchAction::Insert { name } => json!({"verb": "insert", "name": name}),
        BenchAction::Remove { after_exchange } => {
            json!({"verb": "remove", "after_exchange": after_exchange})
        }
        BenchAction::Seat { name } => json!({"verb": "seat", "name": name}),
        BenchAction::Unseat => json!({"verb": "unseat"}),
        BenchAction::Lay { name } => json!({"verb": "lay", "name": name}),
        BenchAction::Lift => json!({"verb": "lift"}),
        BenchAction::Unplug { after_exchange } => {
            json!({"verb": "unplug", "after_exchange": after_exchange})
        }
        BenchAction::Plug => json!({"verb": "plug"}),
        BenchAction::Pull { after_exchange } => {
            json!({"verb": "pull", "after_exchange": after_exchange})
        }
        BenchAction::Present { name, lock, at } => {
            let at = at.clone().or_else(|| global.at.clone());
            json!({"verb": "present", "name": name, "lock": lock_number(global, lock)?, "at": at})
        }
        BenchAction::Dump { name } => json!({"verb": "dump", "name": name}),
        BenchAction::Stats => json!({"verb": "stats"}),
    })
}

/// A lock by its number; by name or id where a system is named.
fn lock_number(global: &Global, text: &str) -> Result<u32, Failure> {
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => Ok(session::reading(global)?.lock(text)?.lock.number.0),
    }
}

/// Sends one request to the bench in `folder` and returns its answer.
#[cfg(unix)]
pub(super) fn request(folder: &Path, request: &Value) -> Result<Value, Failure> {
    let gone = |error: std::io::Error| Failure::Bench {
        code: "bench-not-running".to_owned(),
        message: format!("no bench answers in {}: {error}.", folder.display()),
    };
    let mut stream =
        std::os::unix::net::UnixStream::connect(folder.join("control.sock")).map_err(gone)?;
    writeln!(stream, "{request}").map_err(gone)?;
    let mut line = String::new();
    let _bytes = BufReader::new(stream).read_line(&mut line).map_err(gone)?;
    let mut answer: Value = serde_json::from_str(&line).map_err(|error| gone(error.into()))?;
    let fields = answer.as_object_mut();
    if fields.and_then(|fields| fields.remove("ok")) == Some(Value::Bool(true)) {
        return Ok(answer);
    }
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    Err(Failure::Bench {
        code: text("code"),
        message: text("message"),
    })
}
