//! What crosses the channels between the window and its thread.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::Handle;
use super::post::{InvitationView, MailAsk, MailTold};
use super::sheet::{Ask, Told};
use crate::access::Change;
use crate::device::encoder::Phase;
use crate::device::programming_key::LastTry;
use crate::i18n::{Arguments, Texts};
use crate::model::role::UserFeature;
use crate::model::{
    BlockingGroupId, KeyId, KeyKind, KeyState, LockId, PremisesId, RoleId, SourceId, UserId,
};
use crate::store::{DraftId, Sort};
use crate::time::{LocalDate, Zone};
use crate::window::preferences::Preferences;
use crate::workflow;
use crate::workflow::choosing::GroupChoice;
use crate::workflow::editing::UserEdit;
use crate::workflow::people::NewUser;
use crate::workflow::simulation::{BenchView, Visit};

/// Something typed that must not be shown or kept: wiped when it is dropped.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// What was typed.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// What was typed, for the one who needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(...)")
    }
}

/// Why something could not be done, as a code and the values of its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// Values of its sentences.
    pub arguments: Arguments,
}

impl Fault {
    /// What happened, and what to do next.
    pub fn say(&self, texts: &Texts) -> (String, String) {
        texts.error(self.code, &self.arguments)
    }
}

impl From<workflow::Error> for Fault {
    fn from(error: workflow::Error) -> Self {
        Self {
            code: error.code(),
            arguments: error.arguments(),
        }
    }
}

/// What the window asks of its thread.
#[derive(Debug, Clone)]
pub enum Request {
    /// Opens a system.
    SignIn {
        /// The system file.
        path: PathBuf,
        /// The operator's address.
        email: String,
        /// The operator's password.
        password: Secret,
    },
    /// A stretch of the list of users.
    Users {
        /// Comes back with the answer.
        ticket: u64,
        /// What is searched for.
        text: String,
        /// The order.
        sort: Sort,
        /// How many users to pass over.
        offset: u32,
    },
    /// Everything on a user.
    Person {
        /// Comes back with the answer.
        ticket: u64,
        /// Which user.
        id: UserId,
    },
    /// What can be given to users.
    Offer,
    /// Whether such a user is there already.
    Likeness {
        /// Comes back with the answer.
        ticket: u64,
        /// First name.
        first: String,
        /// Last name.
        last: String,
        /// Address.
        email: String,
    },
    /// A user as it is, to be changed.
    EditStart {
        /// Comes back with the answer.
        ticket: u64,
        /// Which user.
        user: UserId,
    },
    /// What confirming would do.
    Preview {
        /// Comes back with the answer.
        ticket: u64,
        /// What was entered.
        entered: Entered,
    },
    /// Stores what was entered.
    Add {
        /// Comes back with the answer.
        ticket: u64,
        /// What was entered.
        entered: Entered,
    },
    /// What stands in the way of removing a user.
    Leaving {
        /// Comes back with the answer.
        ticket: u64,
        /// Which user.
        user: UserId,
    },
    /// Removes a user.
    RemoveUser {
        /// Comes back with the answer.
        ticket: u64,
        /// Which user.
        user: UserId,
        /// The version that was shown.
        version: u64,
    },
    /// To keep what was entered into the open wizard, at once or when nothing else comes for a moment.
    KeepDraft {
        /// What was entered.
        document: String,
        /// Whether it must not wait.
        at_once: bool,
    },
    /// To throw away what was kept of the open wizard, or of one that was not opened again.
    DropDraft(Option<DraftId>),
    /// The wizard of this draft is open again.
    ResumeDraft(DraftId),
    /// What the operator has entered and not confirmed.
    Drafts,
    /// What programming a key would do.
    KeyPlan {
        /// Comes back with the answer.
        ticket: u64,
        /// Which key.
        key: KeyId,
    },
    /// Writes with the programming key.
    Run {
        /// Comes back with the answer.
        ticket: u64,
        /// What.
        job: Job,
        /// The PIN of the programming key.
        pin: Secret,
        /// Whether its last try may be used up.
        last_try: LastTry,
    },
    /// Whose fob this is.
    Owner {
        /// Its chip number.
        uid: [u8; 7],
    },
    /// Something of the list screens.
    Ask(u64, Ask),
    /// How many things wait to be done.
    Waiting,
    /// Something of invitations and the mail server.
    Mail(u64, MailAsk),
    /// To keep how the person wants the window.
    Preferences(Preferences),
    /// Closes the system.
    SignOut,
    /// The doors of the system, by number.
    Doors,
}

/// What hands do at the bench of a demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BenchAsk {
    /// Look at it.
    View,
    /// Lay a fob on the encoder.
    Lay(String),
    /// Lift what lies there.
    Lift,
    /// Pull it away after so many exchanges of the next write.
    Pull(u32),
    /// Take a new fob of this name.
    New(String),
    /// Put a fob on the door of this lock.
    Present(String, u32),
    /// Plug this programming key in, or pull out the one that is.
    Plug(Option<String>),
}

