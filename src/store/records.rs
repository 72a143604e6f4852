//! Records as the store hands them out: the words of the model with what only a store knows of them.

use std::collections::BTreeSet;

use crate::access::{AccessTable, GivenBy};
use crate::medium::Layout;
use crate::model::{
    BlockingGroupId, Generation, Id, Key, KeyId, KeyNumber, KeyState, Lock, LockGroupId,
    OperatorId, ProgrammingKeyId, Revision, RoleId, Source, TaskId, Uid, UserId,
};
use crate::time::UtcMillis;

/// A record with its version: a change must name the version it was prepared on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The record.
    pub value: T,
    /// From 1, raised by each change.
    pub version: u64,
}

impl<T> std::ops::Deref for Stored<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Marks the id of a wizard's draft.
#[derive(Debug)]
pub enum DraftKind {}
/// The id of a wizard's draft.
pub type DraftId = Id<DraftKind>;
/// Marks the id of an invitation.
#[derive(Debug)]
pub enum InvitationKind {}
/// The id of an invitation.
pub type InvitationId = Id<InvitationKind>;

/// What was last deployed to a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployed {
    /// The lock groups it knows.
    pub groups: BTreeSet<LockGroupId>,
    /// The key blocking group it obeys.
    pub blocking_group: BlockingGroupId,
    /// The version of the blocklist it has, as far as is known.
    pub blocklist_version: u32,
    /// Whether it was told to keep time.
    pub clock: bool,
    /// When it was deployed.
    pub at: UtcMillis,
}

/// A lock: as it shall be, and as it was deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockRecord {
    /// As it shall be.
    pub lock: Lock,
    /// Raised by each change.
    pub version: u64,
    /// As it is; none = never deployed.
    pub deployed: Option<Deployed>,
    /// Whether it was stolen or destroyed and nothing was installed in its place yet.
    pub lost: bool,
}

/// A key, with what is known of its wanted and its written table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key.
    pub key: Key,
    /// Raised by each change people make.
    pub version: u64,
    /// Hash of the table it shall hold; none = never computed.
    pub wanted_hash: Option<[u8; 32]>,
    /// Under which number the store has that table for all keys that shall hold the same.
    pub wanted_table: Option<u64>,
    /// Hash of the table it holds; none = no medium.
    pub written_hash: Option<[u8; 32]>,
    /// Version of the blocklist it carries, as far as is known.
    pub written_blocklist_version: Option<u32>,
    /// When its medium was last written.
    pub written_at: Option<UtcMillis>,
    /// The key in whose place it came.
    pub replaces: Option<KeyId>,
    /// When the record was last changed.
    pub changed_at: UtcMillis,
    /// Whether its medium is to be written whatever its table holds: what it holds was taken over from it, or a campaign
    /// gives media a newer generation.
    pub rewrite: bool,
    /// See [`KeyRecord::is_pending`].
    pub(super) pending: bool,
}

impl KeyRecord {
    /// Whether its medium must be written again: it holds something else than it shall, or is due all the same. A write
    /// that is open or has failed does not take it off the list; a key that never was written is none of it.
    pub fn is_pending(&self) -> bool {
        self.pending
    }
}

/// A key with the sources of its user: all that its wanted table is computed from, beside [`super::Facts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWithSources {
    /// The key.
    pub record: KeyRecord,
    /// The sources of its user, those taken off the key included.
    pub sources: Vec<Source>,
}

/// What was last read back from a medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenView {
    /// The access table.
    pub table: AccessTable,
    /// Which source gave what; nothing where that is not known.
    pub given: Vec<GivenBy>,
    /// The image, byte for byte.
    pub image: Vec<u8>,
}

/// One key on a blocklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlocklistEntry {
    /// The key.
    pub key: KeyId,
    /// Its number, which is what the list holds.
    pub number: KeyNumber,
    /// From which version of the list on.
    pub since_version: u32,
    /// Why, in a word such as `lost`.
    pub reason: String,
    /// When.
    pub added_at: UtcMillis,
    /// The state of the key now.
    pub state: KeyState,
}

