//! The access table: the canonical list of entries written on a key.

use serde::{Deserialize, Serialize};

use crate::model::{AccessTimes, ExpiryInterval, LockGroupNumber, LockNumber, Window};

/// What an entry opens. Groups sort before locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Every lock that is in this lock group, by the lock's own configuration.
    Group(LockGroupNumber),
    /// One lock.
    Lock(LockNumber),
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
}