/// What was entered into a wizard, as the workflow takes it.
#[derive(Debug, Clone)]
pub enum Entered {
    /// A new user.
    New(Box<NewUser>),
    /// A user that is there, as it shall be.
    Change(Box<UserEdit>),
}

/// What is written with the programming key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// A key is programmed, under the home group that was chosen now.
    Program(KeyId, Option<BlockingGroupId>),
    /// A key is returned and its medium emptied.
    Empty(KeyId),
    /// A lock gets its configuration.
    Deploy(LockId),
}

/// What the thread says.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It runs; this is the way to it.
    Ready(Handle),
    /// To [`Request::SignIn`].
    SignedIn(Result<Session, Fault>),
    /// To [`Request::Users`].
    Users(u64, Result<UserPage, Fault>),
    /// To [`Request::Person`].
    Person(u64, Result<Box<PersonView>, Fault>),
    /// To [`Request::Offer`].
    Offer(Result<Arc<Offer>, Fault>),
    /// To [`Request::Likeness`].
    Likeness(u64, Result<Likeness, Fault>),
    /// To [`Request::EditStart`].
    EditStart(u64, Result<Box<EditStart>, Fault>),
    /// To [`Request::Leaving`].
    Leaving(u64, Result<Box<Leaving>, Fault>),
    /// To [`Request::RemoveUser`].
    UserRemoved(u64, Result<(), Fault>),
    /// To [`Request::Drafts`].
    Drafts(Vec<(DraftId, String)>),
    /// To [`Request::Preview`].
    Preview(u64, Result<Preview, Fault>),
    /// To [`Request::Add`].
    Added(u64, Result<Added, Fault>),
    /// To [`Request::KeyPlan`].
    KeyPlan(u64, Result<KeyPreview, Fault>),
    /// How far [`Request::Run`] is.
    Progress(u64, Phase, u32, u32),
    /// To [`Request::Run`].
    Programmed(u64, Result<Written, Fault>),
    /// To [`Request::Owner`]: none where the fob is nobody's.
    Owner([u8; 7], Option<Owner>),
    /// To [`Request::Ask`].
    Told(u64, Told),
    /// What the bench shows now, and what a door said.
    Bench(Result<(BenchView, Option<Visit>), Fault>),
    /// To [`Request::Doors`].
    Doors(Vec<(u32, String)>),
    /// To [`Request::Waiting`].
    Waiting(usize),
    /// To [`Request::Mail`].
    Mail(u64, MailTold),
    /// An invitation stands elsewhere than before.
    Invitation(Box<InvitationView>),
    /// The encoder changed its state.
    Encoder(EncoderState),
    /// The programming key changed its state.
    Token(TokenState),
}

/// An open system.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its name.
    pub system: String,
    /// Its file.
    pub path: PathBuf,
    /// Who works.
    pub operator: String,
    /// That operator's address.
    pub email: String,
    /// The zone of its times.
    pub zone: Zone,
    /// The day in that zone.
    pub today: LocalDate,
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
    /// How many users there are in all, whatever was searched for.
    pub all: u64,
}

/// Everything on a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Which user.
    pub id: UserId,
    /// First and last name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The additional options that are filled in: the id of the label, and the value.
    pub details: Vec<(&'static str, String)>,
    /// Roles and private premises.
    pub sources: Vec<SourceView>,
    /// Keys.
    pub keys: Vec<KeyView>,
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
    /// The right that is missing.
    pub missing: Option<Fault>,
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
    /// Whether another address asks for another invitation.
    pub reinvite: bool,
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
    /// The keys whose medium must be written again.
    pub pending: Vec<(KeyId, u32)>,
    /// The invitation that waits to be sent.
    pub invitation: Option<InvitationView>,
}

/// What was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it was.
    pub job: Job,
    /// The number of the key, or of the lock.
    pub number: u32,
    /// The chip number of the medium, or the name of the lock.
    pub uid: String,
    /// At how many locks something changed.
    pub changes: usize,
    /// Whether an interrupted write was finished.
    pub resumed: bool,
}

/// Whose fob lies on the encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The user.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// The key.
    pub key: KeyId,
    /// Its number.
    pub number: u32,
    /// Where it is in its life.
    pub state: KeyState,
    /// At how many locks it is out of date.
    pub changes: usize,
}

/// How the encoder stands.
#[derive(Debug, Clone, PartialEq)]
pub enum EncoderState {
    /// None was named.
    Unnamed,
    /// It cannot be reached.
    Missing(Fault),
    /// It is ready, and nothing lies on it.
    Empty,
    /// A fob as it left the factory lies on it.
    New([u8; 7]),
    /// A programmed fob lies on it.
    Programmed([u8; 7]),
    /// What lies on it cannot be used.
    Unusable(Option<Fault>),
}

/// How the programming key stands.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenState {
    /// None was named.
    Unnamed,
    /// It is not plugged in.
    Missing(Fault),
    /// It is there; so many PIN tries are left, none where that is not told.
    Ready(String, Option<u8>),
    /// Its PIN is blocked.
    Blocked(String),
}
