//! A content block: for each set of conditions the numbers that it opens, all below one bound. Group
//! lists, inline locks and leaves have this one shape.

use crate::medium::Error;
use crate::medium::bits::{Bytes, push_leb};
use crate::medium::lockset::NumberSet;

/// What each set of conditions (by its place in the list) opens, counted from the start of the block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// Every number of the block is below this.
    pub bound: u32,
    /// Place of the conditions and the numbers, ascending by place; none is empty.
    pub sets: Vec<(u8, NumberSet)>,
}

impl Content {
    /// The block for `sets`, with the lowest bound.
    pub(super) fn narrowest(mut sets: Vec<(u8, NumberSet)>) -> Self {
        sets.retain(|(_, set)| !set.is_empty());
        let last = sets.iter().filter_map(|(_, set)| set.last()).max();
        Self {
            bound: last.map_or(0, |last| last.saturating_add(1)),
            sets,
        }
    }

    /// The lowest number.
    fn first(&self) -> Option<u32> {
        self.sets
            .iter()
            .filter_map(|(_, set)| set.numbers().next())
            .min()
    }

    /// The part in `start .. end` as a block of its own: its first number, and the rest counted from that.
    /// None where nothing lies there.
    pub(super) fn part(&self, start: u32, end: u32) -> Option<(u32, Self)> {
        let cut = |from: u32| {
            let cut = |(place, set): &(u8, NumberSet)| (*place, set.part(from, end - from));
            Self::narrowest(self.sets.iter().map(cut).collect())
        };
        let first = start + cut(start).first()?;
        Some((first, cut(first)))
    }

    /// How many runs of numbers there are in `start .. end`.
    pub(super) fn runs(&self, start: u32, end: u32) -> usize {
        let runs = |(_, set): &(u8, NumberSet)| set.part(start, end - start).runs();
        self.sets.iter().map(runs).sum()
    }

    /// The numbers in `start .. end`, ascending.
    pub(super) fn numbers(&self, start: u32, end: u32) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for (_, set) in &self.sets {
            let part = set.part(start, end - start);
            found.extend(part.numbers().map(|number| start + number));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The places of the conditions under which `number`, counted from the start of the block, opens.
    pub fn places(&self, number: u32) -> impl Iterator<Item = u8> + '_ {
        self.sets
            .iter()
            .filter(move |(_, set)| set.contains(number))
            .map(|(place, _)| *place)
    }

    /// The bytes, or none where they would be more than `limit`.
    pub(super) fn encode_within(&self, limit: usize) -> Result<Option<Vec<u8>>, Error> {
        let mut out = Vec::new();
        push_leb(&mut out, self.bound);
        out.push(u8::try_from(self.sets.len()).map_err(|_| Error::Malformed)?);
        for (place, set) in &self.sets {
            out.push(*place);
            let Some(room) = limit.checked_sub(out.len()) else {
                return Ok(None);
            };
            let Some(coded) = set.encode_within(self.bound, room)? else {
                return Ok(None);
            };
            out.extend_from_slice(&coded);
        }
        Ok((out.len() <= limit).then_some(out))
    }

    /// Reads a block whose places are all below `places` from the front of `bytes`.
    pub(super) fn decode(bytes: &mut Bytes<'_>, places: usize) -> Result<Self, Error> {
        let bound = bytes.leb()?;
        let mut sets: Vec<(u8, NumberSet)> = Vec::new();
        for _ in 0..bytes.u8()? {
            let place = bytes.u8()?;
            let ascending = sets.last().is_none_or(|(before, _)| *before < place);
            let (set, used) = NumberSet::decode(bytes.0, bound)?;
            let _coded = bytes.take(used)?;
            if usize::from(place) >= places || !ascending || set.is_empty() {
                return Err(Error::Malformed);
            }
            sets.push((place, set));
        }
        Ok(Self { bound, sets })
    }
}
