//! The image: an access table bound to one medium and signed. Byte tables stand in [`super`]. Knows nothing of
//! cards, sessions or where the table came from.

pub mod budget;
pub mod content;
mod delta;
mod division;
mod draft;
mod extent;
pub mod head;
pub mod header;
pub mod tree;

use crate::access::{AccessTable, Entry, Target};
use crate::model::{LockGroupNumber, LockNumber};

use super::Error;
use super::signature::{PublicKey, Signer};
use budget::{HEAD_LIMITS, LEAVES_PER_PAGE};
use division::Division;
use draft::{Draft, Parts};
use head::{Head, PREAMBLE};

pub use delta::changed_ranges;
pub use header::Header;

/// How many entries a table on a medium holds at most.
pub const ENTRIES_LIMIT: usize = 131_072;
/// No image is longer: the longest head and the most leaves it can lead to.
pub const IMAGE_LIMIT: usize = 5_248;

/// An image with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    head: Head,
    table: AccessTable,
    bytes: Vec<u8>,
}

/// What an image would take, by part, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The whole image.
    pub total: usize,
    /// The head.
    pub head: usize,
    /// Of the head: windows, access times, expiry intervals.
    pub conditions: usize,
    /// Of the head: lock groups.
    pub groups: usize,
    /// Locks, in the head or in pages and leaves with their hashes.
    pub locks: usize,
    /// 0: locks in the head; 1: leaves; 2: pages of leaves.
    pub levels: u8,
}

impl Image {
    /// The image of a table. The same header, table and signing key give the same bytes.
    ///
    /// # Errors
    /// Capacity errors ([`Error::is_capacity`]) where the table does not fit an image; [`Error::Number`] for a
    /// lock number of 2^24 or more.
    pub fn build(header: &Header, table: &AccessTable, signer: Signer<'_>) -> Result<Self, Error> {
        Self::signed(&Draft::new(header, table)?, table, signer)
    }

    /// The image of a table that takes the place of `previous` on the same medium, in whose image file there is
    /// room for `room` bytes: as far as it pays, locks stay in the leaves where they are, so that little is
    /// written. The same header, table, signing key, room and previous image give the same bytes. It is never
    /// longer than `room` unless [`Self::build`]'s is.
    ///
    /// # Errors
    /// As [`Self::build`], where the locks do not fit into the leaves as they are either.
    pub fn build_on(
        previous: &Self,
        room: usize,
        header: &Header,
        table: &AccessTable,
        signer: Signer<'_>,
    ) -> Result<Self, Error> {
        let held = previous.header();
        if (held.system, held.uid) != (header.system, header.uid) {
            return Self::build(header, table, signer);
        }
        let parts = Parts::of(table)?;
        let anew = parts.fewest_levels(header);
        let cost = |draft: &Draft| draft.cost_on(&previous.bytes);
        let mut kept = parts.kept(header, previous)?;
        kept.retain(|draft| draft.size.total <= room);
        let best = match (anew, kept.into_iter().min_by_key(cost)) {
            (Ok(anew), Some(kept)) if cost(&kept) < cost(&anew) => kept,
            (Err(_), Some(kept)) => kept,
            (anew, _) => anew?,
        };
        Self::signed(&best, table, signer)
    }

    fn signed(draft: &Draft, table: &AccessTable, signer: Signer<'_>) -> Result<Self, Error> {
        let signature = signer(&head::message(&draft.fields, &draft.preamble));
        let bytes = draft.bytes(&signature);
        Ok(Self {
            head: Head::parse(&bytes)?,
            table: table.clone(),
            bytes,
        })
    }

