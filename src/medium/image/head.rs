//! The head of an image: all that is signed. A lock reads it whole, then at most one page and one leaf.

use super::budget::{HEAD_LIMITS, LEAF, LEAVES_PER_PAGE, PAGE};
use super::content::Content;
use super::header::{FIELDS, Header, Shape};
use super::tree::{self, Branch, Level};
use crate::access::Conditions;
use crate::medium::bits::Bytes;
use crate::medium::signature::{PublicKey, SIGNATURE_LENGTH};
use crate::medium::{Error, conditions};

/// Where the signed list after the signature begins.
pub const PREAMBLE: usize = FIELDS + SIGNATURE_LENGTH;

/// What the signature of an image is on, before fields and preamble.
const DOMAIN: &[u8] = b"keywright/image/1";

/// The head, read but not yet believed: only [`Head::verify`] tells who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The fields at the front.
    pub header: Header,
    /// The sets of conditions, by place.
    pub conditions: Vec<Conditions>,
    /// Which lock groups open under which conditions.
    pub groups: Content,
    locks: Locks,
    shape: Shape,
    bytes: Vec<u8>,
}

/// Where the locks stand.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Locks {
    Here(Content),
    Leaves(Vec<Branch>),
    Pages(Vec<Branch>),
}

/// The next step in the search for a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The lock opens under the conditions at these places; none = it is not listed.
    Found(Vec<u8>),
    /// This part of the image must be read.
    Read(Part),
}

/// A page or leaf to be read and handed to [`Head::follow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// First byte of it in the image.
    pub offset: usize,
    /// Bytes of it.
    pub length: usize,
    kind: Kind,
    branch: Branch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page { first_leaf: usize },
    Leaf,
}

/// How long the head is, from the first bytes of an image ([`FIELDS`] of them are enough).
///
/// # Errors
/// [`Error`] where the bytes are no front of an image, or name a length no head has.
pub fn length(front: &[u8]) -> Result<usize, Error> {
    let (_, shape) = Header::decode(front)?;
    let length = usize::from(shape.head);
    let limit = HEAD_LIMITS
        .get(usize::from(shape.levels))
        .copied()
        .unwrap_or(0);
    if (PREAMBLE..=limit).contains(&length) {
        Ok(length)
    } else {
        Err(Error::Malformed)
    }
}

/// The message that is signed.
pub(super) fn message(fields: &[u8], preamble: &[u8]) -> Vec<u8> {
    [DOMAIN, fields, preamble].concat()
}

