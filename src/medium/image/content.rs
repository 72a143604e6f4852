//! A content block: for each set of conditions the numbers that it opens, within one span of numbers. Group
//! lists, inline locks and leaves have this one shape.

use crate::medium::Error;
use crate::medium::bits::Bytes;
use crate::medium::lockset::NumberSet;

/// The widest span, 2^24 numbers.
const WIDEST_SPAN: u8 = 24;

/// What each set of conditions (by its place in the list) opens, counted from the start of the block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The block covers `2^span` numbers.
    pub span: u8,
    /// Place of the conditions and the numbers, ascending by place; none is empty.
    pub sets: Vec<(u8, NumberSet)>,
}

impl Content {
    /// The block for `sets`, with the narrowest span that holds them all.
    pub(super) fn narrowest(sets: Vec<(u8, NumberSet)>) -> Self {
        let last = sets.iter().filter_map(|(_, set)| set.last()).max();
        let span = last.map_or(0, |last| u32::BITS - last.leading_zeros());
        Self {
            span: u8::try_from(span).unwrap_or(u8::MAX),
            sets,
        }
    }

    /// The part that lies in the `2^span` numbers from `start`, counted from there.
    pub(super) fn part(&self, start: u32, span: u8) -> Self {
        let part = |set: &NumberSet| set.part(start, 1 << span);
        let sets = self.sets.iter().map(|(place, set)| (*place, part(set)));
        Self {
            span,
            sets: sets.filter(|(_, set)| !set.is_empty()).collect(),
        }
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
        if self.span > WIDEST_SPAN {
            return Err(Error::Number);
        }
        let count = u8::try_from(self.sets.len()).map_err(|_| Error::Malformed)?;
        let mut out = vec![self.span, count];
        for (place, set) in &self.sets {
            out.push(*place);
            let Some(room) = limit.checked_sub(out.len()) else {
                return Ok(None);
            };
            let Some(coded) = set.encode_within(1 << self.span, room)? else {
                return Ok(None);
            };
            out.extend_from_slice(&coded);
        }
        Ok((out.len() <= limit).then_some(out))
    }

    /// Reads a block whose places are all below `places` from the front of `bytes`.
    pub(super) fn decode(bytes: &mut Bytes<'_>, places: usize) -> Result<Self, Error> {
        let span = bytes.u8()?;
        if span > WIDEST_SPAN {
            return Err(Error::Malformed);
        }
        let mut sets: Vec<(u8, NumberSet)> = Vec::new();
        for _ in 0..bytes.u8()? {
            let place = bytes.u8()?;
            let ascending = sets.last().is_none_or(|(before, _)| *before < place);
            let (set, used) = NumberSet::decode(bytes.0, 1 << span)?;
            let _coded = bytes.take(used)?;
            if usize::from(place) >= places || !ascending || set.is_empty() {
                return Err(Error::Malformed);
            }
            sets.push((place, set));
        }
        Ok(Self { span, sets })
    }
}
