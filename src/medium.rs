//! The public format of a medium, version 1.

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
            Self::BlocklistFull { .. } => "blocklist-full",
            Self::ChipTooSmall { .. } => "medium-chip-too-small",
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
