//! Locks and the groups by which they are granted.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{BlockingGroupId, Error, LockGroupId, LockGroupNumber, LockId, LockNumber};

/// The device that decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Identity of the record.
    pub id: LockId,
    /// Its number on media.
    pub number: LockNumber,
    /// Its name, unique in the system.
    pub name: String,
    /// What it reads.
    pub kind: LockKind,
    /// Whether it keeps time.
    pub clock: bool,
    /// The lock groups it belongs to.
    pub groups: BTreeSet<LockGroupId>,
    /// The one key blocking group whose blocklist it obeys.
    pub blocking_group: BlockingGroupId,
    /// Whether it holds its wanted configuration.
    pub state: LockState,
}

/// What a lock reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockKind {
    /// Key fobs only.
    Fob,
    /// Key fobs and K5 keys.
    Hybrid,
    /// Keypad and Bluetooth.
    Pin,
}

impl LockKind {
    /// The word in commands and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fob => "fob",
            Self::Hybrid => "hybrid",
            Self::Pin => "pin",
        }
    }
}
impl std::str::FromStr for LockKind {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::Fob, Self::Hybrid, Self::Pin]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(Error::Word)
    }
}

/// Whether a lock holds its wanted configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockState {
    /// It never was configured: it opens for nobody.
    NotDeployed,
    /// It holds what it shall hold.
    Deployed,
    /// What it shall hold has changed since: somebody must visit the door.
    Pending,
}

impl LockState {
    /// The word in answers and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotDeployed => "not-deployed",
            Self::Deployed => "deployed",
            Self::Pending => "pending",
        }
    }
}
impl std::str::FromStr for LockState {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::NotDeployed, Self::Deployed, Self::Pending]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(Error::Word)
    }
}

/// A named set of locks, granted by one number on media. Its members are told by the locks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockGroup {
    /// Identity of the record.
    pub id: LockGroupId,
    /// Its number on media.
    pub number: LockGroupNumber,
    /// Its name, unique in the system.
    pub name: String,
}