/// A number on a blocklist of which the records have no key that could be blocked: a list on a medium brought it
/// back, from a time that these records know nothing of. It stays until somebody takes it off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The number.
    pub number: KeyNumber,
    /// From which version of the list on.
    pub since_version: u32,
    /// Why, in a word.
    pub reason: String,
    /// When.
    pub added_at: UtcMillis,
}

/// The blocklist of a key blocking group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocklist {
    /// Its version.
    pub version: u32,
    /// The keys on it, by number.
    pub entries: Vec<BlocklistEntry>,
    /// Numbers on it without a key, by number.
    pub strangers: Vec<Stranger>,
    /// The signed bytes of this version; none = not yet distributable.
    pub signed: Option<Vec<u8>>,
}

impl Blocklist {
    /// Every number on it.
    pub fn numbers(&self) -> impl Iterator<Item = KeyNumber> {
        let known = self.entries.iter().map(|entry| entry.number);
        known.chain(self.strangers.iter().map(|one| one.number))
    }
}

/// How far a blocklist has spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlocklistStatus {
    /// Its version.
    pub version: u32,
    /// How many keys are on it.
    pub entries: u64,
    /// How many locks obey it.
    pub locks: u64,
    /// How many of those have an older version.
    pub locks_behind: u64,
    /// How many keys carry it.
    pub carriers: u64,
    /// How many of those carry this version.
    pub carriers_current: u64,
}

/// What a programming task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Writes the key's wanted table onto a medium.
    Program,
    /// Empties its medium.
    Empty,
}

impl Operation {
    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Empty => "empty",
        }
    }
}
impl std::str::FromStr for Operation {
    type Err = crate::model::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Program, Self::Empty]
            .into_iter()
            .find(|known| known.as_str() == text)
            .ok_or(crate::model::Error::Word)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $variant),* }
        impl $name {
            /// The word in answers and the store.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
        impl std::str::FromStr for $name {
            type Err = crate::model::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(crate::model::Error::Word),
                }
            }
        }
    };
}

words! {
    /// Where a programming task is.
    TaskState {
        /// Approved; waits for a station.
        Queued = "queued",
        /// In a station's hand; nothing has been written.
        Claimed = "claimed",
        /// The intent is durable; the medium may be old or new.
        Writing = "writing",
        /// The medium took everything.
        Written = "written",
        /// The read-back was equal.
        Verified = "verified",
        /// Recorded as the key's written view.
        Done = "done",
        /// Ended without an equal read-back.
        Failed = "failed",
        /// Taken back before anything was written.
        Cancelled = "cancelled",
    }
}

words! {
    /// Where an invitation is.
    InvitationState {
        /// Waits to be sent.
        Queued = "queued",
        /// The mail server took it.
        Sent = "sent",
        /// Is on its way. One that is left so was interrupted: nobody knows whether it went.
        Sending = "sending",
        /// Could not be sent, and will not be tried again by itself.
        Failed = "failed",
        /// Withdrawn, or another took its place: what was sent no longer works.
        Revoked = "revoked",
        /// The user made an account with it.
        Accepted = "accepted",
    }
}

/// A task to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// Its identity.
    pub id: TaskId,
    /// The key.
    pub key: KeyId,
    /// What is to be done.
    pub operation: Operation,
    /// Who confirmed it.
    pub approved_by: Option<UserId>,
}

/// Everything that is needed to finish or resume a write, durable before its first exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The chip the write is for.
    pub uid: Uid,
    /// The generation of the keys on the medium now; none = a factory medium.
    pub generation_now: Option<Generation>,
    /// The generation they shall have afterwards; none = emptied.
    pub generation_wanted: Option<Generation>,
    /// The revision the medium must have now; a writer that finds another stops.
    pub revision_expected: Revision,
    /// SHA-256 of the image.
    pub image_hash: [u8; 32],
    /// The image.
    pub image: Vec<u8>,
    /// The signed blocklist that goes with it.
    pub blocklist: Option<Vec<u8>>,
    /// Its version.
    pub blocklist_version: Option<u32>,
    /// The group whose list it is.
    pub home_group: Option<BlockingGroupId>,
    /// The table in the image.
    pub table: AccessTable,
    /// Which source gives what of it.
    pub given: Vec<GivenBy>,
    /// The hash of the table by which *pending* is told.
    pub table_hash: [u8; 32],
    /// The files that a factory medium gets; none where it has them. Who resumes cannot reckon them anew: by then
    /// part of the memory is taken.
    pub layout: Option<Layout>,
}

