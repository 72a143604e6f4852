//! How the locks of an image are divided into leaves, and how a division is kept when the locks change, so that a
//! change is written where it is and moves nothing else.
//!
//! A new image is divided as told in [`super::tree`]. When it takes the place of another on the same medium, that
//! one's leaves stay where they are and take in what changed. A leaf that overflows shares its locks with the
//! next one or the one before, or with a new leaf behind the last; a leaf that has lost its last lock takes
//! some of a neighbour's. Of these ways and of dividing anew the station takes the one with the fewest bytes to
//! write.
//!
//! In an image of one KiB no single lock then costs a quarter of a full write (`cargo bench --bench wire` and
//! `table`). It may cost more where the image is much smaller, since signature and one leaf are a fifth of 700
//! bytes; where locks leave the head for leaves or come to need pages; where the head has grown through the spare
//! room behind it; and under pages, which take up no new leaf but the last page: there a leaf that overflows between
//! full ones has all divided anew.

use std::collections::BTreeSet;

use super::budget::{LEAF, LEAVES_PER_PAGE};
use super::content::Content;
use super::tree::{self, Leaf};
use crate::medium::Error;

/// The division of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Division {
    /// 1: leaves; 2: pages of leaves.
    pub(super) levels: u8,
    /// Where the body begins.
    pub(super) body: usize,
    /// First number covered by each leaf, in the order in which the leaves stand.
    pub(super) starts: Vec<u32>,
}

/// What is done for a leaf that overflows or is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It shares with the leaf of the next higher numbers.
    Next,
    /// It shares with the leaf of the next lower numbers.
    Before,
    /// It shares with a new leaf behind the last one.
    New,
    /// It shares with the leaves on both sides of it.
    Both,
}

/// In which order the ways are tried; each order makes a division of its own to choose from.
const ORDERS: [[Way; 4]; 3] = [
    [Way::Next, Way::Before, Way::New, Way::Both],
    [Way::Before, Way::Next, Way::New, Way::Both],
    [Way::New, Way::Next, Way::Before, Way::Both],
];

/// No leaf holds more runs of locks: each takes a bit at least.
const RUNS_LIMIT: usize = 8 * LEAF + 1;

/// At how many places locks are tried to be parted at most.
const MOST_BORDERS: usize = 512;

/// Most sharing until a division is given up: very many changes are better divided anew.
const MOST_SHARING: usize = 16;

impl Division {
    /// The leaves of `locks` divided just like this; none where they do not fit, or a leaf would be empty, or a lock
    /// would not be found through its page.
    pub(super) fn leaves(&self, locks: &Content) -> Result<Option<Vec<Leaf>>, Error> {
        let cells = self.cells(locks)?;
        if cells.iter().any(|cell| cell.leaf.is_none()) || !self.is_reachable() {
            return Ok(None);
        }
        Ok(standing(cells))
    }

    /// The leaves of `locks`, which may be others than those that were divided, in the ways that come into
    /// question.
    pub(super) fn kept(&self, locks: &Content) -> Result<Vec<Vec<Leaf>>, Error> {
        let mut found: Vec<Vec<Leaf>> = Vec::new();
        if !self.is_reachable() {
            return Ok(found);
        }
        let cells = self.cells(locks)?;
        for order in ORDERS {
            let mended = self.mend(locks, cells.clone(), &order)?;
            if let Some(leaves) = mended.and_then(standing)
                && !found.contains(&leaves)
            {
                found.push(leaves);
            }
        }
        Ok(found)
    }

    /// One cell for each leaf, by first number.
    fn cells(&self, locks: &Content) -> Result<Vec<Cell>, Error> {
        let mut order: Vec<(u32, usize)> = self.starts.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let ends = order.iter().skip(1).map(|(start, _)| *start);
        let ends: Vec<u32> = ends.chain([locks.bound]).collect();
        let cell = |(place, (&(start, slot), end)): (usize, (&(u32, usize), u32))| {
            // What lies below the first leaf goes into it.
            let start = if place == 0 { 0 } else { start };
            Cell::new(locks, start, end.max(start), slot)
        };
        order.iter().zip(ends).enumerate().map(cell).collect()
    }

    /// Whether the locks of each page lie between those of the pages before and after it.
    fn is_reachable(&self) -> bool {
        if self.levels < 2 {
            return true;
        }
        let mut order: Vec<(u32, usize)> = self.starts.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut pages: Vec<usize> = order
            .into_iter()
            .map(|(_, slot)| slot / LEAVES_PER_PAGE)
            .collect();
        pages.dedup();
        let different: BTreeSet<usize> = pages.iter().copied().collect();
        different.len() == pages.len()
    }

