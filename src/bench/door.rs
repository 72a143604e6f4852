//! The simulated locks of a bench. Each keeps what a lock keeps when its battery is out (one file a lock,
//! `doors/<number>.json`, replaced whole before anything is answered) and reads a fob by itself, with a secure
//! channel of its own over the model of the card. What it decides is [`crate::lock`]'s; what it says to the card
//! owes nothing to the station's driver.
//!
//! # Installation
//!
//! The verbs of the control socket that begin with `lock-` stand for the cable at the counter. A lock leaves the
//! factory empty. `lock-install` gives it the 32 bytes that only it and the station share, once: another key is
//! refused until `lock-reset` puts it back to the factory's state, for which one must have the lock in hand.
//! `lock-configure` brings a signed configuration, whose base keys open with that key alone, and sets the clock.
//! `lock-blocklist` brings the signed blocklist of its group, which it takes where it is newer.
//! `lock-read` shows what can be read over the cable; keys cannot.
//!
//! # Presenting
//!
//! `present` puts a medium on a lock: the visit that [`crate::lock`] describes. A medium that lies on the encoder
//! is taken off, presented, and laid back. Beside the reasons of [`Decision`] there are two that a lock cannot
//! write down: `not-deployed`, for a lock without a configuration, and `not-readable`, for a medium that is no fob
//! of ours. A fob whose application stands there but refuses the lock's key is `wrong-system`; one whose keys are
//! of a generation that the lock has none of, `old-generation`.
//!
//! Must not know where media lie; the control socket only in the file of its verbs.

mod channel;
mod state;
pub(super) mod verbs;
mod visit;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
use crate::medium::{Decision, Event};
use crate::model::LockNumber;

pub use state::Door;
pub use visit::present;

/// The doors of a bench: a folder with one file a lock.
#[derive(Debug, Clone)]
pub struct Doors {
    folder: PathBuf,
}

impl Doors {
    /// The doors kept in `folder`, which is made where it does not exist.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_path_buf(),
        })
    }

    /// The door of this number as it was last kept; in the factory's state where nothing was.
    pub fn door(&self, number: LockNumber) -> Result<Door, Error> {
        Door::load(&self.file(number), number)
    }

    /// Every door that is not in the factory's state, by number.
    pub fn all(&self) -> Result<Vec<Door>, Error> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let number = stem.and_then(|stem| stem.parse().ok()).map(LockNumber);
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                numbers.extend(number);
            }
        }
        numbers.sort_unstable();
        numbers
            .into_iter()
            .map(|number| self.door(number))
            .collect()
    }

    fn file(&self, number: LockNumber) -> PathBuf {
        self.folder.join(format!("{number}.json"))
    }
}

/// What a lock answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It decided.
    Decided(Decision),
    /// It has no configuration.
    NotDeployed,
    /// The medium is no fob of ours, or left.
    NotReadable,
}

impl Answer {
    /// Whether the lock opens.
    pub fn is_open(self) -> bool {
        self == Self::Decided(Decision::Open)
    }

    /// The stable word for why it stays shut; none where it opens.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Decided(Decision::Open) => None,
            Self::Decided(decision) => Some(decision.as_str()),
            Self::NotDeployed => Some("not-deployed"),
            Self::NotReadable => Some("not-readable"),
        }
    }
}

/// What went between lock and medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Frames with their answers.
    pub exchanges: u64,
    /// Bytes of frames and answers, status bytes included.
    pub bytes: u64,
    /// Modelled time on the air and in the card; nothing for reckoning in the lock.
    pub microseconds: u64,
}

/// A medium met a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The lock.
    pub lock: LockNumber,
    /// What it answered.
    pub answer: Answer,
    /// What the decision took, after authentication.
    pub deciding: Spent,
    /// What all of it took, from selecting to the last commit.
    pub whole: Spent,
    /// The version of the blocklist that the lock took over.
    pub taken: Option<u32>,
    /// The version of the blocklist that the medium was given.
    pub given: Option<u32>,
    /// The record left on the medium, if it could be.
    pub event: Option<Event>,
}
