//! Keys (the records) and their media (the physical things).

use serde::{Deserialize, Serialize};

use super::{
    BlockingGroupId, Error, ExpiryInterval, Generation, KeyId, KeyNumber, Revision, SourceId,
    UserId, Validity,
};

/// A key: the record of what a medium shall hold and holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Identity of the record.
    pub id: KeyId,
    /// Its number on media and blocklists.
    pub number: KeyNumber,
    /// What it is.
    pub kind: KeyKind,
    /// Who holds it, or shall.
    pub user: UserId,
    /// Where it is in its life.
    pub state: KeyState,
    /// Validity of the key itself, which every entry is cut down to.
    pub validity: Validity,
    /// After which time since last programming the key opens nothing; none = as its roles say.
    pub expiry: Option<ExpiryInterval>,
    /// The sources of its user that were taken off this key.
    pub without: std::collections::BTreeSet<SourceId>,
    /// The one group whose blocklist it carries; fixed by the first successful write.
    pub home_group: Option<BlockingGroupId>,
    /// The chip number of its medium, once programmed.
    pub uid: Option<Uid>,
    /// What is engraved on the medium.
    pub stamp: Option<Stamp>,
    /// Which generation of secrets the medium's keys derive from, once programmed.
    pub generation: Option<Generation>,
    /// How often its table was written.
    pub revision: Revision,
}

/// The kinds of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// A phone.
    Phone,
    /// A contactless key fob.
    Fob,
    /// A K5 key with contacts.
    K5,
}

impl KeyKind {
    /// The word in commands and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Fob => "fob",
            Self::K5 => "k5",
        }
    }
}
impl std::str::FromStr for KeyKind {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::Phone, Self::Fob, Self::K5]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(Error::Word)
    }
}

/// Where a key is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// No medium yet.
    Draft,
    /// An approved write waits for the encoder.
    Task,
    /// A write has begun; only an equal read-back ends it.
    Writing,
    /// The medium holds what was last confirmed.
    Programmed,
    /// Its holder has it.
    HandedOver,
    /// It came back and its medium was emptied.
    Returned,
    /// A write ended without an equal read-back.
    WriteFailed,
    /// Emptying its medium failed.
    EmptyFailed,
    /// It is on blocklists; it cannot be edited or programmed.
    Blocked,
    /// Another key took its place.
    Replaced,
    /// A draft that was removed.
    Deleted,
    /// Its medium is destroyed or dead.
    WrittenOff,
}

impl KeyState {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Task,
        Self::Writing,
        Self::Programmed,
        Self::HandedOver,
        Self::Returned,
        Self::WriteFailed,
        Self::EmptyFailed,
        Self::Blocked,
        Self::Replaced,
        Self::Deleted,
        Self::WrittenOff,
    ];

    /// Whether a key in this state is at its end: nothing is written for it any more.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Returned | Self::Replaced | Self::Deleted | Self::WrittenOff
        )
    }

    /// Whether a key in this state is not in use, though its medium may be there.
    pub fn is_out_of_use(self) -> bool {
        matches!(
            self,
            Self::Blocked | Self::Replaced | Self::WrittenOff | Self::EmptyFailed
        )
    }

    /// The word in answers and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Task => "task",
            Self::Writing => "writing",
            Self::Programmed => "programmed",
            Self::HandedOver => "handed-over",
            Self::Returned => "returned",
            Self::WriteFailed => "write-failed",
            Self::EmptyFailed => "empty-failed",
            Self::Blocked => "blocked",
            Self::Replaced => "replaced",
            Self::Deleted => "deleted",
            Self::WrittenOff => "written-off",
        }
    }

    /// Whether a medium may hold this key's image.
    pub fn is_on_a_medium(self) -> bool {
        !matches!(
            self,
            Self::Draft | Self::Task | Self::Returned | Self::Deleted | Self::WrittenOff
        )
    }
}
impl std::str::FromStr for KeyState {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(Error::Word)
    }
}

/// A chip number of 4, 7 or 10 bytes (ISO/IEC 14443-3), written in hexadecimal capitals.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Vec<u8>);

impl Uid {
    /// # Errors
    /// [`Error::Uid`] for any other length than 4, 7 or 10.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        if matches!(bytes.len(), 4 | 7 | 10) {
            Ok(Self(bytes.to_vec()))
        } else {
            Err(Error::Uid)
        }
    }

    /// The bytes in the order in which the chip sends them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The 7 bytes of a key fob's chip number, or none for another length.
    pub fn seven(&self) -> Option<[u8; 7]> {
        self.0.as_slice().try_into().ok()
    }
}
impl std::fmt::Display for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::HEXUPPER.encode(&self.0))
    }
}
impl std::fmt::Debug for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Uid({self})")
    }
}
impl std::str::FromStr for Uid {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = data_encoding::HEXUPPER_PERMISSIVE
            .decode(text.as_bytes())
            .map_err(|_| Error::Uid)?;
        Self::new(&bytes)
    }
}
impl Serialize for Uid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Uid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The 4-digit number engraved on a medium. It helps the eye and is not unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stamp(u16);

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.0)
    }
}
impl std::str::FromStr for Stamp {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| Error::Stamp)
        } else {
            Err(Error::Stamp)
        }
    }
}
impl TryFrom<String> for Stamp {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}
impl From<Stamp> for String {
    fn from(stamp: Stamp) -> String {
        stamp.to_string()
    }
}
