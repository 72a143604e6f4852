//! `bench DIR ...`: acts on a running bench through its control socket. Only `main` starts one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::arguments::{Bench, BenchAction, Global};
use super::output::{Answer, Form, Output};
use super::view::name_lock;
use super::{Failure, Outcome, session};
use crate::i18n::Arguments as Values;
use crate::model::{Lock, LockNumber};
use crate::time::UtcMillis;

pub(super) fn act(global: &Global, bench: &Bench, output: &Output) -> Outcome {
    let Some(action) = &bench.action else {
        return Err(Failure::usage("bench-not-from-here", []));
    };
    let (asked, lock) = request_of(global, action)?;
    let mut answer = request(&bench.directory, &asked)?;
    let plain = answer.clone();
    name(&mut answer, &asked, lock.as_ref());
    let text = match action {
        BenchAction::Present { .. } => Some(visit(&answer, output)),
        // A dump is for eyes and tools alike: laid out as the JSON it is.
        BenchAction::Dump { .. } => serde_json::to_string_pretty(&answer).ok(),
        // What was done is what was asked for: people are told what is new.
        _ => None,
    };
    let form = match (text, plain) {
        (Some(text), _) => Form::Text(text),
        (None, Value::Object(fields)) if fields.is_empty() => Form::Text(String::new()),
        (None, plain) => Form::Table(plain),
    };
    Ok(Answer { json: answer, form })
}

/// Every answer says what was done, and to which medium; a visit, to which lock.
fn name(answer: &mut Value, asked: &Value, lock: Option<&KnownLock>) {
    answer["action"] = asked["verb"].clone();
    if answer["name"].is_null() {
        answer["name"] = asked["name"].clone();
    }
    answer["id"] = answer["name"].clone();
    if let Some((number, lock)) = lock {
        name_lock(answer, *number, lock.as_ref());
    }
}

/// What happened at a door, in a line.
fn visit(answer: &Value, output: &Output) -> String {
    let none = Values::new();
    let decision = answer["decision"].as_str().unwrap_or_default();
    let mut verdict = output.text(&format!("word-{decision}"), &none);
    if let Some(reason) = answer["reason"].as_str() {
        let why = output.find(&format!("decision-{reason}"), &none);
        let why = why.unwrap_or_default();
        verdict = format!("{verdict}: {why} [{reason}]");
    }
    let list = |field: &str, text: &str| match &answer[field] {
        Value::Null => String::new(),
        version => {
            let version = Values::from([("version", version.to_string().into())]);
            format!(", {}", output.text(text, &version))
        }
    };
    let lists = [
        list("blocklist_taken", "told-list-taken"),
        list("blocklist_given", "told-list-given"),
    ];
    let number = |field: &str| answer[field].to_string().into();
    let values = Values::from([
        ("verdict", verdict.into()),
        ("exchanges", number("decision_exchanges")),
        ("bytes", number("decision_bytes")),
        ("all", number("exchanges")),
        ("allbytes", number("bytes")),
        ("lists", lists.concat().into()),
    ]);
    output.text("told-visit", &values)
}

/// What the bench is asked, and the lock that this is about.
fn request_of(
    global: &Global,
    action: &BenchAction,
) -> Result<(Value, Option<KnownLock>), Failure> {
    let mut door = None;
    let asked = match action {
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
            // A time that is none is refused as everywhere, before the bench is asked.
            let _time: Option<UtcMillis> = at.as_deref().map(str::parse).transpose()?;
            let (number, _) = door.insert(known_lock(global, lock)?);
            json!({"verb": "present", "name": name, "lock": number, "at": at})
        }
        BenchAction::Dump { name } => json!({"verb": "dump", "name": name}),
        BenchAction::Stats => json!({"verb": "stats"}),
    };
    Ok((asked, door))
}

/// A lock by its number alone, or as the system knows it.
type KnownLock = (LockNumber, Option<Lock>);

/// A lock by its number; by name or id where a system is named.
fn known_lock(global: &Global, text: &str) -> Result<KnownLock, Failure> {
    if let Ok(number) = text.parse() {
        return Ok((LockNumber(number), None));
    }
    let lock = session::reading(global)?.lock(text)?.lock;
    Ok((lock.number, Some(lock)))
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
