//! How the devices stand, and what is written with them.

use super::Fault;
use crate::model::{BlockingGroupId, KeyId, KeyState, LockId, UserId};

/// What is written with the programming key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// A key is programmed, under the home group that was chosen now.
    Program(KeyId, Option<BlockingGroupId>),
    /// A key is returned and its medium emptied.
    Empty(KeyId),
    /// A lock gets its configuration.
    Deploy(LockId),
}

/// What was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it was.
    pub job: Job,
    /// The number of the key, or of the lock.
    pub number: u32,
    /// The chip number of the medium, or the name of the lock.
    pub uid: String,
    /// At how many locks something changed.
    pub changes: usize,
    /// Whether an interrupted write was finished.
    pub resumed: bool,
}

/// Whose fob lies on the encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The user.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// The key.
    pub key: KeyId,
    /// Its number.
    pub number: u32,
    /// Where it is in its life.
    pub state: KeyState,
    /// At how many locks it is out of date.
    pub changes: usize,
}

/// How the encoder stands.
#[derive(Debug, Clone, PartialEq)]
pub enum EncoderState {
    /// None was named.
    Unnamed,
    /// It cannot be reached.
    Missing(Fault),
    /// It is ready, and nothing lies on it.
    Empty,
    /// A fob as it left the factory lies on it.
    New([u8; 7]),
    /// A programmed fob lies on it.
    Programmed([u8; 7]),
    /// What lies on it cannot be used.
    Unusable(Option<Fault>),
}

/// How the programming key stands.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenState {
    /// None was named.
    Unnamed,
    /// It is not plugged in.
    Missing(Fault),
    /// It is there; so many PIN tries are left, none where that is not told.
    Ready(String, Option<u8>),
    /// Its PIN is blocked.
    Blocked(String),
}
