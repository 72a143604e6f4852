//! Locks that do not fit into the head: leaves, and pages that list them. A lock reads one of each.
//!
//! How the station divides locks into leaves: the numbers below the least power of two that holds them all are
//! halved, and each half again, until the block of a part takes at most [`PART`] bytes. Parts without locks
//! fall away; of the others, neighbours are joined from the lowest on as long as their common block fits a
//! leaf. Leaves are so well filled. An image that takes the place of another keeps that one's leaves instead
//! ([`super::division`]).

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::budget::{LEAF, LEAVES_PER_PAGE, PAGE};
use super::content::Content;
use super::header::Header;
use crate::medium::Error;
use crate::medium::bits::{Bytes, push_u24};

/// Bytes of a hash in a branch. A forger needs a second text for one given hash, 2^96 tries.
pub const HASH_LENGTH: usize = 12;

/// One step down the tree: from `start` up to the next branch's start, what is listed hashes to `hash`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// First lock number covered.
    pub start: u32,
    /// First bytes of SHA-256 over domain, system, UID and what is listed.
    pub hash: [u8; HASH_LENGTH],
}

impl Branch {
    pub(super) fn encode(self, out: &mut Vec<u8>) {
        push_u24(out, self.start);
        out.extend_from_slice(&self.hash);
    }

    pub(super) fn decode(bytes: &mut Bytes<'_>) -> Result<Self, Error> {
        Ok(Self {
            start: bytes.u24()?,
            hash: bytes.array()?,
        })
    }

    /// The place and branch that cover `number`: of those that start at or below it the one that starts highest.
    pub(super) fn covering(branches: &[Self], number: u32) -> Option<(usize, Self)> {
        let below = branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| branch.start <= number);
        below
            .max_by_key(|(_, branch)| branch.start)
            .map(|(place, branch)| (place, *branch))
    }
}

/// A leaf or page: the first number it covers and its bytes.
pub(super) type Leaf = (u32, Vec<u8>);

/// What a hash is of, so that a leaf is never taken for a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Level {
    Leaf,
    Page,
}

/// The hash of a leaf or page of the medium that `header` names. Neither place nor revision goes into it:
/// the signed list above says where it belongs, and an unchanged leaf keeps its hash.
pub(super) fn hash(level: Level, header: &Header, bytes: &[u8]) -> [u8; HASH_LENGTH] {
    let domain: &[u8] = match level {
        Level::Leaf => b"keywright/leaf/1",
        Level::Page => b"keywright/page/1",
    };
    let digest = Sha256::new()
        .chain_update(domain)
        .chain_update(header.system.0)
        .chain_update(header.uid)
        .chain_update(bytes)
        .finalize();
    std::array::from_fn(|place| digest[place])
}

/// A part is halved until its block takes no more bytes than this.
pub const PART: usize = 12;

/// The leaves as (first number, bytes), ascending; no more than `limit` and one.
pub(super) fn leaves(locks: &Content, limit: usize) -> Result<Vec<Leaf>, Error> {
    let mut packing = Packing {
        locks,
        limit,
        leaves: Vec::new(),
    };
    packing.divide(0, locks.bound.next_power_of_two())?;
    for (_, bytes) in &mut packing.leaves {
        bytes.resize(LEAF, 0);
    }
    Ok(packing.leaves)
}

struct Packing<'a> {
    locks: &'a Content,
    limit: usize,
    leaves: Vec<Leaf>,
}

impl Packing<'_> {
    /// Takes in the parts of `start .. end`, the lowest first.
    fn divide(&mut self, start: u32, end: u32) -> Result<(), Error> {
        let Some((_, block)) = self.locks.part(start, end) else {
            return Ok(());
        };
        if self.leaves.len() > self.limit {
            return Ok(());
        }
        if end - start == 1 || block.encode_within(PART)?.is_some() {
            return self.take(start, end);
        }
        let half = start.midpoint(end);
        self.divide(start, half)?;
        self.divide(half, end)
    }

    /// Joins a part to the last leaf, or begins another with it.
    fn take(&mut self, start: u32, end: u32) -> Result<(), Error> {
        if let Some(last) = self.leaves.last_mut()
            && let Some(joined) = leaf(self.locks, last.0, end)?
        {
            *last = joined;
            return Ok(());
        }
        let fresh = leaf(self.locks, start, end)?;
        self.leaves
            .push(fresh.ok_or(Error::TooManyConditionsForLock { lock: start })?);
        Ok(())
    }
}

/// The leaf of all locks in `start .. end`, or none where they do not fit one, or there are none.
pub(super) fn leaf(locks: &Content, start: u32, end: u32) -> Result<Option<Leaf>, Error> {
    let Some((first, block)) = locks.part(start, end) else {
        return Ok(None);
    };
    Ok(block.encode_within(LEAF)?.map(|bytes| (first, bytes)))
}

/// The branches to these leaves.
pub(super) fn branches(header: &Header, leaves: &[Leaf]) -> Vec<Branch> {
    let branch = |(start, bytes): &Leaf| Branch {
        start: *start,
        hash: hash(Level::Leaf, header, bytes),
    };
    leaves.iter().map(branch).collect()
}

/// Pages of up to [`LEAVES_PER_PAGE`] branches, filled up with zeros.
pub(super) fn pages(branches: &[Branch]) -> Vec<Leaf> {
    let page = |listed: &[Branch]| {
        let mut bytes = Vec::with_capacity(PAGE);
        for branch in listed {
            branch.encode(&mut bytes);
        }
        bytes.resize(PAGE, 0);
        let first = listed.iter().map(|branch| branch.start).min();
        (first.unwrap_or(0), bytes)
    };
    branches.chunks(LEAVES_PER_PAGE).map(page).collect()
}

/// The branches to these pages.
pub(super) fn page_branches(header: &Header, pages: &[Leaf]) -> Vec<Branch> {
    let branch = |(start, bytes): &Leaf| Branch {
        start: *start,
        hash: hash(Level::Page, header, bytes),
    };
    pages.iter().map(branch).collect()
}

/// Reads a page of `count` branches.
pub(super) fn decode_page(bytes: &[u8], count: usize) -> Result<Vec<Branch>, Error> {
    let mut rest = Bytes(bytes);
    let listed = (0..count)
        .map(|_| Branch::decode(&mut rest))
        .collect::<Result<Vec<_>, _>>()?;
    distinct(&listed)?;
    Ok(listed)
}

/// Reads a leaf: the block relative to its branch's start.
pub(super) fn decode_leaf(bytes: &[u8], places: usize) -> Result<Content, Error> {
    Content::decode(&mut Bytes(bytes), places)
}

/// No two branches may start alike.
pub(super) fn distinct(branches: &[Branch]) -> Result<(), Error> {
    let starts: BTreeSet<u32> = branches.iter().map(|branch| branch.start).collect();
    if starts.len() == branches.len() {
        Ok(())
    } else {
        Err(Error::Malformed)
    }
}
