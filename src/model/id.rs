//! Identities of records: UUIDs of version 7, made by the station itself so that no server is asked.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::Uuid;

use super::Error;

/// The identity of a record of one kind. `Kind` keeps a lock's id from being taken for a user's.
pub struct Id<Kind>(Uuid, PhantomData<fn() -> Kind>);

/// Kinds of record, used as the parameter of [`Id`] only.
pub mod kind {
    macro_rules! kinds {
        ($($name:ident),*) => { $(
            #[doc = concat!("Marks the id of a ", stringify!($name), ".")]
            #[derive(Debug)]
            pub enum $name {}
        )* };
    }
    kinds!(
        User,
        Role,
        Premises,
        Lock,
        LockGroup,
        BlockingGroup,
        Key,
        Source,
        Task,
        ProgrammingKey,
        Operator
    );
}

/// The id of a user.
pub type UserId = Id<kind::User>;
/// The id of a user role or an administrator role.
pub type RoleId = Id<kind::Role>;
/// The id of premises.
pub type PremisesId = Id<kind::Premises>;
/// The id of a lock.
pub type LockId = Id<kind::Lock>;
/// The id of a lock group.
pub type LockGroupId = Id<kind::LockGroup>;
/// The id of a key blocking group.
pub type BlockingGroupId = Id<kind::BlockingGroup>;
/// The id of a key.
pub type KeyId = Id<kind::Key>;
/// The id of a source.
pub type SourceId = Id<kind::Source>;
/// The id of a programming task.
pub type TaskId = Id<kind::Task>;
/// The id of a programming key.
pub type ProgrammingKeyId = Id<kind::ProgrammingKey>;
/// The id of an operator.
pub type OperatorId = Id<kind::Operator>;

impl<Kind> Id<Kind> {
    /// A new id: 48 bits of milliseconds since 1970 and 74 random bits (RFC 9562, section 5.7).
    /// `random` must hold fresh random bytes; their version and variant bits are overwritten.
    pub fn new(unix_millis: i64, random: [u8; 10]) -> Self {
        let millis = u64::try_from(unix_millis).unwrap_or(0);
        Self(
            uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid(),
            PhantomData,
        )
    }

    /// The id as its 16 bytes, in the order in which it is written.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id whose 16 bytes these are.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes), PhantomData)
    }
}

impl<Kind> Clone for Id<Kind> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Kind> Copy for Id<Kind> {}
impl<Kind> PartialEq for Id<Kind> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<Kind> Eq for Id<Kind> {}
impl<Kind> PartialOrd for Id<Kind> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<Kind> Ord for Id<Kind> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<Kind> std::hash::Hash for Id<Kind> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<Kind> fmt::Debug for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<Kind> fmt::Display for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<Kind> FromStr for Id<Kind> {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Uuid::try_parse(text)
            .map(|id| Self(id, PhantomData))
            .map_err(|_| Error::Id)
    }
}
impl<Kind> serde::Serialize for Id<Kind> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, Kind> serde::Deserialize<'de> for Id<Kind> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id = UserId::new(1_700_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse::<UserId>().unwrap(), id);
        assert_eq!(UserId::from_bytes(*id.as_bytes()), id);
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(KeyId::new(1, [255; 10]) < KeyId::new(2, [0; 10]));
    }

    #[test]
    fn text_that_is_no_uuid_is_refused() {
        assert_eq!("door 7".parse::<LockId>(), Err(Error::Id));
    }
}
