//! Locks that do not fit into the head: leaves, and pages that list them. A lock reads one of each.
//!
//! How the station divides locks into leaves: the span of all numbers is halved, and each half again, until
//! the block of a part fits a leaf; parts without locks get none. A changed lock so changes one leaf and
//! leaves the others where they are, unless the leaf overflows.

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

    /// The place and branch that cover `number`: the last one that starts at or below it.
    pub(super) fn covering(branches: &[Self], number: u32) -> Option<(usize, Self)> {
        let place = branches
            .partition_point(|branch| branch.start <= number)
            .checked_sub(1)?;
        branches.get(place).map(|branch| (place, *branch))
    }
}

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

/// The leaves as (first number, bytes), ascending.
pub(super) fn leaves(locks: &Content, limit: usize) -> Result<Vec<(u32, Vec<u8>)>, Error> {
    let mut found = Vec::new();
    divide(locks, 0, locks.span, limit, &mut found)?;
    Ok(found)
}

fn divide(
    locks: &Content,
    start: u32,
    span: u8,
    limit: usize,
    found: &mut Vec<(u32, Vec<u8>)>,
) -> Result<(), Error> {
    let part = locks.part(start, span);
    if part.sets.is_empty() || found.len() > limit {
        return Ok(());
    }
    if let Some(mut bytes) = part.encode_within(LEAF)? {
        bytes.resize(LEAF, 0);
        found.push((start, bytes));
        return Ok(());
    }
    let Some(half) = span.checked_sub(1) else {
        return Err(Error::TooManyConditionsForLock { lock: start });
    };
    divide(locks, start, half, limit, found)?;
    divide(locks, start + (1 << half), half, limit, found)
}

/// The branches to these leaves.
pub(super) fn branches(header: &Header, leaves: &[(u32, Vec<u8>)]) -> Vec<Branch> {
    let branch = |(start, bytes): &(u32, Vec<u8>)| Branch {
        start: *start,
        hash: hash(Level::Leaf, header, bytes),
    };
    leaves.iter().map(branch).collect()
}

/// Pages of up to [`LEAVES_PER_PAGE`] branches, filled up with zeros.
pub(super) fn pages(branches: &[Branch]) -> Vec<(u32, Vec<u8>)> {
    let page = |listed: &[Branch]| {
        let mut bytes = Vec::with_capacity(PAGE);
        for branch in listed {
            branch.encode(&mut bytes);
        }
        bytes.resize(PAGE, 0);
        (listed.first().map_or(0, |branch| branch.start), bytes)
    };
    branches.chunks(LEAVES_PER_PAGE).map(page).collect()
}

/// The branches to these pages.
pub(super) fn page_branches(header: &Header, pages: &[(u32, Vec<u8>)]) -> Vec<Branch> {
    let branch = |(start, bytes): &(u32, Vec<u8>)| Branch {
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
    ascending(&listed)?;
    Ok(listed)
}

/// Reads a leaf: the block relative to its branch's start.
pub(super) fn decode_leaf(bytes: &[u8], places: usize) -> Result<Content, Error> {
    Content::decode(&mut Bytes(bytes), places)
}

/// Branches must ascend.
pub(super) fn ascending(branches: &[Branch]) -> Result<(), Error> {
    if branches
        .windows(2)
        .all(|pair| pair[0].start < pair[1].start)
    {
        Ok(())
    } else {
        Err(Error::Malformed)
    }
}
