//! The locks that share one blocklist.

use serde::{Deserialize, Serialize};

use super::{BlockingGroupId, BlockingGroupNumber};

/// How many keys a blocklist holds at most.
pub const BLOCKLIST_CAPACITY: usize = 500;
/// From how many blocked keys on the operator is warned.
pub const BLOCKLIST_WARNING: usize = 450;

/// A key blocking group. Every lock is in exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockingGroup {
    /// Identity of the record.
    pub id: BlockingGroupId,
    /// Its number on media, from 1.
    pub number: BlockingGroupNumber,
    /// Its name, unique in the system.
    pub name: String,
    /// The version of its blocklist: up by one per confirmed change set that changes the list.
    pub blocklist_version: u32,
}
