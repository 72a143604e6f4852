//! The control socket of a running bench: one JSON object a line as request, one as answer.
//!
//! Requests: `{"verb":"new","kind":"fob","name":N,"chip":C}` (also `"uid"`, 14 hexadecimal digits, and
//! `"keeps_factory_keys"`, the numbers of keys that go on opening to the factory's, 255 for the card master key, and
//! `"master_key_version"`, the number in the parity bits of the factory's master key),
//! `{"verb":"lay","name":N}`, `{"verb":"lift"}`, `{"verb":"pull","after_exchange":K}` (also `"moment"`:
//! `before`, `executed`, `mid-answer`, `answered`), `{"verb":"damage","direction":D,"position":P,"damage":..}`,
//! `{"verb":"unplug"}` (also `"after_exchange":K`) and `{"verb":"plug"}` (the encoder), `{"verb":"withhold","count":K}`, `{"verb":"refuse","command":C,"how":H}` (the reader
//! refuses the commands with this code: `"unknown"`, `"silent"` or `{"status":S}`; 0 says yes and does nothing), `{"verb":"heal"}`, `{"verb":"dump","name":N}`, `{"verb":"list"}`,
//! `{"verb":"stats"}` (with the key agreements and the PINs taken of the token plugged in); for tokens `{"verb":"new","kind":"token","name":N}` (PIN, PUK and serial number are told this
//! once; with `"factory":C`, a cipher such as `aes192`, one as it leaves the factory), `{"verb":"insert","name":N}`,
//! `{"verb":"remove"}` (also `"after_exchange":K` and `"executed":true`); `{"verb":"seat","name":N}` puts a token that is
//! not plugged in into the contact slot as a card, `{"verb":"unseat"}` takes it out; for locks those of
//! [`super::door`]; and whatever verbs the owner of the bench has added.
//! Answers: `{"ok":true, ..}` or `{"ok":false,"code":C,"message":M}`.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use data_encoding::HEXUPPER_PERMISSIVE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::Error;
use super::card::{Key, Medium};
use super::fault::{LineFault, Moment, Pull, Refusal};
use super::station::Bench;
use super::{contact, door, slot};

/// The name of the socket in the folder of a bench.
pub const SOCKET: &str = "control.sock";

