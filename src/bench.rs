//! Simulated hardware on real wires: a PN532 encoder on a pseudo-terminal with DESFire fobs in its field, the reader
//! of a contact slot on another, a programming key on a socket, and doors to which fobs are held, so that
//! foreign programs and our own drivers meet the same counterpart. Implements the wires on its own; shares no
//! code with `device`, because a shared mistake would hide. Uses `lock` and below only.

pub mod card;
pub mod clock;
pub mod contact;
pub mod control;
pub mod door;
pub mod encoder;
pub mod fault;
pub mod line;
pub mod pn532;
mod queue;
pub mod reader;
pub mod shelf;
pub mod slot;
pub mod station;
pub mod token;

pub use encoder::Encoder;
pub use station::{Bench, run};

use std::io;

/// What can go wrong on a bench.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file, the line or the socket failed.
    #[error("the bench could not use its files: {0}")]
    Io(#[from] io::Error),
    /// No bench answers in this folder.
    #[error("no bench runs there: {0}")]
    NotRunning(#[source] io::Error),
    /// Another bench uses the folder.
    #[error("another bench uses this folder")]
    FolderInUse,
    /// The request or the answer is not what was expected.
    #[error("the request is not understood: {0}")]
    Request(#[source] serde_json::Error),
    /// There is no such verb.
    #[error("there is no verb {verb:?}")]
    VerbUnknown {
        /// The verb.
        verb: String,
    },
    /// There is no such chip or kind of medium.
    #[error("there is no chip {chip:?}")]
    ChipUnknown {
        /// The name.
        chip: String,
    },
    /// A medium's number is not seven bytes in hexadecimal digits.
    #[error("{uid:?} is not a number of seven bytes")]
    UidUnusable {
        /// What was given.
        uid: String,
    },
    /// A name is empty, too long, or has letters that file names do not bear.
    #[error("{name:?} cannot be a name")]
    NameUnusable {
        /// The name.
        name: String,
    },
    /// There is a medium of this name.
    #[error("there is a medium {name:?} already")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// There is no medium of this name.
    #[error("there is no medium {name:?}")]
    Unknown {
        /// The name.
        name: String,
    },
    /// There is no token of this name.
    #[error("there is no token {name:?}")]
    TokenUnknown {
        /// The name.
        name: String,
    },
    /// The medium lies somewhere else.
    #[error("the medium {name:?} is in use")]
    InUse {
        /// The name.
        name: String,
    },
    /// The kept memory of a medium cannot be read.
    #[error("the memory of {name:?} cannot be read: {source}")]
    MemoryUnreadable {
        /// The medium.
        name: String,
        /// Why.
        source: serde_json::Error,
    },
    /// Anything an added verb reports, with its own code.
    #[error("{message}")]
    Added {
        /// A stable code in kebab case.
        code: &'static str,
        /// What happened.
        message: String,
    },
}

impl Error {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "bench-files",
            Self::NotRunning(_) => "bench-not-running",
            Self::FolderInUse => "bench-folder-in-use",
            Self::Request(_) => "bench-request",
            Self::VerbUnknown { .. } => "bench-verb-unknown",
            Self::ChipUnknown { .. } => "bench-chip-unknown",
            Self::UidUnusable { .. } => "bench-uid-unusable",
            Self::NameUnusable { .. } => "bench-name-unusable",
            Self::NameTaken { .. } => "bench-name-taken",
            Self::Unknown { .. } => "bench-medium-unknown",
            Self::TokenUnknown { .. } => "bench-token-unknown",
            Self::InUse { .. } => "bench-medium-in-use",
            Self::MemoryUnreadable { .. } => "bench-memory-unreadable",
            Self::Added { code, .. } => code,
        }
    }
}
