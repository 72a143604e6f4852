//! The set coding: a set of numbers below a known bound in close to the fewest bytes that can tell it from
//! every other set of its size. Locks, lock groups and blocked keys are all written with it. It knows nothing
//! of what the numbers stand for.
//!
//! # Shape
//!
//! ```text
//! LEB128(count * 8 + bounded * 4 + mode)
//! bounded only:  LEB128(base)  LEB128(extent)
//! count codewords, one after another, the last byte filled up with zero bits
//! ```
//!
//! `n` is the bound given by the context: every number of the set is below it. A bounded set lies in
//! `base .. base + extent`, its first and last number being `base` and `base + extent - 1`; what follows is
//! relative to `base`, and `extent` takes the place of `n`.
//!
//! | mode | the codewords list | bound `m` of what is listed |
//! |---|---|---|
//! | 0 members | the numbers of the set | `n` |
//! | 1 complement | the numbers below `n` that are **not** in the set | `n` |
//! | 2 runs | the borders of the runs: first number in, first number out, next first number in, ... | `n + 1` |
//!
//! A bounded run list leaves out its first border (0) and its last (`extent`), which are known.
//!
//! A codeword is the gap to the number before it (`number - before - 1`, the first one `number` itself) in
//! Golomb's code with the divisor
//!
//! ```text
//! d = max(1, (693 * (2m - count) + 1000 * count) / (2000 * count))      in whole numbers, rounded down
//! ```
//!
//! The quotient `gap / d` comes as so many 1 bits and a 0; the remainder `r` in truncated binary: with
//! `b = ceil(log2 d)` and `u = 2^b - d`, `r < u` takes `b - 1` bits, any other takes `b` bits holding
//! `r + u`. Bits fill a byte from the highest place.
//!
//! # One form only
//!
//! Of members (where they are at most half of the bound) or complement (otherwise), and runs, each bounded
//! and not, the shortest is written; of equally short ones that with the smallest `bounded * 4 + mode`. The
//! empty set is the single byte 0.

use super::Error;
use super::bits::{BitReader, BitWriter, Bytes, push_leb};

/// No number on a medium reaches this: 2^24.
pub const NUMBER_LIMIT: u32 = 1 << 24;

const MEMBERS: u32 = 0;
const COMPLEMENT: u32 = 1;
const RUNS: u32 = 2;
const BOUNDED: u32 = 4;

/// A set of numbers, held as its runs: memory follows the coded size, not the number of members.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct NumberSet {
    /// First number in and first number out of each run, ascending, never touching.
    runs: Vec<(u32, u32)>,
}

impl FromIterator<u32> for NumberSet {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut sorted: Vec<u32> = numbers
            .into_iter()
            .filter(|&number| number < u32::MAX)
            .collect();
        sorted.sort_unstable();
        let mut set = Self::default();
        for number in sorted {
            set.append(number, number + 1);
        }
        set
    }
}

