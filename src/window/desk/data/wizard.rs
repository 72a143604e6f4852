//! What a wizard is filled with, what it enters, and what that would do.

use super::Fault;
use super::people::{KeyView, SourceView};
use crate::access::Change;
use crate::model::role::UserFeature;
use crate::model::{KeyId, KeyKind, PremisesId, RoleId, SourceId, UserId};
use crate::window::desk::{InvitationView, Job};
use crate::workflow::choosing::GroupChoice;
use crate::workflow::editing::UserEdit;
use crate::workflow::people::NewUser;
use crate::workflow::{Shown, ToProgram};

/// What was entered into a wizard, as the workflow takes it.
#[derive(Debug, Clone)]
pub enum Entered {
    /// A new user.
    New(Box<NewUser>),
    /// A user that is there, as it shall be.
    Change(Box<UserEdit>),
}

/// What can be given to users.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Roles.
    pub roles: Vec<RoleOffer>,
    /// Private premises.
    pub premises: Vec<PremisesOffer>,
}

/// A role that can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleOffer {
    /// Which role.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// Its locks.
    pub locks: Vec<String>,
    /// Its lock groups.
    pub groups: Vec<String>,
    /// Its access times; none = always.
    pub times: Option<String>,
    /// Its expiry interval in hours.
    pub expiry: Option<u16>,
    /// What it gives beside access.
    pub features: Vec<UserFeature>,
}

/// Private premises that can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremisesOffer {
    /// Which premises.
    pub id: PremisesId,
    /// Their name.
    pub name: String,
    /// What they lie in.
    pub path: String,
    /// Their own locks.
    pub locks: Vec<String>,
    /// The roles that may come with them.
    pub roles: Vec<RoleId>,
}

/// Who looks like the user that is being added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Name and address of users with the same name.
    pub similar: Vec<(String, String)>,
    /// Whether the address is taken.
    pub email_taken: bool,
}

/// A user as it is, to be changed.
#[derive(Debug, Clone)]
pub struct EditStart {
    /// The change that changes nothing.
    pub edit: UserEdit,
    /// The keys that can be changed.
    pub keys: Vec<KeyView>,
    /// The names of sources that the lists do not offer.
    pub names: Vec<(SourceId, String)>,
}

/// What stands in the way of removing a user.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Which user.
    pub user: UserId,
    /// The version that is removed.
    pub version: u64,
    /// First and last name.
    pub name: String,
    /// Media that await a decision.
    pub media: Vec<KeyView>,
    /// Roles and premises that go with the user.
    pub given: Vec<String>,
    /// How many drafts go with the user.
    pub drafts: usize,
    /// The keys that stay, their medium emptied or their number blocked.
    pub decided: Vec<KeyView>,
    /// Why this user may not be removed, whatever is decided about their media.
    pub refused: Option<Fault>,
}

/// What confirming would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// The keys in the order in which they were entered; those that were there already come first.
    pub keys: Vec<KeyPreview>,
    /// Basic information that changes: the id of the label, before and after.
    pub fields: Vec<(&'static str, String, String)>,
    /// Roles and premises before and after.
    pub sources: Vec<(Option<SourceView>, Option<SourceView>)>,
    /// What Confirm will do, in that order, beside the invitation, whose box can still be turned.
    pub deeds: Vec<DeedView>,
    /// Whether another address asks for another invitation.
    pub reinvite: bool,
    /// The keys that are there, changed or not, with what each source means for them.
    pub held: Vec<(KeyId, Vec<ShareView>)>,
    /// The summary in short, to which Confirm is bound.
    pub shown: Option<Shown>,
}

impl Preview {
    /// Whether Confirm would store nothing.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.sources.is_empty() && self.keys.is_empty()
    }
}

/// One thing that confirming a change does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeedView {
    /// Basic information is stored.
    Basic,
    /// A role or private premises come, change or go: the id of the sentence, and the name.
    Source(&'static str, String),
    /// Something becomes of a key: the id of the sentence, what it is, and its number where it has one.
    Key(&'static str, KeyKind, Option<u32>),
}

impl DeedView {
    /// Whether this becomes of a key, by the id of its sentence.
    pub fn is_of_key(&self, id: &str) -> bool {
        matches!(self, Self::Key(own, ..) if *own == id)
    }
}

/// What a source means for one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareView {
    /// The name of its role or premises.
    pub name: String,
    /// Whether the key carries it.
    pub carried: bool,
    /// The locks that it opens.
    pub locks: Vec<String>,
    /// The bytes that it takes, or would take.
    pub bytes: usize,
}

/// What a key would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPreview {
    /// Which key; none where it is added.
    pub id: Option<KeyId>,
    /// What it is.
    pub kind: KeyKind,
    /// Its number; 0 where it has none yet.
    pub number: u32,
    /// What must be said of its home group.
    pub home: HomeNeed,
    /// What changes, lock by lock.
    pub changes: Vec<ChangeLine>,
    /// Doors that must be visited first.
    pub doors: Vec<String>,
    /// Locks that a key of this kind cannot open.
    pub unreadable: Vec<String>,
    /// Bytes that the access takes on a medium.
    pub needed: usize,
    /// The chips that have no room for it, each with what it has.
    pub too_small: Vec<String>,
    /// What each source means for it, in the order in which they were given; none outside a wizard.
    pub shares: Vec<ShareView>,
    /// What writing it would do, in short, to which *Program* is bound; none in a wizard, which is confirmed as a
    /// whole.
    pub to_program: Option<ToProgram>,
}

/// What must be said of a key's home group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HomeNeed {
    /// A phone key serves every group.
    EveryGroup,
    /// The key opens nothing.
    Nothing,
    /// It is this one.
    Is(String),
    /// It stays this one, though none of the key's locks is in it any more.
    Orphaned(String),
    /// One of these must be chosen.
    Choose(Vec<GroupChoice>),
}

/// What changes at one lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// The lock.
    pub lock: String,
    /// What happens.
    pub change: Change,
    /// By which roles and premises.
    pub sources: String,
}

/// A user that was added or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Which user.
    pub user: UserId,
    /// The keys that were added, in the order in which they were entered.
    pub keys: Vec<(KeyId, KeyKind, u32)>,
    /// The keys whose medium must be written again, or emptied, with what is to be done.
    pub pending: Vec<(Job, u32)>,
    /// What writing each of them would do, as it was confirmed.
    pub shown: Vec<(KeyId, ToProgram)>,
    /// The invitation that waits to be sent.
    pub invitation: Option<InvitationView>,
}