impl Head {
    /// Reads a head from the front of `bytes`, which may be longer.
    ///
    /// # Errors
    /// [`Error`] for anything that is not of this form. The signature is not looked at.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let length = length(bytes)?;
        let bytes = bytes.get(..length).ok_or(Error::Truncated)?;
        let (header, shape) = Header::decode(bytes)?;
        let mut rest = Bytes(bytes.get(PREAMBLE..).ok_or(Error::Truncated)?);
        let conditions = conditions::decode(&mut rest)?;
        let groups = Content::decode(&mut rest, conditions.len())?;
        let locks = match shape.levels {
            0 => Locks::Here(Content::decode(&mut rest, conditions.len())?),
            1 => Locks::Leaves(directory(&mut rest)?),
            _ => Locks::Pages(directory(&mut rest)?),
        };
        let leaves = usize::from(shape.leaves);
        let fitting = match &locks {
            Locks::Here(_) => leaves == 0,
            Locks::Leaves(branches) => leaves == branches.len(),
            Locks::Pages(branches) => leaves.div_ceil(LEAVES_PER_PAGE) == branches.len(),
        };
        if !rest.0.is_empty() || !fitting || groups.bound > 1 << 16 {
            return Err(Error::Malformed);
        }
        Ok(Self {
            header,
            conditions,
            groups,
            locks,
            shape,
            bytes: bytes.to_vec(),
        })
    }

    /// The bytes of the head.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether `key` signed this head.
    ///
    /// # Errors
    /// [`Error::Signature`] where it did not.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Error> {
        let mut rest = Bytes(&self.bytes);
        let fields = rest.take(FIELDS)?;
        let signature = rest.array::<SIGNATURE_LENGTH>()?;
        key.verify(&message(fields, rest.0), &signature)
    }

    /// Bytes of the whole image.
    pub fn image_length(&self) -> usize {
        self.leaf_offset(usize::from(self.shape.leaves))
    }

    /// Levels under the head: 0, 1 or 2.
    pub fn levels(&self) -> u8 {
        self.shape.levels
    }

    /// Where the body begins; 0 where there is none.
    pub(super) fn body_offset(&self) -> usize {
        self.shape.body_offset()
    }

    /// The first step in the search for the lock `number`.
    pub fn search(&self, number: u32) -> Step {
        let part =
            match &self.locks {
                Locks::Here(content) => return Step::Found(content.places(number).collect()),
                Locks::Leaves(branches) => Branch::covering(branches, number)
                    .map(|(place, branch)| self.leaf(place, branch)),
                Locks::Pages(branches) => Branch::covering(branches, number)
                    .map(|(place, branch)| self.page(place, branch)),
            };
        part.map_or(Step::Found(Vec::new()), Step::Read)
    }

    /// The step after `part`, whose `bytes` were read.
    ///
    /// # Errors
    /// [`Error::Hash`] where the bytes are not those that were signed for.
    pub fn follow(&self, part: &Part, bytes: &[u8], number: u32) -> Result<Step, Error> {
        match part.kind {
            Kind::Leaf => {
                let leaf = self.read_leaf(part.branch, bytes)?;
                let within = number.saturating_sub(part.branch.start);
                Ok(Step::Found(leaf.places(within).collect()))
            }
            Kind::Page { first_leaf } => {
                let listed = self.read_page(part.branch, first_leaf, bytes)?;
                let next = Branch::covering(&listed, number)
                    .map(|(place, branch)| self.leaf(first_leaf + place, branch));
                Ok(next.map_or(Step::Found(Vec::new()), Step::Read))
            }
        }
    }

    /// Every block of locks with its first number, from the whole image.
    pub(super) fn blocks(&self, image: &[u8]) -> Result<Vec<(u32, Content)>, Error> {
        let leaves = match &self.locks {
            Locks::Here(content) => return Ok(vec![(0, content.clone())]),
            Locks::Leaves(branches) => branches.clone(),
            Locks::Pages(branches) => self.all_leaves(branches, image)?,
        };
        tree::distinct(&leaves)?;
        let block = |(place, branch): (usize, &Branch)| {
            let bytes = slice(image, self.leaf(place, *branch))?;
            Ok((branch.start, self.read_leaf(*branch, bytes)?))
        };
        leaves.iter().enumerate().map(block).collect()
    }

    fn all_leaves(&self, pages: &[Branch], image: &[u8]) -> Result<Vec<Branch>, Error> {
        let mut leaves = Vec::new();
        for (place, branch) in pages.iter().enumerate() {
            let bytes = slice(image, self.page(place, *branch))?;
            leaves.extend(self.read_page(*branch, place * LEAVES_PER_PAGE, bytes)?);
        }
        Ok(leaves)
    }

    fn read_leaf(&self, branch: Branch, bytes: &[u8]) -> Result<Content, Error> {
        if tree::hash(Level::Leaf, &self.header, bytes) != branch.hash {
            return Err(Error::Hash);
        }
        tree::decode_leaf(bytes, self.conditions.len())
    }

    fn read_page(
        &self,
        branch: Branch,
        first_leaf: usize,
        bytes: &[u8],
    ) -> Result<Vec<Branch>, Error> {
        if tree::hash(Level::Page, &self.header, bytes) != branch.hash {
            return Err(Error::Hash);
        }
        let left = usize::from(self.shape.leaves).saturating_sub(first_leaf);
        tree::decode_page(bytes, left.min(LEAVES_PER_PAGE))
    }

    fn page(&self, place: usize, branch: Branch) -> Part {
        let offset = self.shape.body_offset() + place * PAGE;
        let kind = Kind::Page {
            first_leaf: place * LEAVES_PER_PAGE,
        };
        Part {
            offset,
            length: PAGE,
            kind,
            branch,
        }
    }

    fn leaf(&self, place: usize, branch: Branch) -> Part {
        Part {
            offset: self.leaf_offset(place),
            length: LEAF,
            kind: Kind::Leaf,
            branch,
        }
    }

    fn leaf_offset(&self, place: usize) -> usize {
        let pages = match &self.locks {
            Locks::Pages(branches) => branches.len(),
            Locks::Leaves(_) => 0,
            Locks::Here(_) => return self.bytes.len(),
        };
        self.shape.body_offset() + pages * PAGE + place * LEAF
    }
}

fn slice(image: &[u8], part: Part) -> Result<&[u8], Error> {
    image
        .get(part.offset..part.offset + part.length)
        .ok_or(Error::Truncated)
}

fn directory(rest: &mut Bytes<'_>) -> Result<Vec<Branch>, Error> {
    let branches = (0..rest.u8()?)
        .map(|_| Branch::decode(rest))
        .collect::<Result<Vec<_>, _>>()?;
    tree::distinct(&branches)?;
    Ok(branches)
}