/// Sends a request to the bench that runs in `folder` and returns its answer.
pub fn request(folder: &Path, request: &Value) -> Result<Value, Error> {
    let mut stream = UnixStream::connect(folder.join(SOCKET)).map_err(Error::NotRunning)?;
    let mut line = serde_json::to_vec(request).map_err(Error::Request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = String::new();
    if BufReader::new(stream).read_line(&mut answer)? == 0 {
        return Err(Error::NotRunning(
            std::io::ErrorKind::ConnectionReset.into(),
        ));
    }
    serde_json::from_str(&answer).map_err(Error::Request)
}

/// Answers one line.
pub(super) fn answer(bench: &mut Bench, line: &[u8]) -> Vec<u8> {
    let result = serde_json::from_slice(line)
        .map_err(Error::Request)
        .and_then(|request| act(bench, &request));
    let answer = match result {
        Ok(mut answer) => {
            drop(answer.insert("ok".to_owned(), Value::Bool(true)));
            Value::Object(answer)
        }
        Err(error) => json!({ "ok": false, "code": error.code(), "message": error.to_string() }),
    };
    let mut bytes = answer.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

#[derive(Deserialize)]
struct New {
    kind: String,
    name: String,
    chip: Option<String>,
    uid: Option<String>,
    #[serde(default)]
    keeps_factory_keys: Vec<u8>,
    #[serde(default)]
    master_key_version: u8,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Pulled {
    after_exchange: u64,
    moment: Option<Moment>,
}

#[derive(Deserialize)]
struct Unplugged {
    after_exchange: Option<u64>,
}

#[derive(Deserialize)]
struct Refused {
    command: u8,
    how: Refusal,
}

#[derive(Deserialize)]
struct Withheld {
    count: u32,
}

fn act(bench: &mut Bench, request: &Value) -> Result<Map<String, Value>, Error> {
    let verb = request["verb"].as_str().unwrap_or_default();
    if let Some(answer) = bench.added_verb(verb, request) {
        return answer.map(object);
    }
    let elsewhere = door::verbs::act(bench, verb, request);
    let elsewhere = elsewhere.or_else(|| contact::act(bench, verb, request));
    if let Some(answer) = elsewhere.or_else(|| slot::act(bench, verb, request)) {
        return answer.map(object);
    }
    match verb {
        "new" => new(bench, read(request)?),
        "lay" => bench
            .lay(&read::<Named>(request)?.name)
            .map(|()| Map::new()),
        "lift" => Ok(object(json!({ "name": bench.lift() }))),
        "pull" => {
            let Pulled {
                after_exchange,
                moment,
            } = read(request)?;
            pull(bench, after_exchange, moment);
            Ok(Map::new())
        }
        "unplug" => {
            let after = read::<Unplugged>(request)?.after_exchange;
            bench.unplug_encoder_after(after.unwrap_or_default());
            Ok(Map::new())
        }
        "plug" => bench.plug_encoder().map(|()| Map::new()),
        "damage" => {
            bench.encoder().arm_line(read::<LineFault>(request)?);
            Ok(Map::new())
        }
        "withhold" => {
            bench
                .encoder()
                .withhold_acknowledgements(read::<Withheld>(request)?.count);
            Ok(Map::new())
        }
        "refuse" => {
            let Refused { command, how } = read(request)?;
            bench.encoder().refuse(command, Some(how));
            Ok(Map::new())
        }
        "heal" => {
            bench.encoder().heal();
            Ok(Map::new())
        }
        "dump" => {
            let name = read::<Named>(request)?.name;
            let mut dump = object(bench.medium(&name)?.dump());
            drop(dump.insert("name".to_owned(), Value::String(name)));
            Ok(dump)
        }
        "list" => list(bench),
        "stats" => {
            let stats = serde_json::to_value(bench.encoder().take_stats());
            let mut stats = object(stats.map_err(Error::Request)?);
            let (agreements, pins) = bench.slot().take_uses();
            drop(stats.insert("agreements".to_owned(), agreements.into()));
            drop(stats.insert("pins".to_owned(), pins.into()));
            Ok(stats)
        }
        other => Err(Error::VerbUnknown {
            verb: other.to_owned(),
        }),
    }
}

fn list(bench: &mut Bench) -> Result<Map<String, Value>, Error> {
    let tokens = bench.slot().names()?;
    let inserted = bench.slot().inserted().map(str::to_owned);
    let seated = bench.contact().seated().map(str::to_owned);
    Ok(object(json!({
        "items": bench.names(),
        "in_field": bench.in_field(),
        "encoder": bench.has_encoder(),
        "tokens": tokens,
        "inserted": inserted,
        "seated": seated,
    })))
}

fn new(bench: &mut Bench, request: New) -> Result<Map<String, Value>, Error> {
    if request.kind != "fob" {
        return Err(Error::ChipUnknown { chip: request.kind });
    }
    let chip = request.chip.unwrap_or_else(|| "ev1-8k".to_owned());
    let uid = match request.uid {
        Some(text) => HEXUPPER_PERMISSIVE
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| <[u8; 7]>::try_from(bytes).ok())
            .ok_or(Error::UidUnusable { uid: text })?,
        None => bench.new_uid(),
    };
    let mut medium = Medium::named(&chip, uid).ok_or(Error::ChipUnknown { chip })?;
    if let Medium::Desfire(image) = &mut medium {
        image.factory_keys_kept = request.keeps_factory_keys;
        image.key = Key::factory_des(request.master_key_version);
    }
    let uid = data_encoding::HEXUPPER.encode(medium.uid());
    bench.add(&request.name, medium)?;
    Ok(object(json!({ "name": request.name, "uid": uid })))
}

/// `after_exchange` 0 is at once.
fn pull(bench: &mut Bench, after_exchange: u64, moment: Option<Moment>) {
    if after_exchange == 0 {
        drop(bench.lift());
        return;
    }
    let moment = moment.unwrap_or(Moment::Answered);
    bench.encoder().arm_pull(Some(Pull {
        exchange: after_exchange,
        moment,
    }));
}

fn read<T: DeserializeOwned>(request: &Value) -> Result<T, Error> {
    T::deserialize(request).map_err(Error::Request)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Null => Map::new(),
        other => Map::from_iter([("answer".to_owned(), other)]),
    }
}