impl NumberSet {
    /// Adds a run that begins at or after the last one.
    fn append(&mut self, from: u32, to: u32) {
        match self.runs.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => self.runs.push((from, to)),
        }
    }

    /// Whether it has no member.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// How many members it has.
    pub fn count(&self) -> u32 {
        self.runs.iter().map(|(from, to)| to - from).sum()
    }

    /// How many runs its members make.
    pub(super) fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Whether `number` is a member.
    pub fn contains(&self, number: u32) -> bool {
        let after = self.runs.partition_point(|run| run.0 <= number);
        after > 0 && self.runs.get(after - 1).is_some_and(|run| number < run.1)
    }

    /// The members, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.runs.iter().flat_map(|&(from, to)| from..to)
    }

    /// The largest member.
    pub fn last(&self) -> Option<u32> {
        self.runs.last().map(|run| run.1 - 1)
    }

    /// The members in `from .. from + extent`, counted from `from`.
    #[must_use]
    pub(super) fn part(&self, from: u32, extent: u32) -> Self {
        let first = self.runs.partition_point(|run| run.1 <= from);
        let runs = self.runs[first..]
            .iter()
            .take_while(|run| run.0 < from.saturating_add(extent))
            .map(|run| (run.0.max(from) - from, run.1.min(from + extent) - from))
            .collect();
        Self { runs }
    }

    /// The set in its one coded form. `bound` is known to the reader from elsewhere.
    ///
    /// # Errors
    /// [`Error::Number`] where a member is not below `bound`, or `bound` is above [`NUMBER_LIMIT`].
    pub fn encode(&self, bound: u32) -> Result<Vec<u8>, Error> {
        self.encode_within(bound, usize::MAX)?.ok_or(Error::Number)
    }

    /// As [`Self::encode`], but none as soon as it is certain to need more than `limit` bytes.
    pub(super) fn encode_within(&self, bound: u32, limit: usize) -> Result<Option<Vec<u8>>, Error> {
        if bound > NUMBER_LIMIT || self.last().is_some_and(|last| last >= bound) {
            return Err(Error::Number);
        }
        let (Some(first), Some(last)) = (self.runs.first(), self.runs.last()) else {
            return Ok((limit > 0).then(|| vec![0]));
        };
        let (base, extent) = (first.0, last.1 - first.0);
        let moved = self.part(base, extent);
        let mut best = Best { limit, found: None };
        // Run lists come first: they are never long to write, and set a limit to the others.
        best.offer(RUNS, None, u64::from(bound) + 1, self.borders());
        let inner = moved.borders().skip(1).take(self.runs.len() * 2 - 2);
        best.offer(RUNS, Some((base, extent)), u64::from(extent) + 1, inner);
        best.offer_listed(self, bound, None);
        best.offer_listed(&moved, extent, Some((base, extent)));
        Ok(best.found.map(|(_, bytes)| bytes))
    }

    fn borders(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.runs.iter().flat_map(|&(from, to)| [from, to])
    }

    fn complement(&self, bound: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|run| run.1));
        let ends = self
            .runs
            .iter()
            .map(|run| run.0)
            .chain(std::iter::once(bound));
        starts.zip(ends).flat_map(|(from, to)| from..to)
    }

    /// Reads a coded set from the front of `bytes`; tells how many bytes it took. Other than the one form that
    /// [`Self::encode`] writes may be taken here: who must know compares with what [`Self::encode`] gives.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::Malformed`] or [`Error::NotCanonical`].
    pub fn decode(bytes: &[u8], bound: u32) -> Result<(Self, usize), Error> {
        let mut rest = Bytes(bytes);
        let head = rest.leb()?;
        let (count, mode) = (head >> 3, head & 3);
        let bounded = head & BOUNDED != 0;
        let (base, extent) = if bounded {
            (rest.leb()?, rest.leb()?)
        } else {
            (0, bound)
        };
        let inside = base.checked_add(extent).is_some_and(|end| end <= bound);
        if bound > NUMBER_LIMIT || !inside || (bounded && extent == 0) {
            return Err(Error::Malformed);
        }
        let listed_bound = u64::from(extent) + u64::from(mode == RUNS);
        let (listed, taken) = read_gaps(rest.0, listed_bound, count)?;
        let used = bytes.len() - rest.0.len() + taken;
        let set = match mode {
            MEMBERS => Self::from_members(&listed, base),
            COMPLEMENT => Self::from_gaps(&listed, base, extent),
            RUNS => Self::from_borders(listed, base, extent, bounded)?,
            _ => return Err(Error::Malformed),
        };
        Ok((set, used))
    }

    fn from_members(listed: &[u32], base: u32) -> Self {
        let mut set = Self::default();
        for number in listed {
            set.append(base + number, base + number + 1);
        }
        set
    }

    fn from_gaps(missing: &[u32], base: u32, extent: u32) -> Self {
        let mut set = Self::default();
        let mut from = 0;
        for &number in missing.iter().chain(std::iter::once(&extent)) {
            if from < number {
                set.append(base + from, base + number);
            }
            from = number + 1;
        }
        set
    }

    fn from_borders(
        mut borders: Vec<u32>,
        base: u32,
        extent: u32,
        bounded: bool,
    ) -> Result<Self, Error> {
        if bounded {
            borders.insert(0, 0);
            borders.push(extent);
        }
        let (pairs, odd) = borders.as_chunks::<2>();
        let mut set = Self::default();
        for &[from, to] in pairs {
            if to <= from {
                return Err(Error::Malformed);
            }
            set.append(base + from, base + to);
        }
        if odd.is_empty() {
            Ok(set)
        } else {
            Err(Error::Malformed)
        }
    }
}

/// The shortest form met so far.
struct Best {
    limit: usize,
    found: Option<(u32, Vec<u8>)>,
}

