//! What must be known to get past a refusal, as JSON and for people: what each source costs, what follows from each
//! choice of a home group, what may be taken off a full blocklist.

use serde_json::{Value, json};

use super::layout::Layout;
use super::output::Output;
use super::view::{name_key, name_user};
use crate::i18n::{Arguments, Texts};
use crate::model::{BLOCKLIST_CAPACITY, Key, KeyNumber, Uid};
use crate::store::{BlocklistEntry, KeyRecord};
use crate::workflow::capacity::{Capacity, Room};
use crate::workflow::choosing::{GroupChoice, Orphan};
use crate::workflow::plan::SourceCost;
use crate::workflow::pruning::RemovableEntries;
use crate::workflow::whose::KnownFob;
use crate::workflow::{Detail, Error, Station};

/// Adds the details of an error to the object that tells it.
pub(super) fn add(line: &mut Value, error: &Error) {
    if let Some(excess) = error.excess() {
        line["excess"] = json!(excess);
    }
    if let Error::Detailed { detail, .. } = error {
        match detail {
            Detail::Costs(costs) => line["costs"] = costs.iter().map(cost).collect(),
            Detail::Choices(choices) => line["choices"] = choices.iter().map(choice).collect(),
            Detail::Removable(lists) => line["removable"] = lists.iter().map(removable).collect(),
            Detail::Fobs { found, expected } => {
                line["fob_found"] = known_fob(found.as_deref());
                line["fob_expected"] = known_fob(expected.as_deref());
            }
            Detail::Stands(_) => {}
            Detail::KeyWaits(waiting) => line["waiting"] = known_fob(Some(waiting)),
            Detail::Media(keys) => line["keys"] = keys.iter().map(medium).collect(),
        }
    }
}

/// The key and the holder of a fob.
fn known_fob(fob: Option<&KnownFob>) -> Value {
    fob.map_or(Value::Null, |fob| {
        let mut view = json!({"key": fob.number, "name": fob.holder});
        name_key(&mut view, Some(fob.key), Some(KeyNumber(fob.number)));
        name_user(&mut view, Some(fob.user), fob.holder.as_deref());
        view
    })
}

/// A key whose medium must be decided on.
fn medium(record: &KeyRecord) -> Value {
    let key = &record.key;
    let name = format!("{} {}", key.kind.as_str(), key.number);
    json!({"id": key.id, "name": name, "number": key.number, "kind": key.kind, "state": key.state, "uid": key.uid.as_ref().map(Uid::to_string)})
}

fn cost(cost: &SourceCost) -> Value {
    json!({
        "source": cost.source,
        "name": cost.name,
        "start": cost.validity.start,
        "end": cost.validity.end,
        "bytes": cost.bytes,
    })
}

/// What follows from the choice of a home group.
pub(super) fn choice(choice: &GroupChoice) -> Value {
    json!({
        "id": choice.id,
        "name": choice.name,
        "locks": choice.locks,
        "blocklist_version": choice.version,
        "blocked": choice.entries,
        "capacity": BLOCKLIST_CAPACITY,
        "locks_behind": choice.behind,
        "carriers": choice.carriers,
        "not_carried": choice.not_carried,
    })
}

/// What may be taken off a blocklist.
pub(super) fn removable(list: &RemovableEntries) -> Value {
    let entry = |entry: &BlocklistEntry| {
        let mut view = json!({
            "id": entry.key,
            "name": entry.number.to_string(),
            "key": entry.number,
            "state": entry.state,
            "reason": entry.reason,
            "at": entry.added_at,
        });
        name_key(&mut view, Some(entry.key), Some(entry.number));
        view
    };
    let entries: Vec<Value> = list.entries.iter().map(entry).collect();
    json!({"id": list.group, "name": list.name, "entries": entries})
}

/// What the access of a key takes, and what there is on an empty medium of each chip.
pub(super) fn capacity(capacity: &Capacity) -> Value {
    let room = |room: &Room| json!({"chip": room.chip, "chip_name": room.chip.name(), "bytes": room.bytes, "fits": room.fits});
    let rooms: Vec<Value> = capacity.rooms.iter().map(room).collect();
    json!({"bytes": capacity.needed, "chips": rooms})
}

