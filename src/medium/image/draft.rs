//! An image before it is signed: a table taken apart, divided, and put together.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::budget::{BODY_ALIGNMENT, HEAD_LIMITS, PAGE, body_offset};
use super::content::Content;
use super::delta::changed_ranges;
use super::division::Division;
use super::head::PREAMBLE;
use super::header::{self, Header, Shape};
use super::{ENTRIES_LIMIT, Image, Size, read_table, tree};
use crate::access::{AccessTable, Conditions, Target};
use crate::medium::lockset::{NUMBER_LIMIT, NumberSet};
use crate::medium::{Error, conditions};

/// Where a table does not fit, what it needs is told up to so many leaves.
const LEAVES_COUNTED: usize = 1_024;

/// What a command to write costs beside its bytes: its head, checksum and padding, the answer, and the frames of both.
const COMMAND: usize = 48;

/// An image but for its signature.
pub(super) struct Draft {
    pub(super) fields: Vec<u8>,
    pub(super) preamble: Vec<u8>,
    body: Vec<u8>,
    body_offset: usize,
    pub(super) size: Size,
}

impl Draft {
    pub(super) fn new(header: &Header, table: &AccessTable) -> Result<Self, Error> {
        Parts::of(table)?.fewest_levels(header)
    }

    /// Bytes to be written where `previous` stands, with what each command costs beside them, and those by which
    /// the image becomes longer, since they are read back each time from now on.
    pub(super) fn cost_on(&self, previous: &[u8]) -> usize {
        // The signature is another one; as yet only its length is known.
        let old = previous.get(header::FIELDS..PREAMBLE).unwrap_or(&[]);
        let another: Vec<u8> = old.iter().map(|byte| !byte).collect();
        let ranges = changed_ranges(previous, &self.bytes(&another));
        let written: usize = ranges.iter().map(|range| range.len() + COMMAND).sum();
        written + self.size.total.saturating_sub(previous.len())
    }

    pub(super) fn bytes(&self, signature: &[u8]) -> Vec<u8> {
        let mut bytes = [&self.fields, signature, &self.preamble].concat();
        if !self.body.is_empty() {
            bytes.resize(self.body_offset, 0);
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }
}

/// A table taken apart.
pub(super) struct Parts {
    conditions: Vec<u8>,
    groups: Vec<u8>,
    locks: Content,
    /// Asked for with one level and with two, and reckoned once.
    leaves: OnceCell<Result<Vec<tree::Leaf>, Error>>,
}

impl Parts {
    /// The draft with the fewest levels, its locks divided anew.
    pub(super) fn fewest_levels(&self, header: &Header) -> Result<Draft, Error> {
        let mut nearest: Option<(usize, Error)> = None;
        for levels in 0..=2u8 {
            match self.draft(header, levels) {
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

    pub(super) fn of(table: &AccessTable) -> Result<Self, Error> {
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

    /// The drafts whose locks are divided as those of `previous` are, but for what must change.
    pub(super) fn kept(&self, header: &Header, previous: &Image) -> Result<Vec<Draft>, Error> {
        let (_, division) = read_table(previous.head(), previous.as_bytes())?;
        let Some(division) = division else {
            return Ok(Vec::new());
        };
        let mut drafts = Vec::new();
        for leaves in division.kept(&self.locks)? {
            let list = list(header, division.levels, &leaves)?;
            // Where the head has grown over the body, nothing is kept.
            if let Ok(draft) = self.assemble(header, division.levels, list, Some(division.body)) {
                drafts.push(draft);
            }
        }
        Ok(drafts)
    }

    /// The draft with just this division; [`Error::NotCanonical`] where the table cannot be divided so.
    pub(super) fn divided(
        &self,
        header: &Header,
        division: Option<&Division>,
    ) -> Result<Draft, Error> {
        let Some(division) = division else {
            return self.draft(header, 0);
        };
        let leaves = division.leaves(&self.locks)?.ok_or(Error::NotCanonical)?;
        let list = list(header, division.levels, &leaves)?;
        self.assemble(header, division.levels, list, Some(division.body))
    }

    /// The draft with so many levels, its locks divided anew.
    fn draft(&self, header: &Header, levels: u8) -> Result<Draft, Error> {
        let list = if levels == 0 {
            let limit = HEAD_LIMITS[0].saturating_sub(self.before_locks());
            // Where it cannot fit anyway, how much it misses is told up to a point only.
            let inline = self.locks.encode_within(limit.saturating_add(512))?;
            List {
                head: inline.unwrap_or_else(|| vec![0; limit + 513]),
                body: Vec::new(),
                leaves: 0,
            }
        } else {
            let leaves = self
                .leaves
                .get_or_init(|| tree::leaves(&self.locks, LEAVES_COUNTED));
            list(header, levels, leaves.as_ref().map_err(Error::clone)?)?
        };
        self.assemble(header, levels, list, None)
    }

    /// Bytes of the head before its list of locks.
    fn before_locks(&self) -> usize {
        PREAMBLE + self.conditions.len() + self.groups.len()
    }

    /// The draft with this list of locks; its body begins at `body`, or where that of a new image does.
    fn assemble(
        &self,
        header: &Header,
        levels: u8,
        list: List,
        body: Option<usize>,
    ) -> Result<Draft, Error> {
        let List {
            head: locks,
            body: content,
            leaves,
        } = list;
        let limit = HEAD_LIMITS[usize::from(levels.min(2))];
        let needed = self.before_locks() + locks.len();
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
        let body_offset = match body {
            _ if content.is_empty() => 0,
            Some(kept) => kept,
            None => body_offset(needed, levels),
        };
        let total = if content.is_empty() {
            needed
        } else if body_offset < needed {
            return Err(Error::NotCanonical);
        } else {
            body_offset + content.len()
        };
        let shape = Shape {
            levels,
            head,
            leaves,
            body: u8::try_from(body_offset / BODY_ALIGNMENT).map_err(|_| Error::Malformed)?,
        };
        let size = Size {
            total,
            head: needed,
            conditions: self.conditions.len(),
            groups: self.groups.len(),
            locks: locks.len() + content.len(),
            levels,
        };
        let preamble = [&self.conditions[..], &self.groups, &locks].concat();
        Ok(Draft {
            fields: header.encode(shape).to_vec(),
            preamble,
            body: content,
            body_offset,
            size,
        })
    }
}

/// The locks of an image.
struct List {
    /// What stands of them in the head.
    head: Vec<u8>,
    /// Pages and leaves.
    body: Vec<u8>,
    /// How many leaves.
    leaves: u16,
}

/// The list of locks that stand in these leaves.
fn list(header: &Header, levels: u8, leaves: &[tree::Leaf]) -> Result<List, Error> {
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
    let mut head = vec![u8::try_from(branches.len()).unwrap_or(u8::MAX)];
    for branch in &branches {
        branch.encode(&mut head);
    }
    let leaves = u16::try_from(leaves.len()).map_err(|_| Error::Malformed)?;
    Ok(List { head, body, leaves })
}
