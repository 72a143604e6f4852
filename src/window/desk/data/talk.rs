//! What is asked and answered.

use std::path::PathBuf;
use std::sync::Arc;

use super::devices::{EncoderState, Job, Letters, Owner, ReadView, TokenState, Written};
use super::people::{PersonView, Reason, UserPage, UsersAsked};
use super::rites::{Rite, RiteDone};
use super::wizard::{Added, EditStart, Entered, KeyPreview, Leaving, Likeness, Offer, Preview};
use super::{Fault, Secret, Session};
use crate::device::encoder::Phase;
use crate::device::enrolment::Step;
use crate::device::programming_key::LastTry;
use crate::model::{KeyId, UserId};
use crate::store::DraftId;
use crate::time::UtcMillis;
use crate::window::desk::sheet::{Ask, Told};
use crate::window::desk::{Handle, InvitationView, MailAsk, MailTold};
use crate::window::preferences::Preferences;
use crate::workflow::Shown;
use crate::workflow::hardware::EncoderPort;
use crate::workflow::simulation::{BenchView, Visit};

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
        /// Which.
        asked: UsersAsked,
    },
    /// Everything on a user.
    Person {
        /// Comes back with the answer.
        ticket: u64,
        /// Which user.
        id: UserId,
    },
    /// Why a user may open what the user may open.
    Reasons {
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
        /// The summary that was confirmed, in short.
        shown: Shown,
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
        /// The write that was confirmed, in short, where a key is programmed.
        shown: Option<Shown>,
    },
    /// Something with programming keys or the recovery code.
    Rite(u64, Rite),
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
    /// Keeps what was entered, closes the system and ends the thread; also where it cannot be kept, if so wanted.
    Close {
        /// Whether what cannot be kept may be lost.
        anyway: bool,
    },
    /// The doors of the system, by number.
    Doors,
    /// Notes that the clock is right, though it stands before the log.
    ConfirmClock,
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
    /// Take an empty token of this name.
    NewToken(String),
    /// Put a fob on the door of this lock, now or at another time.
    Present(String, u32, Option<UtcMillis>),
    /// Plug this programming key in, or pull out the one that is.
    Plug(Option<String>),
    /// Plug the encoder in, or pull it out.
    PlugEncoder(bool),
}

/// What is seen at the bench of a demo.
#[derive(Debug, Clone)]
pub struct BenchTold {
    /// What stands on it.
    pub view: BenchView,
    /// What a door said.
    pub visit: Option<Visit>,
    /// The PIN of the token that is plugged in, where it is noted.
    pub pin: Option<Secret>,
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
    /// To [`Request::Reasons`].
    Reasons(u64, Result<Vec<Reason>, Fault>),
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
    /// To [`Request::KeyPlan`]; and before [`Answer::Programmed`] says that the write is not the one that was
    /// confirmed, what it would be now.
    KeyPlan(u64, Result<KeyPreview, Fault>),
    /// To [`Request::Close`]: the last word, unless what was entered cannot be kept.
    Closed(Result<(), Fault>),
    /// How far [`Request::Run`] is.
    Progress(u64, Phase, u32, u32),
    /// To [`Request::Run`].
    Programmed(u64, Result<Written, Fault>),
    /// A step that [`Rite::Prepare`] has taken.
    Prepared(u64, Step),
    /// To [`Request::Rite`].
    Rite(u64, Result<RiteDone, Fault>),
    /// To [`Request::Owner`]: none where the fob is nobody's.
    Owner([u8; 7], Result<Option<Owner>, Fault>),
    /// To [`Request::Ask`].
    Told(u64, Told),
    /// What is seen at the bench now.
    Bench(Result<BenchTold, Fault>),
    /// To [`Request::Doors`].
    Doors(Vec<(u32, String)>),
    /// To [`Request::ConfirmClock`].
    ClockConfirmed(Result<(), Fault>),
    /// To [`Request::Waiting`]; and how the outbox stands.
    Waiting(usize, Option<Letters>),
    /// What [`Job::Read`] has read; before [`Answer::Programmed`].
    Read(u64, Box<ReadView>),
    /// To [`Request::Mail`].
    Mail(u64, MailTold),
    /// An invitation stands elsewhere than before.
    Invitation(Box<InvitationView>),
    /// The encoder changed its state.
    Encoder(EncoderState),
    /// The serial ports where an encoder may be.
    Ports(Vec<EncoderPort>),
    /// The programming key changed its state.
    Token(TokenState),
}
