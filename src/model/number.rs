//! The short numbers that stand for records on media and in locks. A number is given once and never reused.

use serde::{Deserialize, Serialize};

use super::Error;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

number!(
    /// A lock's number in its system, from 0 upward.
    LockNumber(u32)
);
number!(
    /// A lock group's number in its system, from 0 upward.
    LockGroupNumber(u16)
);
number!(
    /// A key blocking group's number in its system, from 1 upward; 0 on a medium means none.
    BlockingGroupNumber(u16)
);
number!(
    /// A key's number in its system, from 1 upward. It is what a blocklist lists.
    KeyNumber(u32)
);
number!(
    /// How often a key's table was written; a medium with revision `r` accepts only `r + 1`.
    Revision(u32)
);

/// Which generation of secrets a medium's keys derive from, 1 to 255. It is the version byte of the card
/// keys, so 0 stays what it is on a factory card: no generation at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Generation(u8);

impl Generation {
    /// The first generation of every system.
    pub const FIRST: Self = Self(1);

    /// # Errors
    /// [`Error::Number`] for 0.
    pub fn new(value: u8) -> Result<Self, Error> {
        if value == 0 {
            Err(Error::Number)
        } else {
            Ok(Self(value))
        }
    }

    /// The number, 1 to 255.
    pub fn get(self) -> u8 {
        self.0
    }

    /// The generation after this one, or none after the 255th.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl TryFrom<u8> for Generation {
    type Error = Error;
    fn try_from(value: u8) -> Result<Self, Error> {
        Self::new(value)
    }
}
impl From<Generation> for u8 {
    fn from(generation: Generation) -> u8 {
        generation.0
    }
}

/// The system's own identity on media and in derivations: 8 random bytes, written as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SystemId(pub [u8; 8]);

impl std::fmt::Display for SystemId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}
impl std::fmt::Debug for SystemId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SystemId({self})")
    }
}
impl std::str::FromStr for SystemId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .map_err(|_| Error::Id)?;
        bytes.try_into().map(Self).map_err(|_| Error::Id)
    }
}
impl Serialize for SystemId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for SystemId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
