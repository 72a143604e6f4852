//! The image: an access table bound to one medium and signed. Byte tables stand in [`super`]. Knows nothing of
//! cards, sessions or where the table came from.

pub mod budget;
pub mod content;
mod delta;
pub mod head;
pub mod header;
pub mod tree;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::access::{AccessTable, Conditions, Entry, Target};
use crate::model::{LockGroupNumber, LockNumber};

use super::lockset::{NUMBER_LIMIT, NumberSet};
use super::signature::{PublicKey, Signer};
use super::{Error, conditions};
use budget::{HEAD_LIMITS, LEAVES_PER_PAGE, PAGE, body_offset};
use content::Content;
use head::{Head, PREAMBLE};
use header::Shape;

pub use delta::changed_ranges;
pub use header::Header;

/// How many entries a table on a medium holds at most.
pub const ENTRIES_LIMIT: usize = 131_072;
/// No image is longer: the longest head and the most leaves it can lead to.
pub const IMAGE_LIMIT: usize = 5_248;

/// Where a table does not fit, what it needs is told up to so many leaves.
const LEAVES_COUNTED: usize = 1_024;

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
        let draft = Draft::new(header, table)?;
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

    /// Reads a whole image from the front of `bytes`; what follows it is not looked at. Everything is checked
    /// but the signature: hashes, and that the station would have written these very bytes.
    ///
    /// # Errors
    /// [`Error`] for anything else. Any bytes whatever may be given.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let head = Head::parse(bytes)?;
        let bytes = bytes.get(..head.image_length()).ok_or(Error::Truncated)?;
        let table = read_table(&head, bytes)?;
        let draft = Draft::new(&head.header, &table).map_err(|_| Error::NotCanonical)?;
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

/// An image but for its signature.
struct Draft {
    fields: Vec<u8>,
    preamble: Vec<u8>,
    body: Vec<u8>,
    size: Size,
}

impl Draft {
    fn new(header: &Header, table: &AccessTable) -> Result<Self, Error> {
        let parts = Parts::of(table)?;
        let mut nearest: Option<(usize, Error)> = None;
        for levels in 0..=2u8 {
            match parts.draft(header, levels) {
                Ok(draft) => return Ok(draft),
                Err(Error::HeadFull {
                    needed,
                    limit,
                    conditions,
                    groups,
                    locks,
                }) => {
                    let excess = needed.saturating_sub(limit);
                    if nearest.as_ref().is_none_or(|(known, _)| excess < *known) {
                        let error = Error::HeadFull {
                            needed,
                            limit,
                            conditions,
                            groups,
                            locks,
                        };
                        nearest = Some((excess, error));
                    }
                }
                Err(other) => return Err(other),
            }
        }
        Err(nearest.map_or(Error::Malformed, |(_, error)| error))
    }

