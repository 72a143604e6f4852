//! What lies on the encoder, read over an authenticated session, in names.

use super::Fault;
use super::data::{EntryView, Job, ReadView, Written};
use super::views::{change_lines, names_of, with_gone};
use crate::access::{AccessTable, Entry, Facts, Target, difference};
use crate::device::encoder::Encoder;
use crate::device::programming_key::ProgrammingKey;
use crate::medium::Image;
use crate::model::{ExpiryInterval, Source};
use crate::store::KeyRecord;
use crate::time::UtcMillis;
use crate::workflow::reading::ReadMedium;
use crate::workflow::{Error, Station};

/// Reads it.
pub(super) fn read(
    station: &mut Station,
    encoder: &mut dyn Encoder,
    token: &mut dyn ProgrammingKey,
) -> Result<(Written, ReadView), Error> {
    let medium = station.read_medium(encoder, token)?;
    let view = view(station, &medium)?;
    let written = Written {
        job: Job::Read,
        number: view.key.unwrap_or_default(),
        uid: view.uid.clone(),
        changes: 0,
        resumed: false,
    };
    Ok((written, view))
}

fn view(station: &Station, medium: &ReadMedium) -> Result<ReadView, Error> {
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let header = medium.image.as_ref().map(Image::header);
    let home = header.and_then(|header| header.home_group);
    let mut groups = facts.blocking_groups.values();
    let home = home.and_then(|number| groups.find(|group| group.number == number));
    let empty = AccessTable::default();
    let table = medium.image.as_ref().map_or(&empty, Image::table);
    let known = medium.key.as_ref();
    let of_header = header.map(|header| header.key.0);
    let (holder, changes) = match known {
        Some(record) => {
            let user = station.read(|reading| reading.user(record.key.user))?;
            let changes = differences(station, &facts, record, table)?;
            (Some(user.full_name()), Some(changes))
        }
        None => (None, None),
    };
    Ok(ReadView {
        uid: medium.uid.to_string(),
        chip: medium.chip,
        key: of_header.or(known.map(|record| record.key.number.0)),
        holder,
        written: medium.image.is_some(),
        genuine: medium.signature_valid,
        generation: medium.generation,
        revision: header.map(|header| header.revision.0),
        home_group: home.map(|group| group.name.clone()),
        blocklist_version: medium.blocklist.as_ref().map(|list| list.front().version),
        events: medium.events,
        zone,
        entries: table
            .entries()
            .iter()
            .map(|entry| entry_view(&facts, entry))
            .collect(),
        changes,
        finding: station.finding(medium).map(Fault::from),
    })
}

/// Lock by lock from what the medium holds to what it shall.
fn differences(
    station: &Station,
    facts: &Facts,
    record: &KeyRecord,
    held: &AccessTable,
) -> Result<Vec<super::ChangeLine>, Error> {
    let plan = station.key_plan(record.key.id)?;
    let sources = station.read(|reading| reading.sources(record.key.user))?;
    let sources: Vec<Source> = sources.into_iter().map(|source| source.value).collect();
    let names = with_gone(&names_of(facts, &sources), &plan.gave);
    let wanted = &plan.wanted;
    let changes = difference(facts, (held, &plan.gave), &wanted.table, &wanted.origins);
    Ok(change_lines(facts, &names, &changes))
}

fn entry_view(facts: &Facts, entry: &Entry) -> EntryView {
    let (target, group) = match entry.target {
        Target::Lock(number) => {
            let lock = facts.lock(number).map(|lock| lock.name.clone());
            (lock.unwrap_or_else(|| number.to_string()), false)
        }
        Target::Group(number) => {
            let mut groups = facts.lock_groups.values();
            let group = groups.find(|group| group.number == number);
            let name = group.map(|group| group.name.clone());
            (name.unwrap_or_else(|| number.to_string()), true)
        }
    };
    let conditions = &entry.conditions;
    EntryView {
        target,
        group,
        start: conditions.window.start.map(UtcMillis::from_minutes),
        end: conditions.window.end.map(UtcMillis::from_minutes),
        times: conditions.access_times.as_ref().map(ToString::to_string),
        expiry: conditions.expiry.map(ExpiryInterval::as_hours),
    }
}