    /// Shares until every leaf holds some locks, and no more than fit.
    fn mend(
        &self,
        locks: &Content,
        mut cells: Vec<Cell>,
        order: &[Way],
    ) -> Result<Option<Vec<Cell>>, Error> {
        for _ in 0..MOST_SHARING {
            let Some(place) = cells.iter().position(|cell| cell.leaf.is_none()) else {
                return Ok(Some(cells));
            };
            let mut shared = None;
            for way in order {
                shared = self.share(locks, &cells, place, *way)?;
                if shared.is_some() {
                    break;
                }
            }
            match shared {
                Some(next) => cells = next,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// The cells after the one at `place` has shared in this way.
    fn share(
        &self,
        locks: &Content,
        cells: &[Cell],
        place: usize,
        way: Way,
    ) -> Result<Option<Vec<Cell>>, Error> {
        let (first, last) = match way {
            Way::New => (place, place),
            Way::Next => (place, place + 1),
            Way::Before => (place.wrapping_sub(1), place),
            Way::Both => (place.wrapping_sub(1), place + 1),
        };
        let Some(range) = cells.get(first..=last.max(first)) else {
            return Ok(None);
        };
        let mut slots: Vec<usize> = range.iter().map(|cell| cell.slot).collect();
        if way == Way::New {
            let Some(slot) = self.next_slot(cells, slots[0]) else {
                return Ok(None);
            };
            slots.push(slot);
        }
        let (start, end) = (range[0].start, range[range.len() - 1].end);
        if locks.runs(start, end) > slots.len() * RUNS_LIMIT {
            return Ok(None);
        }
        let borders = borders(locks, start, end);
        let Some(parts) = split(locks, &borders, (start, end), slots.len())? else {
            return Ok(None);
        };
        let mut next = cells[..first].to_vec();
        for ((start, end), slot) in parts.into_iter().zip(slots) {
            next.push(Cell::new(locks, start, end, slot)?);
        }
        next.extend_from_slice(&cells[last + 1..]);
        Ok(Some(next))
    }

    /// Where another leaf goes that takes from the one in `slot`: behind the last one, but not into another page
    /// than that one's, nor into a new page, which would move all leaves.
    fn next_slot(&self, cells: &[Cell], slot: usize) -> Option<usize> {
        let next = cells.len();
        let same_page = next / LEAVES_PER_PAGE == slot / LEAVES_PER_PAGE;
        (self.levels < 2 || same_page).then_some(next)
    }
}

/// The locks of one leaf.
#[derive(Debug, Clone)]
struct Cell {
    start: u32,
    end: u32,
    /// Its place among the leaves as they stand.
    slot: usize,
    /// None where the locks do not fit a leaf, or there are none.
    leaf: Option<Leaf>,
}

impl Cell {
    fn new(locks: &Content, start: u32, end: u32, slot: usize) -> Result<Self, Error> {
        Ok(Self {
            start,
            end,
            slot,
            leaf: tree::leaf(locks, start, end)?,
        })
    }
}

/// The leaves in the order in which they stand, filled up.
fn standing(mut cells: Vec<Cell>) -> Option<Vec<Leaf>> {
    cells.sort_by_key(|cell| cell.slot);
    let filled = |cell: Cell| {
        let (start, mut bytes) = cell.leaf?;
        bytes.resize(LEAF, 0);
        Some((start, bytes))
    };
    cells.into_iter().map(filled).collect()
}

/// Where the locks between `start` and `end` may be parted: at each of them, or at some of very many.
fn borders(locks: &Content, start: u32, end: u32) -> Vec<u32> {
    let numbers = locks.numbers(start, end);
    let step = numbers.len().div_ceil(MOST_BORDERS).max(1);
    numbers.into_iter().step_by(step).collect()
}

/// Divides the locks between `start` and `end` at some of these `borders` into so many ranges that each fit a leaf;
/// of the ways to do so the one that shares them most evenly between the last two.
fn split(
    locks: &Content,
    borders: &[u32],
    (start, end): (u32, u32),
    parts: usize,
) -> Result<Option<Vec<(u32, u32)>>, Error> {
    let fits = |from: u32, to: u32| Ok::<bool, Error>(tree::leaf(locks, from, to)?.is_some());
    if parts > 2 {
        // The first takes as much as it can.
        let mut place = borders.len().saturating_sub(1);
        while place > 0 && !fits(start, borders[place])? {
            place -= 1;
        }
        if place == 0 {
            return Ok(None);
        }
        let rest = (borders[place], end);
        let rest = split(locks, &borders[place..], rest, parts - 1)?;
        return Ok(rest.map(|rest| [vec![(start, borders[place])], rest].concat()));
    }
    let middle = borders.len() / 2;
    for step in 0..=middle {
        for place in [middle - step, middle + step] {
            if place == 0 || place >= borders.len() {
                continue;
            }
            let border = borders[place];
            if fits(start, border)? && fits(border, end)? {
                return Ok(Some(vec![(start, border), (border, end)]));
            }
        }
    }
    Ok(None)
}
