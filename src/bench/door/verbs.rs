//! The verbs of doors on the control socket.
//!
//! * `{"verb":"present","name":N,"lock":L}`, also `"at"` (RFC 3339; else the computer's clock) and `"unsure"`
//!   (true: the lock's clock is unsure from now on; false: sure again): `{"decision":"open"|"denied","reason":R|null,
//!   "lock":L, "decision_exchanges", "decision_bytes", "exchanges", "bytes", "microseconds",
//!   "blocklist_taken":V|null, "blocklist_given":V|null, "event":{..}|null}`;
//! * `{"verb":"lock-install","lock":L,"seal_key":HEX}`; `{"verb":"lock-configure","lock":L,"configuration":HEX}`;
//!   `{"verb":"lock-blocklist","lock":L,"blocklist":HEX}`; `{"verb":"lock-reset","lock":L}`;
//! * `{"verb":"lock-read","lock":L}`: `{"lock", "installed", "configuration":HEX|null, "blocklist":HEX|null,
//!   "events":COUNT, "clock":"sure"|"unsure"|"none"}`;
//! * `{"verb":"locks"}`: `{"items":[{"lock", "state":"installed"|"deployed", "revision", "blocklist_version",
//!   "events", "clock"}]}`.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::state::Door;
use super::{Visit, present};
use crate::bench::Error;
use crate::bench::station::Bench;
use crate::lock::UtcSeconds;
use crate::medium::Event;
use crate::model::LockNumber;
use crate::time::{Clock as _, SystemClock, UtcMillis};

#[derive(Deserialize)]
struct Presented {
    name: String,
    lock: LockNumber,
    at: Option<String>,
    unsure: Option<bool>,
}

#[derive(Deserialize)]
struct Installed {
    lock: LockNumber,
    seal_key: String,
}

#[derive(Deserialize)]
struct Configured {
    lock: LockNumber,
    configuration: String,
}

#[derive(Deserialize)]
struct Listed {
    lock: LockNumber,
    blocklist: String,
}

#[derive(Deserialize)]
struct Numbered {
    lock: LockNumber,
}

/// Answers a request if its verb is one of doors.
pub(in crate::bench) fn act(
    bench: &mut Bench,
    verb: &str,
    request: &Value,
) -> Option<Result<Value, Error>> {
    Some(match verb {
        "present" => read(request).and_then(|request| hold_to(bench, &request)),
        "lock-install" => read(request).and_then(|request| install(bench, &request)),
        "lock-configure" => read(request).and_then(|request| configure(bench, &request)),
        "lock-blocklist" => read(request).and_then(|request| bring_list(bench, &request)),
        "lock-read" => door(bench, request).map(|door| contents(&door)),
        "lock-reset" => door(bench, request)
            .and_then(Door::reset)
            .map(|()| Value::Null),
        "locks" => bench
            .doors()
            .all()
            .map(|doors| json!({ "items": doors.iter().map(summary).collect::<Vec<_>>() })),
        _ => return None,
    })
}

fn read<'a, T: Deserialize<'a>>(request: &'a Value) -> Result<T, Error> {
    T::deserialize(request).map_err(Error::Request)
}

fn door(bench: &Bench, request: &Value) -> Result<Door, Error> {
    bench.doors().door(read::<Numbered>(request)?.lock)
}

fn hold_to(bench: &mut Bench, request: &Presented) -> Result<Value, Error> {
    let now = match &request.at {
        Some(text) => text
            .parse()
            .map_err(|error: crate::time::Error| Error::Added {
                code: error.code(),
                message: error.to_string(),
            })?,
        None => SystemClock.now(),
    };
    let mut door = bench.doors().door(request.lock)?;
    if let Some(unsure) = request.unsure {
        door.set_unsure(unsure)?;
    }
    let random = bench.random();
    let visit = bench.with_fob(&request.name, |fob| {
        let mut random = |bytes: &mut [u8]| random.fill(bytes);
        present(&mut door, fob, &mut random, UtcSeconds(now.seconds()))
    })??;
    Ok(told(&visit))
}

fn told(visit: &Visit) -> Value {
    json!({
        "decision": if visit.answer.is_open() { "open" } else { "denied" },
        "reason": visit.answer.reason(),
        "lock": visit.lock,
        "decision_exchanges": visit.deciding.exchanges,
        "decision_bytes": visit.deciding.bytes,
        "exchanges": visit.whole.exchanges,
        "bytes": visit.whole.bytes,
        "microseconds": visit.whole.microseconds,
        "blocklist_taken": visit.taken,
        "blocklist_given": visit.given,
        "event": visit.event.as_ref().map(event),
    })
}

fn event(event: &Event) -> Value {
    json!({
        "time": event.time.map(UtcMillis::from_seconds),
        "lock": event.lock,
        "decision": event.decision,
        "sequence": event.sequence,
        "battery_low": event.battery_low,
        "list_taken": event.list_taken,
        "list_given": event.list_given,
    })
}

fn install(bench: &Bench, request: &Installed) -> Result<Value, Error> {
    let key = Zeroizing::new(bytes(&request.seal_key)?);
    let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| Error::Added {
        code: "bench-seal-key-unusable",
        message: "a seal key is 32 bytes".to_owned(),
    })?;
    bench
        .doors()
        .door(request.lock)?
        .install(Zeroizing::new(key))?;
    Ok(json!({ "lock": request.lock }))
}

fn configure(bench: &Bench, request: &Configured) -> Result<Value, Error> {
    let mut door = bench.doors().door(request.lock)?;
    door.configure(&bytes(&request.configuration)?)?;
    Ok(json!({ "lock": request.lock, "revision": revision(&door) }))
}

fn bring_list(bench: &Bench, request: &Listed) -> Result<Value, Error> {
    let mut door = bench.doors().door(request.lock)?;
    door.bring_list(&bytes(&request.blocklist)?)?;
    let version = door.blocklist().map(|list| list.front().version);
    Ok(json!({ "lock": request.lock, "blocklist_version": version }))
}

fn bytes(text: &str) -> Result<Vec<u8>, Error> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .map_err(|error| Error::Request(serde::de::Error::custom(error)))
}

fn revision(door: &Door) -> Option<u32> {
    let signed = door.configuration()?;
    Some(signed.configuration().revision.0)
}

fn contents(door: &Door) -> Value {
    json!({
        "lock": door.number(),
        "installed": door.is_installed(),
        "configuration": door.configuration().map(|signed| HEXLOWER.encode(signed.as_bytes())),
        "blocklist": door.blocklist().map(|list| HEXLOWER.encode(list.as_bytes())),
        "events": door.events(),
        "clock": door.clock(),
    })
}

fn summary(door: &Door) -> Value {
    json!({
        "lock": door.number(),
        "state": if door.configuration().is_some() { "deployed" } else { "installed" },
        "revision": revision(door),
        "blocklist_version": door.blocklist().map(|list| list.front().version),
        "events": door.events(),
        "clock": door.clock(),
    })
}
