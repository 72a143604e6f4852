//! The public format of a medium, version 1: what stands on a key fob, in a blocklist, in an event record and in
//! a lock's configuration, to the byte. A lock maker can write a reader from this page, [`lockset`] (the set
//! coding), [`layout`] (the card) and the vectors under `tests/vectors/medium` alone; `tests/peers/reader.py`
//! is one. This room knows nothing of cards, sessions, files or where a table came from; it signs nothing
//! itself and verifies everything it is asked to.
//!
//! Numbers are big-endian. `u24` is three bytes. Times are UTC since 1970-01-01T00:00Z, in seconds where not
//! said otherwise. Hashes are SHA-256. Signatures are ECDSA P-256 over SHA-256 of the message, `r || s`
//! ([`signature`]). Reserved bytes are zero and a reader refuses others. Domain words are ASCII without an
//! end mark.
//!
//! # The image (file 1)
//!
//! `head || zeros || pages || leaves`; without leaves it is the head alone. What stands in the file after the image
//! is left over from before and means nothing.
//!
//! | offset | bytes | head |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | levels: 0 locks in the head, 1 leaves, 2 pages of leaves |
//! | 2 | 2 | length of the head |
//! | 4 | 8 | system id |
//! | 12 | 7 | UID, as the chip sends it |
//! | 19 | 1 | generation of the medium's card keys, from 1 |
//! | 20 | 1 | generation of the signing key, from 1 |
//! | 21 | 4 | key number |
//! | 25 | 2 | home group, 0 none |
//! | 27 | 2 | number of leaves |
//! | 29 | 1 | where pages and leaves begin, in units of 32 bytes: behind the head, at most 64 bytes; 0 without leaves |
//! | 30 | 2 | zeros |
//! | 32 | 4 | revision: up by one with each write |
//! | 36 | 4 | issued: when it was programmed |
//! | 40 | 64 | signature over `"keywright/image/1" || bytes 0..40 || bytes 104..length of the head` |
//! | 104 | | conditions, groups, locks, one after another, to the end of the head |
//!
//! **Conditions.** `u8` number of weekly profiles; each: `u8` number of intervals, each interval three bytes:
//! days (bit 0 Monday ... bit 6 Sunday), first quarter hour (0 to 95), first quarter hour no longer in (1 to
//! 96); profiles allow what any of their intervals allows. Then `u8` number of sets of conditions (at most 64);
//! each: flags, then what the flags name, in this order:
//!
//! | flag | bytes | meaning |
//! |---|---|---|
//! | 1 | 4 | start: first minute (since 1970) at which it holds |
//! | 2 | 4 | end: first minute at which it no longer holds |
//! | 4 | 1 | place of the weekly profile, from 0, judged in local time |
//! | 8 | 2 | expiry interval: hours after *issued* from which on it no longer holds |
//!
//! A set without flags holds always and needs no clock.
//!
//! **Content block**, the shape of groups, of locks in the head and of leaves: LEB128 bound, `u8` number of
//! lists, each: `u8` place of the conditions (from 0, ascending), then the numbers, less the block's start, in
//! the [set coding](lockset) with that bound. Numbers at or above the bound are not listed. A number may stand
//! in several lists: the lock opens if any of its conditions holds.
//!
//! **Groups:** one content block from 0 (bound at most 65,536), of lock group numbers.
//!
//! **Locks**, by levels:
//!
//! | levels | in the head | after the head |
//! |---|---|---|
//! | 0 | one content block from 0 | nothing |
//! | 1 | `u8` number of branches, branches to leaves | the leaves |
//! | 2 | `u8` number of branches, branches to pages | the pages, then the leaves |
//!
//! A branch is 15 bytes: `u24` start, 12 bytes of hash. Branches stand in the order of the pages or leaves that they
//! lead to, which is **not** that of their starts; no two start alike. A branch covers the lock numbers from its
//! start up to the next higher start, so the search takes, of the branches that start at or below the number, the one
//! that starts highest; where there is none, the lock is not listed. A **page** is 90 bytes: six branches to leaves,
//! the last page filled up with zeros; page `p` lists the leaves `6p` to `6p + 5`, and its own branch starts where the
//! lowest of them does. A **leaf** is 60 bytes: a content block from the start of its branch, filled up with zeros.
//!
//! | hash of | first 12 bytes of SHA-256 over |
//! |---|---|
//! | a leaf | `"keywright/leaf/1" || system id || UID || its 60 bytes` |
//! | a page | `"keywright/page/1" || system id || UID || its 90 bytes` |
//!
//! ## What a lock reads
//!
//! 172 bytes; the rest of the head, if it is longer; the page, if any; the leaf, if any. The head is at most 456,
//! 376 or 280 bytes with 0, 1 or 2 levels, which keeps every decision within 10 exchanges and 500 bytes
//! ([`image::budget`]). It opens nothing before the signature and the hashes hold.
//!
//! ## One form only
//!
//! A station refuses an image it would have written otherwise: profiles and conditions are sorted (start, end,
//! profile, expiry; absent before present) and each stands once; sets have their one coded form; a block's bound is its
//! highest number plus one (0 where it lists none), and a leaf starts at its lowest; no leaf is empty, and every lock
//! is found by the search.
//!
//! Levels, where the body begins and how locks are divided into leaves are the station's choice. For a new medium
//! they follow from the table ([`image::tree`]), so that the same table, header and key give the same bytes. An image
//! that takes the place of another keeps that one's as far as it pays ([`Image::build_on`]), so that a changed lock
//! costs a leaf and not all that follow it; then the same previous image belongs to "the same" too. What a medium
//! opens, and whether it is pending, is the table and its hash, never the division.
//!
//! # The blocklist (file 2)
//!
//! | offset | bytes | |
//! |---|---|---|
//! | 0 | 1 | format, 1; 0 = no list |
//! | 1 | 1 | generation of the signing key |
//! | 2 | 2 | key blocking group, from 1 |
//! | 4 | 4 | version |
//! | 8 | 4 | issued |
//! | 12 | 2 | length of the whole list |
//! | 14 | 2 | how many keys it blocks, at most 500 |
//! | 16 | 64 | signature over `"keywright/blocklist/1" || system id || bytes 0..16 || bytes 80..length` |
//! | 80 | 3 | bound: highest key number + 1; 0 where it blocks none |
//! | 83 | | the key numbers in the [set coding](lockset) with this bound |
//!
//! # Events (file 3)
//!
//! | offset | bytes | |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | decision ([`Decision::code`]) |
//! | 2 | 1 | flags: 1 time is sure, 2 battery low, 4 list taken by the lock, 8 list given to the medium |
//! | 3 | 3 | lock number |
//! | 6 | 2 | the lock's counter of events |
//! | 8 | 4 | time, 0 where it is not sure |
//! | 12 | 4 | first bytes of AES-128-CMAC over bytes 0..12 under the medium's own lock-carry key |
//!
//! # The lock configuration
//!
//! | offset | bytes | |
//! |---|---|---|
//! | 0 | 1 | format, 1 |
//! | 1 | 1 | generation of the signing key |
//! | 2 | 2 | length of it all |
//! | 4 | 8 | system id |
//! | 12 | 4 | lock number, below 2^24 |
//! | 16 | 16 | id of the lock at the station |
//! | 32 | 4 | revision; a lock takes higher ones only |
//! | 36 | 4 | issued |
//! | 40 | 2 | key blocking group, from 1 |
//! | 42 | 1 | flags: 1 has a clock |
//! | 43 | 1 | number of trusted signing keys, 1 or 2 |
//! | 44 | 4 | lowest version of the blocklist that it may take |
//! | 48 | 64 | signature over `"keywright/lock/1" || bytes 0..48 || bytes 112..length` |
//! | 112 | | trusted keys, each `u8` generation and 65 bytes `04 || x || y`, ascending by generation |
//! | | | `u8` number of transitions, each `u32` from and `i16` minutes ahead of UTC, ascending |
//! | | | its lock groups in the [set coding](lockset) with the bound 65,536 |
//! | | | `u8` length and the sealed part: 12 bytes nonce, ciphertext, 16 bytes tag |
//!
//! Local time is UTC plus the minutes of the last transition at or before it; before the first one its minutes
//! hold. The sealed part is AES-256-GCM under the lock's own sealing key, with the associated data
//! `"keywright/lock-keys/1" || bytes 0..48 || bytes 112 up to the sealed part`, its length byte included; it holds,
//! for each generation, `u8` generation, 16 bytes base of lock-read, 16 bytes base of lock-carry. A lock that has
//! no configuration yet knows nobody's signature: it takes the first one whose sealed part opens with its key.
//!
//! # What theft gives
//!
//! | stolen | gives |
//! |---|---|
//! | a fob | that fob, until it is blocked or expires |
//! | a lock | clones of fobs that its thief has skimmed; no new rights, since images and blocklists are signed |
//! | the system file | nothing without one of its slots |
//! | a programming key without its PIN | nothing |
//! | a programming key with PIN and system file | everything: a new generation of secrets is begun |

