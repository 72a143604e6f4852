//! The access table: the canonical list of entries written on a key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::{AccessTimes, ExpiryInterval, LockGroupNumber, LockNumber, Window};
use crate::time::UtcMillis;

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// What an entry opens. Groups sort before locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Every lock that is in this lock group, by the lock's own configuration.
    Group(LockGroupNumber),
    /// One lock.
    Lock(LockNumber),
}

impl Target {
    /// The target as bytes for hashing: a tag byte (0 = group, 1 = lock) and the number (big-endian 32 bits).
    pub fn digest_bytes(self) -> [u8; 5] {
        let (tag, number) = match self {
            Self::Group(number) => (0, u32::from(number.0)),
            Self::Lock(number) => (1, number.0),
        };
        let [a, b, c, d] = number.to_be_bytes();
        [tag, a, b, c, d]
    }
}

/// Under which conditions an entry opens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Conditions {
    /// From when until when.
    pub window: Window,
    /// When in the week, in the system's zone; none = always.
    pub access_times: Option<AccessTimes>,
    /// How long after the medium was last programmed; none = without limit.
    pub expiry: Option<ExpiryInterval>,
}

impl Conditions {
    /// Whether nothing needs a clock.
    pub fn are_unrestricted(&self) -> bool {
        self.window.is_unrestricted() && self.access_times.is_none() && self.expiry.is_none()
    }

    /// The conditions as bytes for hashing: start and end in minutes (big-endian 32 bits; start 0 and end
    /// `FFFFFFFF` where not set), the expiry in hours (big-endian 16 bits; 0 = none), the number of
    /// intervals of access times (0 = always) and three bytes for each: days, from, to.
    pub fn digest_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16);
        bytes.extend(self.window.start.unwrap_or(0).to_be_bytes());
        bytes.extend(self.window.end.unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(
            self.expiry
                .map_or(0, ExpiryInterval::as_hours)
                .to_be_bytes(),
        );
        let intervals = self
            .access_times
            .as_ref()
            .map(AccessTimes::intervals)
            .unwrap_or_default();
        bytes.push(u8::try_from(intervals.len()).unwrap_or(u8::MAX));
        for interval in intervals {
            bytes.extend([interval.days, interval.from, interval.to]);
        }
        bytes
    }

    /// Whether everything that `other` allows is allowed here too.
    pub fn cover(&self, other: &Self) -> bool {
        let times = match (&self.access_times, &other.access_times) {
            (None, _) => true,
            (Some(mine), Some(theirs)) => mine.covers(theirs),
            (Some(mine), None) => mine.is_always(),
        };
        let expiry = self
            .expiry
            .is_none_or(|mine| other.expiry.is_some_and(|theirs| theirs <= mine));
        times && expiry && self.window.covers(other.window)
    }
}

/// One entry: a target and the conditions under which it opens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// What it opens.
    pub target: Target,
    /// Under which conditions.
    pub conditions: Conditions,
}

/// The canonical list of entries: sorted by target, then conditions, without duplicates. The same rights
/// give the same table and so the same bytes on a medium.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessTable {
    entries: Vec<Entry>,
}

impl AccessTable {
    /// The table of these entries, in whatever order they come.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        Self { entries }
    }

    /// The entries in canonical order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether it opens nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// From when on a medium that was written with this table at `written` opens nothing any more; none where it
    /// opens something without end.
    pub fn opens_until(&self, written: UtcMillis) -> Option<UtcMillis> {
        let end = |entry: &Entry| {
            let window = entry.conditions.window.end.map(UtcMillis::from_minutes);
            let hours = entry.conditions.expiry.map(ExpiryInterval::as_hours);
            let expiry = hours.map(|hours| UtcMillis(written.0 + i64::from(hours) * HOUR));
            window.into_iter().chain(expiry).min()
        };
        let ends = self.entries.iter().map(end);
        ends.min_by_key(|end| std::cmp::Reverse(end.map_or(i64::MAX, |end| end.0)))
            .unwrap_or(Some(written))
    }

    /// What tells whether a key is pending: SHA-256 over, for each distinct [`Conditions`] in order, their
    /// bytes (see [`Conditions::digest_bytes`]) and the SHA-256 of their targets in order (see
    /// [`Target::digest_bytes`]). Revision, generation and blocklist do not go in, so a new blocklist makes no
    /// key pending.
    pub fn hash(&self) -> [u8; 32] {
        hash_of_parts(&self.parts())
    }

    /// Each distinct [`Conditions`] with the SHA-256 of its targets, in order.
    pub(super) fn parts(&self) -> Vec<(Conditions, [u8; 32])> {
        let mut by_conditions: BTreeMap<&Conditions, Sha256> = BTreeMap::new();
        for entry in &self.entries {
            let targets = by_conditions.entry(&entry.conditions).or_default();
            targets.update(entry.target.digest_bytes());
        }
        by_conditions
            .into_iter()
            .map(|(conditions, targets)| (conditions.clone(), targets.finalize().into()))
            .collect()
    }
}

/// The hash of a table with these parts.
pub(super) fn hash_of_parts(parts: &[(Conditions, [u8; 32])]) -> [u8; 32] {
    let mut whole = Sha256::new();
    for (conditions, targets) in parts {
        whole.update(conditions.digest_bytes());
        whole.update(targets);
    }
    whole.finalize().into()
}