/// A programming task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// Its identity.
    pub id: TaskId,
    /// Raised by each step; a station must name the one it holds.
    pub version: u64,
    /// The key.
    pub key: KeyId,
    /// What is done.
    pub operation: Operation,
    /// Where it is.
    pub state: TaskState,
    /// Who confirmed it.
    pub approved_by: Option<UserId>,
    /// The state of the key before the task, to which it goes back when the task is cancelled.
    pub resume_state: KeyState,
    /// Which station has it in hand.
    pub station: Option<String>,
    /// Until when.
    pub lease_until: Option<UtcMillis>,
    /// What is written; none until a station began.
    pub intent: Option<Intent>,
    /// The code of the error it ended with.
    pub failure: Option<String>,
    /// When it was queued.
    pub created_at: UtcMillis,
    /// When it last took a step.
    pub changed_at: UtcMillis,
}

impl TaskState {
    /// Whether a task has ended.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// How a task ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskResult<'a> {
    /// The read-back was equal.
    Done,
    /// It was not, or could not be made; with the code of the error.
    Failed(&'a str),
    /// The medium refused before anything was written; with the code of the error.
    Refused(&'a str),
    /// It was taken back before anything was written.
    Cancelled,
}

/// Somebody who works at the station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Identity of the record.
    pub id: OperatorId,
    /// The user.
    pub user: UserId,
    /// Number of the slot that their password opens.
    pub slot: u32,
    /// The administrator roles.
    pub roles: BTreeSet<RoleId>,
}

/// A USB token that holds the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammingKey {
    /// Identity of the record.
    pub id: ProgrammingKeyId,
    /// What is written on it.
    pub label: String,
    /// Its serial number as it says itself.
    pub serial: String,
    /// Its certificate for key agreement, in DER.
    pub certificate: Vec<u8>,
    /// Who may use it.
    pub operators: BTreeSet<OperatorId>,
}

/// The label of a programming key without the "CN=" of a name in a certificate (RFC 4514), which older records begin with.
pub fn plain_label(label: &str) -> &str {
    label.trim_start_matches("CN=")
}

/// The sealed secrets of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The generation.
    pub generation: Generation,
    /// Raised whenever recipients change.
    pub version: u64,
    /// The CMS structure in DER.
    pub cms: Vec<u8>,
    /// The public key of the generation's signing key, as its room writes it.
    pub signing_public_key: Vec<u8>,
    /// When the generation was made.
    pub created_at: UtcMillis,
    /// When the last medium in use left it; none = still in use.
    pub retired_at: Option<UtcMillis>,
    /// Its secrets once more, as its room links them to those of the newest generation; of no use with any other
    /// envelope than this.
    pub linked: Option<Vec<u8>>,
}

/// What somebody has entered into a wizard so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRecord {
    /// Identity of the record.
    pub id: DraftId,
    /// Raised by each change.
    pub version: u64,
    /// Whose draft it is.
    pub owner: Option<UserId>,
    /// Which wizard.
    pub wizard: String,
    /// What was entered, as JSON.
    pub document: String,
    /// When it was last changed.
    pub changed_at: UtcMillis,
}

/// An invitation in the outbox. The token itself is in the mail only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRecord {
    /// Identity of the record.
    pub id: InvitationId,
    /// Raised by each change.
    pub version: u64,
    /// Who is invited.
    pub user: UserId,
    /// In which language.
    pub language: String,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Where it is.
    pub state: InvitationState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: UtcMillis,
    /// The code of the last error.
    pub failure: Option<String>,
    /// When it was queued.
    pub created_at: UtcMillis,
    /// Until when its link works; none before it was sent.
    pub expires_at: Option<UtcMillis>,
}