/// The chips that are too small for a key, each with what it has; none where every one has room.
pub(super) fn too_small(capacity: &Value, texts: &Texts) -> Option<String> {
    let small: Vec<String> = items(&capacity["chips"])
        .filter(|room| room["fits"] == false)
        .map(|room| {
            format!(
                "{} ({})",
                room["chip"].as_str().unwrap_or_default(),
                room["bytes"]
            )
        })
        .collect();
    let values = Arguments::from([
        ("needed", capacity["bytes"].to_string().into()),
        ("chips", small.join(", ").into()),
    ]);
    (!small.is_empty()).then(|| texts.text("told-too-small", &values))
}

/// Adds the keys that a change robbed of their home group to the answer, with a warning.
pub(super) fn add_orphans(
    view: &mut Value,
    station: &Station,
    before: &[Orphan],
    output: &Output,
) -> Result<(), Error> {
    let now = station.orphans()?;
    let is_new = |one: &&Orphan| {
        !before
            .iter()
            .any(|known| known.key.key.id == one.key.key.id)
    };
    let lost: Vec<Value> = now.iter().filter(is_new).map(orphan).collect();
    if !lost.is_empty() {
        let told = output.text("notice-home-group-orphaned", &Arguments::new());
        let before = view["notice"].as_str().unwrap_or_default();
        view["notice"] = json!([before, &told].join(" ").trim());
    }
    view["home_group_orphaned"] = json!(lost);
    Ok(())
}

/// A key whose home group holds none of its locks any more.
fn orphan(orphan: &Orphan) -> Value {
    orphaned(&orphan.key.key, Some(&orphan.group))
}

/// As [`orphan`], of a key and the name of its home group.
pub(super) fn orphaned(key: &Key, group: Option<&str>) -> Value {
    let mut view = json!({
        "id": key.id,
        "name": format!("{} {}", key.kind.as_str(), key.number),
        "number": key.number,
        "key": key.number,
        "home_group": group,
        "home_group_id": key.home_group,
    });
    name_key(&mut view, Some(key.id), Some(key.number));
    view
}

/// The details that [`add`] added, for people.
pub(super) fn lines(line: &Value, texts: &Texts, layout: &Layout<'_>) -> Vec<String> {
    let mut told = Vec::new();
    if items(&line["costs"]).next().is_some() {
        let excess = line["excess"].as_u64().unwrap_or_default();
        let excess = usize::try_from(excess).unwrap_or(usize::MAX);
        let values = Arguments::from([("excess", excess.into())]);
        told.push(texts.text("told-costs", &values));
    }
    for cost in items(&line["costs"]) {
        let dates = layout.span(&cost["start"], &cost["end"]);
        let name = [layout.word("name", &cost["name"]), dates].join(" ");
        let values = Arguments::from([
            ("source", name.trim().to_owned().into()),
            ("bytes", cost["bytes"].to_string().into()),
        ]);
        told.push(texts.text("told-cost", &values));
    }
    for choice in items(&line["choices"]) {
        let count = |name: &str| {
            let number = choice[name].as_u64().unwrap_or_default();
            usize::try_from(number).unwrap_or(usize::MAX)
        };
        let without = layout.word("not_carried", &choice["not_carried"]);
        let values = Arguments::from([
            ("group", layout.word("name", &choice["name"]).into()),
            ("locks", count("locks").into()),
            ("version", count("blocklist_version").to_string().into()),
            ("entries", count("blocked").to_string().into()),
            ("most", count("capacity").to_string().into()),
            ("behind", count("locks_behind").into()),
            ("carriers", count("carriers").into()),
            ("without", without.into()),
        ]);
        told.push(texts.text("told-choice", &values));
    }
    for list in items(&line["removable"]) {
        let keys: Vec<String> = items(&list["entries"])
            .map(|entry| {
                let state = layout.word("state", &entry["state"]);
                format!("{} ({state})", entry["key"])
            })
            .collect();
        let values = Arguments::from([
            ("group", layout.word("name", &list["name"]).into()),
            ("count", keys.len().into()),
            ("keys", keys.join(", ").into()),
        ]);
        told.push(texts.text("told-removable", &values));
    }
    told
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