    /// What the image of a table would take, without signing it. Fast enough to be asked once per source.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn measure(header: &Header, table: &AccessTable) -> Result<Size, Error> {
        Draft::new(header, table).map(|draft| draft.size)
    }

    /// Bytes that conditions, lock groups and locks of a table take one after another, whether they fit a medium or
    /// not. Where they fit the head of an image, this is what [`Self::measure`] gives as its total.
    ///
    /// # Errors
    /// [`Error::Number`] for a lock number of 2^24 or more.
    pub fn extent(table: &AccessTable) -> Result<usize, Error> {
        extent::extent(table)
    }

    /// Reads a whole image from the front of `bytes`; what follows it is not looked at. Everything is checked
    /// but the signature: hashes, and that the station would have written these very bytes.
    ///
    /// # Errors
    /// [`Error`] for anything else. Any bytes whatever may be given.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let head = Head::parse(bytes)?;
        let bytes = bytes.get(..head.image_length()).ok_or(Error::Truncated)?;
        let (table, division) = read_table(&head, bytes)?;
        let draft = Parts::of(&table)
            .and_then(|parts| parts.divided(&head.header, division.as_ref()))
            .map_err(|_| Error::NotCanonical)?;
        let signature = head
            .as_bytes()
            .get(header::FIELDS..PREAMBLE)
            .ok_or(Error::Truncated)?;
        if draft.bytes(signature) != bytes {
            return Err(Error::NotCanonical);
        }
        Ok(Self {
            table,
            bytes: bytes.to_vec(),
            head,
        })
    }

    /// As [`Self::parse`], and signed by `key`.
    ///
    /// # Errors
    /// As [`Self::parse`], and [`Error::Signature`].
    pub fn verified(bytes: &[u8], key: &PublicKey) -> Result<Self, Error> {
        // First who wrote it: only what was signed is worth the work of reading.
        Head::parse(bytes)?.verify(key)?;
        Self::parse(bytes)
    }

    /// Whether `key` signed this image.
    ///
    /// # Errors
    /// [`Error::Signature`] where it did not.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Error> {
        self.head.verify(key)
    }

    /// The fields at the front.
    pub fn header(&self) -> &Header {
        &self.head.header
    }

    /// The signed head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// What it opens.
    pub fn table(&self) -> &AccessTable {
        &self.table
    }

    /// The bytes, as they stand in the image file from its first byte on.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What an image says, and how its locks are divided if they are in leaves.
fn read_table(head: &Head, bytes: &[u8]) -> Result<(AccessTable, Option<Division>), Error> {
    let blocks = head.blocks(bytes)?;
    let sets = blocks
        .iter()
        .flat_map(|(_, block)| &block.sets)
        .chain(&head.groups.sets);
    let count: u64 = sets.map(|(_, set)| u64::from(set.count())).sum();
    if count > ENTRIES_LIMIT as u64 {
        return Err(Error::TooManyEntries {
            count: usize::try_from(count).unwrap_or(usize::MAX),
        });
    }
    let mut entries = Vec::new();
    let mut push = |place: u8, target: Target| {
        let conditions = head
            .conditions
            .get(usize::from(place))
            .ok_or(Error::Malformed)?;
        entries.push(Entry {
            target,
            conditions: conditions.clone(),
        });
        Ok::<(), Error>(())
    };
    for (place, set) in &head.groups.sets {
        for number in set.numbers() {
            let number = u16::try_from(number).map_err(|_| Error::Malformed)?;
            push(*place, Target::Group(LockGroupNumber(number)))?;
        }
    }
    for (start, block) in &blocks {
        for (place, set) in &block.sets {
            for number in set.numbers() {
                push(*place, Target::Lock(LockNumber(start + number)))?;
            }
        }
    }
    let division = (head.levels() > 0).then(|| Division {
        levels: head.levels(),
        body: head.body_offset(),
        starts: blocks.iter().map(|(start, _)| *start).collect(),
    });
    Ok((AccessTable::new(entries), division))
}

/// The most leaves that the longest head can lead to.
pub const LEAVES_LIMIT: usize = (HEAD_LIMITS[2] - PREAMBLE - 4) / budget::BRANCH * LEAVES_PER_PAGE;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