impl Best {
    fn offer_listed(&mut self, set: &NumberSet, bound: u32, base: Option<(u32, u32)>) {
        if u64::from(set.count()) * 2 <= u64::from(bound) {
            self.offer(MEMBERS, base, bound.into(), set.numbers_clone());
        } else {
            self.offer(COMPLEMENT, base, bound.into(), set.complement(bound));
        }
    }

    fn offer(
        &mut self,
        mode: u32,
        base: Option<(u32, u32)>,
        bound: u64,
        listed: impl Iterator<Item = u32> + Clone,
    ) {
        // Each number takes a bit at least, so that counting stops where writing would be in vain.
        let most = self.limit.saturating_mul(8);
        let Ok(count) = u32::try_from(listed.clone().take(most.saturating_add(1)).count()) else {
            return;
        };
        let form = mode | if base.is_some() { BOUNDED } else { 0 };
        let mut bytes = Vec::new();
        push_leb(&mut bytes, count << 3 | form);
        if let Some((base, extent)) = base {
            push_leb(&mut bytes, base);
            push_leb(&mut bytes, extent);
        }
        let Some(room) = self.limit.checked_sub(bytes.len()) else {
            return;
        };
        let Some(codewords) = write_gaps(bound, count, listed, room) else {
            return;
        };
        bytes.extend_from_slice(&codewords);
        let better = self
            .found
            .as_ref()
            .is_none_or(|(known, held)| (bytes.len(), form) < (held.len(), *known));
        if better {
            self.limit = bytes.len();
            self.found = Some((form, bytes));
        }
    }
}

impl NumberSet {
    fn numbers_clone(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.runs.iter().flat_map(|&(from, to)| from..to)
    }
}

/// Golomb's divisor for `count` numbers below `bound`: about ln 2 times the mean gap.
fn divisor(bound: u64, count: u32) -> u64 {
    let count = u64::from(count.max(1));
    ((693 * (2 * bound).saturating_sub(count) + 1000 * count) / (2000 * count)).max(1)
}

/// `ceil(log2 d)` and `2^b - d`.
fn remainder_code(divisor: u64) -> (u32, u64) {
    let width = divisor.next_power_of_two().trailing_zeros();
    (width, (1 << width) - divisor)
}

fn write_gaps(
    bound: u64,
    count: u32,
    listed: impl Iterator<Item = u32>,
    room: usize,
) -> Option<Vec<u8>> {
    let divisor = divisor(bound, count);
    let (width, short) = remainder_code(divisor);
    let room = room.saturating_mul(8);
    let mut out = BitWriter::default();
    let mut next = 0;
    for number in listed {
        let gap = u64::from(number) - next;
        next = u64::from(number) + 1;
        for _ in 0..gap / divisor {
            out.bit(true);
            if out.length() > room {
                return None;
            }
        }
        out.bit(false);
        let rest = gap % divisor;
        if rest < short {
            out.bits(rest, width - 1);
        } else {
            out.bits(rest + short, width);
        }
        if out.length() > room {
            return None;
        }
    }
    Some(out.finish())
}

fn read_gaps(bytes: &[u8], bound: u64, count: u32) -> Result<(Vec<u32>, usize), Error> {
    if u64::from(count) > bound {
        return Err(Error::Malformed);
    }
    let divisor = divisor(bound, count);
    let (width, short) = remainder_code(divisor);
    let mut bits = BitReader::new(bytes);
    let mut found = Vec::new();
    let mut next = 0u64;
    for _ in 0..count {
        while bits.bit()? {
            next += divisor;
        }
        let mut rest = 0;
        if width > 0 {
            rest = bits.bits(width - 1)?;
            if rest >= short {
                rest = (rest << 1 | u64::from(bits.bit()?)) - short;
            }
        }
        let number = next + rest;
        if number >= bound {
            return Err(Error::Malformed);
        }
        found.push(u32::try_from(number).map_err(|_| Error::Malformed)?);
        next = number + 1;
    }
    Ok((found, bits.finish()?))
}

/// The most bytes that a set of `count` numbers below `bound` can take, written as members: each quotient bit
/// steps over a divisor's worth of numbers, and each number takes its 0 bit and its longest remainder.
pub(super) fn longest_members(count: u32, bound: u32) -> usize {
    let divisor = divisor(bound.into(), count);
    let (width, _) = remainder_code(divisor);
    let bits = u64::from(count) * u64::from(width + 1) + u64::from(bound) / divisor;
    3 + usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX - 3)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
