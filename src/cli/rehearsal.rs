//! What a verb that changes places or keys does to keys, told after it or, in a dry run, instead of it.

use serde_json::{Value, json};

use super::output::Output;
use super::view::{Names, put_holder};
use crate::i18n::Arguments;
use crate::model::KeyId;
use crate::workflow::{Error, Station};

/// Of so many keys a dry run tells the difference lock by lock: reading more takes longer than people wait.
const TOLD_IN_FULL: usize = 500;

/// Tells how many keys a change concerned, and what is behind that in a dry run: whose they are, and the
/// difference per lock (`null` where that is too much).
pub(super) fn tell_keys(
    view: &mut Value,
    station: &Station,
    keys: &[KeyId],
    dry_run: bool,
    output: &Output,
) -> Result<(), Error> {
    view["keys_changed"] = json!(keys.len());
    if !dry_run {
        return Ok(());
    }
    let names = Names::of(station)?;
    let holders = station.names_of_users()?;
    let mut changed = Vec::new();
    let mut difference = Vec::new();
    for id in keys {
        let record = station.read(|reading| reading.key(*id))?;
        let holder = record.key.user;
        let mut key = names.key(&record);
        put_holder(&mut key, holder, holders.get(&holder).map(String::as_str));
        changed.push(key);
        if keys.len() <= TOLD_IN_FULL {
            let plan = station.key_plan(*id)?;
            let held = station.holder(holder)?;
            let held = held.iter().flat_map(|person| &person.sources);
            let sources = names.sources(held.map(|source| &source.value), &plan.gave);
            let of = (record.key.id, record.key.number);
            difference.extend(names.difference(of, &plan.difference, &sources));
        }
    }
    view["keys"] = json!(changed);
    view["difference"] = json!((keys.len() <= TOLD_IN_FULL).then_some(difference));
    tell_dry_run(view, output);
    Ok(())
}

/// Marks an answer as that of a dry run.
pub(super) fn tell_dry_run(view: &mut Value, output: &Output) {
    let told = output.text("notice-dry-run", &Arguments::new());
    let before = view["notice"].as_str().unwrap_or_default();
    view["notice"] = json!([before, &told].join(" ").trim());
    view["dry_run"] = json!(true);
}
