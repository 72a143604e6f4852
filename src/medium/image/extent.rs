//! What a table takes whether it fits a medium or not, so that it can be told what costs how much.

use std::collections::BTreeMap;

use super::head::PREAMBLE;
use crate::access::{AccessTable, Conditions, Target};
use crate::medium::bits::push_leb;
use crate::medium::lockset::{NUMBER_LIMIT, NumberSet};
use crate::medium::{Error, conditions};

/// Bytes of a head in which conditions, lock groups and locks stand one after another, without any limit. Where
/// that fits a head, it is the length of the image.
pub(super) fn extent(table: &AccessTable) -> Result<usize, Error> {
    let mut numbers: BTreeMap<&Conditions, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    for entry in table.entries() {
        let (groups, locks) = numbers.entry(&entry.conditions).or_default();
        match entry.target {
            Target::Group(group) => groups.push(group.0.into()),
            Target::Lock(lock) if lock.0 < NUMBER_LIMIT => locks.push(lock.0),
            Target::Lock(_) => return Err(Error::Number),
        }
    }
    let list: Vec<&Conditions> = numbers.keys().copied().collect();
    let (groups, locks): (Vec<_>, Vec<_>) = numbers.into_values().unzip();
    Ok(PREAMBLE + conditions::length(&list) + block(groups)? + block(locks)?)
}

/// Bytes of the block of these sets.
fn block(sets: Vec<Vec<u32>>) -> Result<usize, Error> {
    let sets = sets.into_iter().map(|set| set.into_iter().collect());
    let sets: Vec<NumberSet> = sets.filter(|set: &NumberSet| !set.is_empty()).collect();
    let last = sets.iter().filter_map(NumberSet::last).max();
    let bound = last.map_or(0, |last| last.saturating_add(1));
    let mut front = Vec::new();
    push_leb(&mut front, bound);
    // The number of sets, and before each of them the place of its conditions.
    let mut length = front.len() + 1;
    for set in &sets {
        length += 1 + set.encode(bound)?.len();
    }
    Ok(length)
}
