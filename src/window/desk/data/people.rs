//! People as they are listed and shown at the side.

use super::Fault;
use crate::model::{KeyId, KeyKind, KeyState, UserId};
use crate::store::{Sort, UserCounts};
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::window::desk::sheet::{Act, Cell};

/// Which users are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Everybody.
    #[default]
    All,
    /// Those with private premises.
    Residents,
    /// Those with roles.
    Staff,
    /// Those with a key that must be written again.
    Pending,
    /// Those who hold nothing any more.
    Ended,
}

impl Group {
    /// Every group, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Residents,
        Self::Staff,
        Self::Pending,
        Self::Ended,
    ];

    /// The id of its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "group-all",
            Self::Residents => "group-residents",
            Self::Staff => "group-staff",
            Self::Pending => "group-pending",
            Self::Ended => "group-ended",
        }
    }

    /// How many users it lists.
    pub fn count(self, counts: &UserCounts) -> usize {
        let count = match self {
            Self::All => counts.all,
            Self::Residents => counts.residents,
            Self::Staff => counts.staff,
            Self::Pending => counts.pending,
            Self::Ended => counts.ended,
        };
        usize::try_from(count).unwrap_or(usize::MAX)
    }
}

/// A stretch of the list of users, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsersAsked {
    /// What is searched for.
    pub text: String,
    /// Which users.
    pub group: Group,
    /// The order.
    pub sort: Sort,
    /// Whether the order runs downwards.
    pub down: bool,
    /// How many users to pass over.
    pub offset: u32,
    /// Whether the groups shall be counted too.
    pub counts: bool,
}

/// A line of the list of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLine {
    /// Which user.
    pub id: UserId,
    /// The same for the same user.
    pub row: u64,
    /// First and last name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Names of roles and premises.
    pub given: String,
    /// How many keys there are.
    pub keys: usize,
    /// How many of them must be written again.
    pub pending: usize,
    /// How many have no medium yet.
    pub drafts: usize,
    /// A key that can be programmed now.
    pub programmable: Option<KeyId>,
}

/// A stretch of the list of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// The users.
    pub rows: Vec<UserLine>,
    /// Where it begins.
    pub offset: u32,
    /// Whether others follow.
    pub more: bool,
    /// How many users each group has, whatever was searched for; where that was asked.
    pub counts: Option<UserCounts>,
}

/// Everything on a user.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonView {
    /// Which user.
    pub id: UserId,
    /// First and last name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The additional options that are filled in: the id of the label, and the value.
    pub details: Vec<(&'static str, Cell)>,
    /// Roles and private premises.
    pub sources: Vec<SourceView>,
    /// Keys.
    pub keys: Vec<KeyView>,
    /// The newest sign-up invitation.
    pub invitation: Option<InvitedView>,
    /// The newest entries of the log about the user and these keys, or why they are not shown.
    pub log: Result<Vec<LogLine>, Fault>,
}

/// How a sign-up invitation stands.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitedView {
    /// Where it stands.
    pub state: Cell,
    /// Why it did not go.
    pub fault: Option<Fault>,
    /// What sends it again.
    pub act: Option<Act>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When, with the zone of the system.
    pub at: (Zone, UtcMillis),
    /// What was done, as the log names it.
    pub action: String,
    /// The number of the key it was done to, where it was one.
    pub key: Option<u32>,
    /// Who did it.
    pub operator: String,
}

/// A lock that somebody may open, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The lock.
    pub lock: String,
    /// Every way to it.
    pub ways: Vec<WayView>,
}

/// One way to a lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WayView {
    /// The role or private premises that were given.
    pub source: String,
    /// Whether it is premises.
    pub premises: bool,
    /// The role that comes with the premises.
    pub role: Option<String>,
    /// The lock group.
    pub group: Option<String>,
}

/// A role or private premises of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// Its name.
    pub name: String,
    /// Whether it is premises.
    pub premises: bool,
    /// The roles that come with premises.
    pub roles: Vec<String>,
    /// The first day.
    pub start: Option<LocalDate>,
    /// The last day.
    pub end: Option<LocalDate>,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    /// Which key.
    pub id: KeyId,
    /// The version of its record.
    pub version: u64,
    /// Its number.
    pub number: u32,
    /// What it is.
    pub kind: KeyKind,
    /// Where it is in its life.
    pub state: KeyState,
    /// Whether it must be written again.
    pub pending: bool,
    /// Its chip number.
    pub uid: Option<String>,
    /// Its home group.
    pub home_group: Option<String>,
    /// Whether it can be programmed now.
    pub programmable: bool,
}