#[cfg(test)]
pub(crate) mod testing;

mod bits;
pub mod blocklist;
mod conditions;
pub mod configuration;
pub mod decision;
pub mod event;
pub mod fence;
pub mod image;
pub mod layout;
pub mod lockset;
pub mod signature;

pub use blocklist::Blocklist;
pub use conditions::CONDITIONS_LIMIT;
pub use configuration::{Configuration, LockKeys, Seal, SignedConfiguration, TrustedKey};
pub use decision::Decision;
pub use event::Event;
pub use fence::{FENCE_LENGTH, Fence};
pub use image::{Header, Image, Size, changed_ranges};
pub use layout::{Chip, File, KeySlot, Layout};
pub use lockset::NumberSet;
pub use signature::{PublicKey, Signer};

/// Why bytes are no medium of ours, or a table does not fit one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes end too early.
    #[error("the bytes end too early")]
    Truncated,
    /// A format that this version does not know.
    #[error("format {found} is not known")]
    Format {
        /// What stands in its place; 0 on an empty medium.
        found: u8,
    },
    /// The bytes have not the form that they claim.
    #[error("the bytes have not the form they claim")]
    Malformed,
    /// The bytes say something, but not as the station would have written it.
    #[error("the bytes are not in their one form")]
    NotCanonical,
    /// A page or leaf is not the one that was signed for.
    #[error("a part is not the one that was signed for")]
    Hash,
    /// The signature is not that of the given key.
    #[error("the signature does not hold")]
    Signature,
    /// Not a point of the curve P-256.
    #[error("not a public key")]
    PublicKey,
    /// Sealed keys do not open, or could not be sealed.
    #[error("the sealed keys do not open")]
    Seal,
    /// An event record was not made under the medium's key.
    #[error("the event record is not authentic")]
    Check,
    /// A number that the format cannot hold, or a list out of order.
    #[error("a number that the format cannot hold")]
    Number,
    /// The signed head would be longer than a lock can read within its budget.
    #[error("the head needs {needed} bytes of {limit}")]
    HeadFull {
        /// Bytes needed.
        needed: usize,
        /// Bytes there are.
        limit: usize,
        /// Of those needed: windows, access times, expiry intervals.
        conditions: usize,
        /// Of those needed: lock groups.
        groups: usize,
        /// Of those needed: single locks.
        locks: usize,
    },
    /// More different conditions than an image can name.
    #[error("{count} different conditions")]
    TooManyConditions {
        /// How many there are.
        count: usize,
    },
    /// A weekly profile with more intervals than an image can hold.
    #[error("too many intervals of access times")]
    TooManyIntervals,
    /// One lock with more different conditions than a leaf can hold.
    #[error("too many conditions for lock {lock}")]
    TooManyConditionsForLock {
        /// The lock's number.
        lock: u32,
    },
    /// More entries than an image can hold.
    #[error("{count} entries")]
    TooManyEntries {
        /// How many there are.
        count: usize,
    },
    /// The image is longer than the medium's file.
    #[error("the image needs {needed} bytes of {limit}")]
    ImageTooLarge {
        /// Bytes needed.
        needed: usize,
        /// Bytes of the file.
        limit: usize,
    },
    /// The blocklist is longer than the medium's file.
    #[error("the blocklist needs {needed} bytes of {limit}")]
    BlocklistTooLarge {
        /// Bytes needed.
        needed: usize,
        /// Bytes of the file.
        limit: usize,
    },
    /// More blocked keys than a list holds.
    #[error("{count} blocked keys")]
    BlocklistFull {
        /// How many there are.
        count: usize,
    },
    /// A chip without room for an image beside the blocklist.
    #[error("{memory} bytes do not hold an image beside {blocked} blocked keys")]
    ChipTooSmall {
        /// Bytes of the chip.
        memory: u32,
        /// Blocked keys to be held.
        blocked: usize,
    },
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated => "medium-truncated",
            Self::Format { .. } => "medium-format-unknown",
            Self::Malformed => "medium-malformed",
            Self::NotCanonical => "medium-not-canonical",
            Self::Hash => "medium-hash-wrong",
            Self::Signature => "medium-signature-wrong",
            Self::PublicKey => "medium-public-key-malformed",
            Self::Seal => "medium-seal-wrong",
            Self::Check => "medium-event-not-authentic",
            Self::Number => "medium-number-out-of-range",
            Self::HeadFull { .. } => "medium-head-full",
            Self::TooManyConditions { .. } => "medium-too-many-conditions",
            Self::TooManyIntervals => "medium-too-many-intervals",
            Self::TooManyConditionsForLock { .. } => "medium-too-many-conditions-for-lock",
            Self::TooManyEntries { .. } => "medium-too-many-entries",
            Self::ImageTooLarge { .. } => "medium-image-too-large",
            Self::BlocklistTooLarge { .. } => "medium-blocklist-too-large",
            Self::BlocklistFull { .. } => "medium-blocklist-full",
            Self::ChipTooSmall { .. } => "medium-chip-too-small",
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let value = |name, value: &dyn std::fmt::Display| (name, value.to_string());
        match self {
            Self::Format { found } => vec![value("found", found)],
            Self::HeadFull {
                needed,
                limit,
                conditions,
                groups,
                locks,
            } => vec![
                value("needed", needed),
                value("limit", limit),
                value("conditions", conditions),
                value("groups", groups),
                value("locks", locks),
            ],
            Self::TooManyConditions { count }
            | Self::TooManyEntries { count }
            | Self::BlocklistFull { count } => {
                vec![value("count", count)]
            }
            Self::TooManyConditionsForLock { lock } => vec![value("lock", lock)],
            Self::ImageTooLarge { needed, limit } | Self::BlocklistTooLarge { needed, limit } => {
                vec![value("needed", needed), value("limit", limit)]
            }
            Self::ChipTooSmall { memory, blocked } => {
                vec![value("memory", memory), value("blocked", blocked)]
            }
            _ => Vec::new(),
        }
    }

    /// How many bytes are too many, where that is what is wrong.
    pub fn excess(&self) -> Option<usize> {
        match self {
            Self::HeadFull { needed, limit, .. } | Self::ImageTooLarge { needed, limit } => {
                Some(needed.saturating_sub(*limit))
            }
            _ => None,
        }
    }

    /// Whether the table is at fault and taking something off it is the remedy.
    pub fn is_capacity(&self) -> bool {
        matches!(
            self,
            Self::HeadFull { .. }
                | Self::TooManyConditions { .. }
                | Self::TooManyIntervals
                | Self::TooManyConditionsForLock { .. }
                | Self::TooManyEntries { .. }
                | Self::ImageTooLarge { .. }
                | Self::BlocklistTooLarge { .. }
                | Self::BlocklistFull { .. }
                | Self::ChipTooSmall { .. }
        )
    }
}

