//! The words of the field as plain data with their invariants. This room does no input or output and never
//! asks for the time: whoever needs "now" is handed it.

pub mod access_times;
pub mod blocking_group;
pub mod id;
pub mod key;
pub mod lock;
pub mod number;
pub mod permission;
pub mod premises;
pub mod role;
pub mod user;
pub mod validity;

pub use access_times::{AccessTimes, Interval};
pub use blocking_group::{BLOCKLIST_CAPACITY, BLOCKLIST_WARNING, BlockingGroup};
pub use id::{
    BlockingGroupId, Id, KeyId, LockGroupId, LockId, OperatorId, PremisesId, ProgrammingKeyId,
    RoleId, SourceId, TaskId, UserId,
};
pub use key::{Key, KeyKind, KeyState, Stamp, Uid};
pub use lock::{Lock, LockGroup, LockKind, LockState};
pub use number::{
    BlockingGroupNumber, Generation, KeyNumber, LockGroupNumber, LockNumber, Revision, SystemId,
};
pub use permission::Permission;
pub use premises::Premises;
pub use role::{AdministratorRole, UserRole};
pub use user::{Email, Source, SourceKind, User};
pub use validity::{ExpiryInterval, Validity, Window};

/// What is wrong with a value that was meant to become one of the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// An e-mail address without the shape `local@domain`, or with control characters.
    #[error("not an e-mail address")]
    Email,
    /// A name that is empty, longer than 200 characters, or holds control characters.
    #[error("not a name")]
    Name,
    /// A validity whose end is not after its start.
    #[error("the end is not after the start")]
    Validity,
    /// An interval of access times that is empty or leaves the day.
    #[error("not an interval of quarter hours within a day")]
    Interval,
    /// A time of access times between two quarter hours.
    #[error("{given} is not on a quarter hour; the nearest is {nearest}")]
    Quarter {
        /// What was given.
        given: String,
        /// The nearest that is on one.
        nearest: String,
    },
    /// An id that is not a UUID.
    #[error("not an id")]
    Id,
    /// A number outside the range that its field can hold.
    #[error("a number out of its range")]
    Number,
    /// A chip number that is not hexadecimal or not 4, 7 or 10 bytes.
    #[error("not a chip number")]
    Uid,
    /// A stamp that is not four digits.
    #[error("not a stamp of four digits")]
    Stamp,
    /// A word that names none of the known kinds or states.
    #[error("not a known word")]
    Word,
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Email => "email-malformed",
            Self::Name => "name-malformed",
            Self::Validity => "validity-end-before-start",
            Self::Interval | Self::Quarter { .. } => "access-times-interval",
            Self::Id => "id-malformed",
            Self::Number => "number-out-of-range",
            Self::Uid => "uid-malformed",
            Self::Stamp => "stamp-malformed",
            Self::Word => "word-unknown",
        }
    }

    /// Values for its sentences.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Quarter { given, nearest } => {
                // The sentences choose by it.
                let chosen = ("quarter", "yes".to_owned());
                vec![
                    chosen,
                    ("given", given.clone()),
                    ("nearest", nearest.clone()),
                ]
            }
            _ => Vec::new(),
        }
    }
}

/// A name as people write it: trimmed, composed (Unicode NFC), 1 to 200 characters, no control characters.
///
/// # Errors
/// [`Error::Name`] where nothing is left, it is too long, or it holds control characters (line breaks and
/// direction overrides included, so that a list cannot be made to lie about its rows).
pub fn name(text: &str) -> Result<String, Error> {
    use unicode_normalization::UnicodeNormalization as _;
    let composed: String = text.trim().nfc().collect();
    let deceptive =
        |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if composed.is_empty() || composed.chars().count() > 200 || composed.chars().any(deceptive) {
        return Err(Error::Name);
    }
    Ok(composed)
}
