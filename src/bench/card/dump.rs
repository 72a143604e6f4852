//! The memory of a card as its own makers would print it: applications, key versions, files. A view from
//! inside that owes nothing to the code that programs fobs. Key bytes are never shown.

use data_encoding::HEXUPPER;
use serde_json::{Value, json};

use super::desfire::rights;
use super::image::{Application, Body, File, Image, Key, Records};
use super::{Medium, OtherKind};

impl Medium {
    /// The plain memory as JSON.
    pub fn dump(&self) -> Value {
        match self {
            Self::Desfire(image) => desfire(image),
            Self::Other(other) => json!({
                "kind": match other.kind {
                    OtherKind::Classic1K => "classic-1k",
                    OtherKind::Ultralight => "ultralight",
                    OtherKind::Unknown => "unknown",
                },
                "uid": HEXUPPER.encode(&other.uid),
            }),
        }
    }
}

fn desfire(image: &Image) -> Value {
    json!({
        "kind": "desfire",
        "chip": image.chip,
        "uid": HEXUPPER.encode(&image.uid),
        "master_key": key(0, &image.key),
        "settings": image.settings,
        "format_disabled": image.format_disabled,
        "random_uid": image.random_uid,
        "memory": { "bytes": image.chip.memory(), "free": image.free(), "lost": image.lost },
        "applications": image.applications.iter().map(application).collect::<Vec<_>>(),
    })
}

fn application(application: &Application) -> Value {
    let [low, middle, high] = application.aid;
    let keys = application
        .keys
        .iter()
        .enumerate()
        .map(|(number, found)| key(number, found));
    json!({
        "aid": HEXUPPER.encode(&[high, middle, low]),
        "settings": application.settings,
        "keys": keys.collect::<Vec<_>>(),
        "iso_name": HEXUPPER.encode(&application.iso_name),
        "files": application.files.iter().map(|(number, found)| file(*number, found)).collect::<Vec<_>>(),
    })
}

fn key(number: usize, key: &Key) -> Value {
    json!({
        "number": number,
        "cipher": key.kind,
        "version": key.version(),
        "zero": key.bytes.iter().all(|byte| *byte == 0),
    })
}

fn file(number: u8, file: &File) -> Value {
    let [read, write, both, change] = rights(file.access);
    let content = match &file.body {
        Body::Standard { data } => {
            json!({ "type": "standard", "size": data.len(), "data": HEXUPPER.encode(data) })
        }
        Body::Backup { data } => {
            json!({ "type": "backup", "size": data.len(), "data": HEXUPPER.encode(data) })
        }
        Body::Value {
            lower,
            upper,
            value,
            limited,
            ..
        } => {
            json!({ "type": "value", "lower": lower, "upper": upper, "value": value, "limited_credit": limited })
        }
        Body::Linear(found) => records("linear", found),
        Body::Cyclic(found) => records("cyclic", found),
    };
    let mut description = json!({
        "number": number,
        "communication": match file.communication { 1 => "maced", 3 => "full", _ => "plain" },
        "access": { "read": read, "write": write, "read_write": both, "change": change },
    });
    if let (Some(all), Value::Object(content)) = (description.as_object_mut(), content) {
        all.extend(content);
    }
    description
}

fn records(kind: &str, records: &Records) -> Value {
    let size = (records.size as usize).max(1);
    json!({
        "type": kind,
        "record_size": records.size,
        "max_records": records.max,
        "records": records.data.chunks(size).map(|record| HEXUPPER.encode(record)).collect::<Vec<_>>(),
    })
}
