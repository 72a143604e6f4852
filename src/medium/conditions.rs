//! The conditions of entries as they stand in an image: each weekly profile once, each set of conditions once,
//! named by its place in the list. The byte table stands in [`super`].

use super::Error;
use super::bits::Bytes;
use crate::access::Conditions;
use crate::model::{AccessTimes, ExpiryInterval, Interval, Window};

/// How many different sets of conditions an image holds at most.
pub const CONDITIONS_LIMIT: usize = 64;

const START: u8 = 1;
const END: u8 = 2;
const TIMES: u8 = 4;
const EXPIRY: u8 = 8;

/// The list of conditions, sorted and each once.
pub(super) fn encode(list: &[&Conditions]) -> Result<Vec<u8>, Error> {
    if list.len() > CONDITIONS_LIMIT {
        return Err(Error::TooManyConditions { count: list.len() });
    }
    let profiles = profiles(list);
    let mut out = vec![short(profiles.len())];
    for profile in &profiles {
        let intervals = profile.intervals();
        let count = u8::try_from(intervals.len()).map_err(|_| Error::TooManyIntervals)?;
        out.push(count);
        for interval in intervals {
            out.extend_from_slice(&[interval.days, interval.from, interval.to]);
        }
    }
    out.push(short(list.len()));
    for conditions in list {
        push_conditions(&mut out, conditions, &profiles);
    }
    Ok(out)
}

/// Each weekly profile once.
fn profiles<'a>(list: &[&'a Conditions]) -> Vec<&'a AccessTimes> {
    let times = list
        .iter()
        .map(|conditions| conditions.access_times.as_ref());
    let mut profiles: Vec<&AccessTimes> = times.flatten().collect();
    profiles.sort_unstable();
    profiles.dedup();
    profiles
}

/// Bytes that [`encode`] would take, were there no limits.
pub(super) fn length(list: &[&Conditions]) -> usize {
    let profiles: usize = profiles(list)
        .iter()
        .map(|profile| 1 + 3 * profile.intervals().len())
        .sum();
    let of = |conditions: &&Conditions| {
        1 + conditions.window.start.map_or(0, |_| 4)
            + conditions.window.end.map_or(0, |_| 4)
            + conditions.access_times.as_ref().map_or(0, |_| 1)
            + conditions.expiry.map_or(0, |_| 2)
    };
    2 + profiles + list.iter().map(of).sum::<usize>()
}

fn push_conditions(out: &mut Vec<u8>, conditions: &Conditions, profiles: &[&AccessTimes]) {
    let flags = out.len();
    out.push(0);
    let mut set = 0;
    if let Some(start) = conditions.window.start {
        set |= START;
        out.extend_from_slice(&start.to_be_bytes());
    }
    if let Some(end) = conditions.window.end {
        set |= END;
        out.extend_from_slice(&end.to_be_bytes());
    }
    if let Some(times) = &conditions.access_times {
        set |= TIMES;
        out.push(short(profiles.partition_point(|&known| known < times)));
    }
    if let Some(expiry) = conditions.expiry {
        set |= EXPIRY;
        out.extend_from_slice(&expiry.as_hours().to_be_bytes());
    }
    if let Some(place) = out.get_mut(flags) {
        *place = set;
    }
}

/// At most [`CONDITIONS_LIMIT`] by the check in [`encode`].
fn short(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

/// Reads what [`encode`] wrote from the front of `bytes`.
pub(super) fn decode(bytes: &mut Bytes<'_>) -> Result<Vec<Conditions>, Error> {
    let mut profiles = Vec::new();
    for _ in 0..bytes.u8()? {
        let mut intervals = Vec::new();
        for _ in 0..bytes.u8()? {
            let [days, from, to] = bytes.array()?;
            intervals.push(Interval { days, from, to });
        }
        profiles.push(AccessTimes::new(&intervals).map_err(|_| Error::Malformed)?);
    }
    let count = bytes.u8()?;
    if usize::from(count) > CONDITIONS_LIMIT || profiles.len() > CONDITIONS_LIMIT {
        return Err(Error::Malformed);
    }
    (0..count)
        .map(|_| read_conditions(bytes, &profiles))
        .collect()
}

fn read_conditions(bytes: &mut Bytes<'_>, profiles: &[AccessTimes]) -> Result<Conditions, Error> {
    let flags = bytes.u8()?;
    if flags & !(START | END | TIMES | EXPIRY) != 0 {
        return Err(Error::Malformed);
    }
    let start = if flags & START != 0 {
        Some(bytes.u32()?)
    } else {
        None
    };
    let end = if flags & END != 0 {
        Some(bytes.u32()?)
    } else {
        None
    };
    let access_times = if flags & TIMES != 0 {
        let profile = usize::from(bytes.u8()?);
        Some(profiles.get(profile).ok_or(Error::Malformed)?.clone())
    } else {
        None
    };
    let expiry = if flags & EXPIRY != 0 {
        Some(ExpiryInterval::hours(bytes.u16()?).map_err(|_| Error::Malformed)?)
    } else {
        None
    };
    Ok(Conditions {
        window: Window { start, end },
        access_times,
        expiry,
    })
}