/// Bytes as hexadecimal text, for serde.
mod hexadecimal {
    #![allow(clippy::trivially_copy_pass_by_ref)] // serde asks for the reference

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        bytes: &[u8; 7],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&data_encoding::HEXUPPER.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[u8; 7], D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        data_encoding::HEXUPPER_PERMISSIVE
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| serde::de::Error::custom("not 7 bytes in hexadecimal"))
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn every_error_and_answer_has_its_sentence_in_every_language() {
        let numbers = (1, 2);
        let (needed, limit) = numbers;
        let errors = [
            Error::Truncated,
            Error::Format { found: 2 },
            Error::Malformed,
            Error::NotCanonical,
            Error::Hash,
            Error::Signature,
            Error::PublicKey,
            Error::Seal,
            Error::Check,
            Error::Number,
            Error::HeadFull {
                needed,
                limit,
                conditions: 0,
                groups: 0,
                locks: 0,
            },
            Error::TooManyConditions { count: 65 },
            Error::TooManyIntervals,
            Error::TooManyConditionsForLock { lock: 1 },
            Error::TooManyEntries { count: 1 },
            Error::ImageTooLarge { needed, limit },
            Error::BlocklistTooLarge { needed, limit },
            Error::BlocklistFull { count: 501 },
            Error::ChipTooSmall {
                memory: 1,
                blocked: 1,
            },
        ];
        let texts = [
            include_str!("../resources/i18n/en/medium.ftl"),
            include_str!("../resources/i18n/fi/medium.ftl"),
            include_str!("../resources/i18n/sv/medium.ftl"),
            include_str!("../resources/i18n/de/medium.ftl"),
        ];
        for text in texts {
            let has = |id: &str| {
                text.lines()
                    .any(|line| line.starts_with(&format!("{id} = ")))
            };
            for error in &errors {
                assert!(has(&format!("error-{}", error.code())), "{error:?}");
                assert!(has(&format!("error-{}-remedy", error.code())), "{error:?}");
            }
            for decision in super::Decision::ALL {
                assert!(has(&format!("decision-{decision}")), "{decision}");
            }
        }
    }
}