    fn bytes(&self, signature: &[u8]) -> Vec<u8> {
        let mut bytes = [&self.fields, signature, &self.preamble].concat();
        if !self.body.is_empty() {
            bytes.resize(body_offset(bytes.len()), 0);
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

/// A table taken apart.
struct Parts {
    conditions: Vec<u8>,
    groups: Vec<u8>,
    locks: Content,
    /// Asked for with one level and with two, and reckoned once.
    leaves: OnceCell<Result<Vec<tree::Leaf>, Error>>,
}

impl Parts {
    fn of(table: &AccessTable) -> Result<Self, Error> {
        let entries = table.entries();
        if entries.len() > ENTRIES_LIMIT {
            return Err(Error::TooManyEntries {
                count: entries.len(),
            });
        }
        let mut numbers: BTreeMap<&Conditions, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        for entry in entries {
            let (groups, locks) = numbers.entry(&entry.conditions).or_default();
            match entry.target {
                Target::Group(group) => groups.push(group.0.into()),
                Target::Lock(lock) if lock.0 < NUMBER_LIMIT => locks.push(lock.0),
                Target::Lock(_) => return Err(Error::Number),
            }
        }
        let list: Vec<&Conditions> = numbers.keys().copied().collect();
        let conditions = conditions::encode(&list)?;
        let (mut groups, mut locks) = (Vec::new(), Vec::new());
        for (place, (own_groups, own_locks)) in (0u8..).zip(numbers.into_values()) {
            groups.push((place, own_groups.into_iter().collect::<NumberSet>()));
            locks.push((place, own_locks.into_iter().collect::<NumberSet>()));
        }
        groups.retain(|(_, set)| !set.is_empty());
        locks.retain(|(_, set)| !set.is_empty());
        let groups = Content::narrowest(groups)
            .encode_within(usize::MAX)?
            .unwrap_or_default();
        Ok(Self {
            conditions,
            groups,
            locks: Content::narrowest(locks),
            leaves: OnceCell::new(),
        })
    }

    fn draft(&self, header: &Header, levels: u8) -> Result<Draft, Error> {
        let limit = HEAD_LIMITS[usize::from(levels.min(2))];
        let before = PREAMBLE + self.conditions.len() + self.groups.len();
        let (locks, body, leaves) = self.locks(header, levels, limit.saturating_sub(before))?;
        let needed = before + locks.len();
        if needed > limit {
            return Err(Error::HeadFull {
                needed,
                limit,
                conditions: self.conditions.len(),
                groups: self.groups.len(),
                locks: locks.len(),
            });
        }
        let head = u16::try_from(needed).map_err(|_| Error::Malformed)?;
        let shape = Shape {
            levels,
            head,
            leaves,
        };
        let total = if body.is_empty() {
            needed
        } else {
            body_offset(needed) + body.len()
        };
        let size = Size {
            total,
            head: needed,
            conditions: self.conditions.len(),
            groups: self.groups.len(),
            locks: locks.len() + body.len(),
            levels,
        };
        let preamble = [&self.conditions[..], &self.groups, &locks].concat();
        Ok(Draft {
            fields: header.encode(shape).to_vec(),
            preamble,
            body,
            size,
        })
    }

    /// The list of locks in the head, the body, and how many leaves that has.
    fn locks(
        &self,
        header: &Header,
        levels: u8,
        room: usize,
    ) -> Result<(Vec<u8>, Vec<u8>, u16), Error> {
        if levels == 0 {
            // Where it cannot fit anyway, how much it misses is told up to a point only.
            let inline = self.locks.encode_within(room.saturating_add(512))?;
            return Ok((inline.unwrap_or_else(|| vec![0; room + 513]), Vec::new(), 0));
        }
        let leaves = self
            .leaves
            .get_or_init(|| tree::leaves(&self.locks, LEAVES_COUNTED));
        let leaves = leaves.as_ref().map_err(Error::clone)?;
        let mut branches = tree::branches(header, leaves);
        let mut body = Vec::new();
        if levels == 2 {
            let pages = tree::pages(&branches);
            branches = tree::page_branches(header, &pages);
            body.reserve(pages.len() * PAGE);
            for (_, bytes) in &pages {
                body.extend_from_slice(bytes);
            }
        }
        for (_, bytes) in leaves {
            body.extend_from_slice(bytes);
        }
        let mut list = vec![u8::try_from(branches.len()).unwrap_or(u8::MAX)];
        for branch in &branches {
            branch.encode(&mut list);
        }
        let count = u16::try_from(leaves.len()).map_err(|_| Error::Malformed)?;
        Ok((list, body, count))
    }
}

fn read_table(head: &Head, bytes: &[u8]) -> Result<AccessTable, Error> {
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
    Ok(AccessTable::new(entries))
}

/// The most leaves that the longest head can lead to.
pub const LEAVES_LIMIT: usize = (HEAD_LIMITS[2] - PREAMBLE - 4) / budget::BRANCH * LEAVES_PER_PAGE;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
