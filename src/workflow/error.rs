//! Why something could not be done, in one enum for all faces.

use super::choosing::GroupChoice;
use super::plan::SourceCost;
use super::pruning::RemovableEntries;
use super::rights;
use super::way_out::{HowItStands, WayOut};
use super::whose::KnownFob;
use crate::access::Refusal;
use crate::device::{self, contact, lock_service, programming_key};
use crate::i18n::{Argument, Arguments};
use crate::store::KeyRecord;
use crate::{mail, medium, model, secrets, store, time};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse; with the values its sentences name.
    #[error("{refusal}")]
    Rule {
        /// What they refuse.
        refusal: Refusal,
        /// Values of its sentences.
        arguments: Arguments,
    },
    /// A value is not one of the model's.
    #[error(transparent)]
    Model(#[from] model::Error),
    /// A time that is none.
    #[error(transparent)]
    Time(#[from] time::Error),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The encoder or the fob refuses.
    #[error(transparent)]
    Encoder(#[from] device::Error),
    /// The programming key refuses.
    #[error(transparent)]
    ProgrammingKey(#[from] programming_key::Error),
    /// The contact slot does not serve.
    #[error(transparent)]
    ContactSlot(#[from] contact::Error),
    /// A door refuses.
    #[error(transparent)]
    Door(#[from] lock_service::Error),
    /// The secrets refuse.
    #[error(transparent)]
    Secrets(#[from] secrets::Error),
    /// The table does not fit a medium, or what lies on one is no image.
    #[error(transparent)]
    Medium(#[from] medium::Error),
    /// A refusal with what must be known to get past it.
    #[error("{error}")]
    Detailed {
        /// The refusal.
        error: Box<Error>,
        /// What must be known.
        detail: Detail,
    },
    /// Nothing of that kind has this name.
    #[error("no {kind} {name:?}")]
    Unknown {
        /// Which kind.
        kind: &'static str,
        /// What was asked for.
        name: String,
    },
    /// Several of that kind have this name.
    #[error("several {kind} {name:?}")]
    Ambiguous {
        /// Which kind.
        kind: &'static str,
        /// What was asked for.
        name: String,
    },
    /// A role that is not linked to the premises it was given with.
    #[error("role {role} is not linked to {premises}")]
    RoleNotLinked {
        /// The role.
        role: String,
        /// The premises.
        premises: String,
    },
    /// Premises that nobody may be a resident of.
    #[error("{premises} are not private premises")]
    PremisesNotPrivate {
        /// The premises.
        premises: String,
    },
    /// A source was taken off that the user does not hold.
    #[error("the user does not hold {name}")]
    SourceNotHeld {
        /// What was to be taken off.
        name: String,
    },
    /// No encoder was named, and no serial port is there where one may be.
    #[error("no encoder named")]
    NoEncoder,
    /// No encoder was named, and at none of the serial ports where one may be one answers.
    #[error("no encoder answers at {}", .ports.join(", "))]
    NoEncoderAnswers {
        /// The ports.
        ports: Vec<String>,
    },
    /// No encoder was named, and several are there.
    #[error("several encoders: {}", .ports.join(", "))]
    SeveralEncoders {
        /// Their ports.
        ports: Vec<String>,
    },
    /// No programming key was named.
    #[error("no programming key named")]
    NoProgrammingKey,
    /// The programming key is not a recipient of the system's secrets.
    #[error("the programming key does not belong to this system")]
    ProgrammingKeyForeign,
    /// What was confirmed is not what would be done now.
    #[error("what was confirmed is not what would be done now")]
    SummaryChanged,
    /// The programming key names its operators, and who works at the station is none of them.
    #[error("the programming key {label} is not for {operator}")]
    ProgrammingKeyOfOthers {
        /// What is written on it.
        label: String,
        /// The sign-in id of who works at the station.
        operator: String,
    },
    /// The operator lacks a right.
    #[error("the right {right} is missing")]
    RightMissing {
        /// The word of the permission.
        right: &'static str,
        /// Whether the operator has it in other premises.
        elsewhere: bool,
        /// What it is missing over, where that has a name.
        place: Option<String>,
    },
    /// The user does not work at the station.
    #[error("the user is no operator")]
    NotOperator {
        /// The sign-in id.
        user: String,
    },
    /// The user works at the station already.
    #[error("the user is an operator already")]
    OperatorAlready {
        /// The sign-in id.
        user: String,
    },
    /// The address of an operator opens their slot and changes only together with it.
    #[error("the address of an operator changes at the operator")]
    OperatorAddress {
        /// The sign-in id.
        user: String,
    },
    /// Who works at the station is not removed as a user.
    #[error("the user is an operator")]
    StillOperator {
        /// The sign-in id.
        user: String,
    },
    /// Nobody would be left who may administer the whole system.
    #[error("nobody would be left who may administer")]
    LastAdministrator,
    /// The mail server refuses, or its settings do.
    #[error(transparent)]
    Mail(#[from] mail::Error),
    /// No mail server is set up.
    #[error("no mail server is set up")]
    NoMailServer,
    /// The user has accepted this invitation.
    #[error("the invitation was accepted already")]
    InvitationAccepted,
    /// The invitation was withdrawn, or another took its place.
    #[error("the invitation was revoked")]
    InvitationRevoked,
    /// No open invitation has this code.
    #[error("no open invitation has this code")]
    InvitationUnknown,
    /// The invitation has run out.
    #[error("the invitation has run out")]
    InvitationExpired,
    /// The user was never invited.
    #[error("{name} was not invited")]
    InvitationMissing {
        /// Who.
        name: String,
    },
    /// Bench tokens and set clocks belong to demo systems.
    #[error("for demo systems only")]
    DemoOnly,
    /// The fob on the encoder belongs to another key.
    #[error("the fob on the encoder belongs to key {number}")]
    FobOfOtherKey {
        /// Number of that key.
        number: u32,
    },
    /// The records have no key with the chip number of the fob on the encoder. It was not read.
    #[error("no key has the chip number of the fob on the encoder")]
    FobUnknown,
    /// The fob holds a newer table of its key than the records, and no write of theirs stands open.
    #[error("the fob holds a newer table of key {number} than the records")]
    FobAhead {
        /// Number of the key.
        number: u32,
    },
    /// The fob holds a key as it was written after the backup that the system came back from.
    #[error("the fob holds key {number} as the records do not know it")]
    FobNewerThanRecords {
        /// Number of the key.
        number: u32,
    },
    /// The fob of a key that was written off lies on the encoder, and works.
    #[error("key {number} is written off, and its fob works")]
    FobNotDead {
        /// Number of the key.
        number: u32,
    },
    /// A number that was to be blocked without a key has one that can be blocked.
    #[error("number {number} has a key")]
    NumberHasKey {
        /// The number.
        number: u32,
    },
    /// A number that no key of this system can have.
    #[error("number {number} was never given")]
    NumberNeverGiven {
        /// The number.
        number: u32,
    },
    /// The fob on the encoder is blank, and no key was named that it shall become.
    #[error("the fob on the encoder is blank and no key was named")]
    FobBlank,
    /// First programming of the fob was begun, but no open task of this system is for it.
    #[error("the fob's first programming was begun by no open task of this system")]
    FobBegunElsewhere,
    /// What the fob holds was not signed by this system for this fob.
    #[error("what the fob holds is not genuine")]
    FobNotGenuine,
    /// The fob holds a genuine image of a key that the records do not have, or as one that has come to its end.
    #[error("the fob is that of key {number}, which the records do not have")]
    FobOfLostKey {
        /// Number of that key.
        number: u32,
    },
    /// The fob holds an older image than was read back from it before.
    #[error("the fob of key {number} holds an older image than recorded")]
    FobOlder {
        /// Number of the key.
        number: u32,
    },
    /// A task whose write has begun cannot be taken back.
    #[error("the write to the fob of key {number} has begun")]
    WriteBegun {
        /// Number of the key.
        number: u32,
    },
    /// The task has ended.
    #[error("the task is {state}")]
    TaskOver {
        /// How it ended.
        state: &'static str,
    },
    /// Another system stands where a copy was to be restored.
    #[error("another system stands at that place")]
    OtherSystem,
    /// No programming key would open all secrets after a copy was restored.
    #[error("no programming key opens all secrets")]
    RecipientsDiffer,
    /// A lock believes only generations that the records do not have.
    #[error("lock {lock} believes only generations that are not known here")]
    LockOfLostGeneration {
        /// The lock.
        lock: model::LockNumber,
    },
    /// An end that lies in the past.
    #[error("{what} ends in the past")]
    EndPast {
        /// What ends.
        what: String,
    },
    /// A start after the end date of the user, so that nothing ever holds.
    #[error("{what} starts after the end date {end}")]
    StartAfterEnd {
        /// What would never start.
        what: String,
        /// The last day of its user.
        end: time::LocalDate,
    },
    /// A language that invitations are not written in.
    #[error("no language {tag:?}")]
    LanguageUnknown {
        /// What was asked for.
        tag: String,
    },
    /// This kind of key cannot be written with this station yet.
    #[error("a {kind} key cannot be programmed on this encoder")]
    KeyKind {
        /// The kind.
        kind: &'static str,
    },
    /// The key is in a state that allows no writing.
    #[error("a {state} key cannot be programmed")]
    KeyState {
        /// The state.
        state: &'static str,
    },
    /// Two actions that exclude each other, or one too few.
    #[error("{what}")]
    Contradiction {
        /// What is contradictory.
        what: &'static str,
    },
    /// Something that others still name cannot be removed.
    #[error("{name} is still linked to {links}")]
    StillLinked {
        /// What was to be removed.
        name: String,
        /// The names of what names it, the first few.
        links: String,
        /// How many more there are.
        more: usize,
    },
    /// Nobody takes the ground away under their own feet.
    #[error("operators do not remove themselves")]
    OwnAccount,
    /// Something that is needed was not chosen.
    #[error("no {what} was chosen")]
    NotChosen {
        /// What, as a word of the store.
        what: &'static str,
    },
    /// The key was replaced: another has its place.
    #[error("key {number} was replaced")]
    KeyReplaced {
        /// Number of the key.
        number: u32,
    },
    /// Only a returned key goes on to its next holder.
    #[error("key {number} was not returned")]
    KeyNotReturned {
        /// Number of the key.
        number: u32,
    },
    /// The holder of the key was removed.
    #[error("the holder of key {number} was removed")]
    HolderRemoved {
        /// Number of the key.
        number: u32,
    },
    /// A number that is not on a blocklist, or is that of a key of the records.
    #[error("number {number} is not on the list")]
    NumberNotListed {
        /// The number.
        number: u32,
    },
    /// The key has no medium that could be emptied.
    #[error("the key has no medium")]
    NoMedium,
    /// A write of another kind stands open on the key.
    #[error("the key has an open {open}")]
    OtherTaskOpen {
        /// What is open.
        open: &'static str,
    },
    /// A file could not be written where it was wanted.
    #[error("{file}: {reason}")]
    FileNotWritten {
        /// Which file.
        file: String,
        /// What the operating system said.
        reason: String,
    },
    /// The bench of a demo does not do what was asked.
    #[error("the bench refuses: {reason}")]
    BenchRefused {
        /// What it said.
        reason: String,
    },
    /// A programming key that is known already.
    #[error("this programming key is known already")]
    ProgrammingKeyKnown,
    /// Another programming key has this label.
    #[error("another programming key has the label {label}")]
    LabelTaken {
        /// The label.
        label: String,
    },
    /// A programming key of the system was to get another key while it belongs to it.
    #[error("the programming key {label} belongs to the system")]
    ProgrammingKeyInUse {
        /// What is written on it.
        label: String,
    },
    /// A programming key that nobody may use.
    #[error("a programming key needs an operator")]
    NoOperator,
    /// The programming key that does the removing cannot remove itself.
    #[error("a programming key does not remove itself")]
    RemovesItself,
    /// Only one way to the secrets is proven; media must not leave the counter yet.
    #[error("only one way to the secrets")]
    NotLive,
    /// The new recovery code could not be shown to anybody.
    #[error("the new recovery code could not be shown")]
    CodeNotShown,
    /// A change of generation is under way.
    #[error("a campaign is under way")]
    CampaignRunning,
    /// 255 generations were used.
    #[error("no generation is left")]
    GenerationsUsedUp,
    /// The clock stands before a time that has passed.
    #[error("the clock shows {now}, before {passed}")]
    ClockBehind {
        /// What it shows, in the system's zone.
        now: String,
        /// What it must have passed.
        passed: String,
    },
    /// The clock shows a time at which there was no such program.
    #[error("the clock shows {now}, which cannot be")]
    ClockImpossible {
        /// What it shows, in the system's zone.
        now: String,
    },
    /// A demo was made in that folder before.
    #[error("a demo stands in {folder} already")]
    DemoThere {
        /// The folder.
        folder: String,
    },
    /// A file of the demo could not be written or is in the way.
    #[error("demo folder: {reason}")]
    DemoFolder {
        /// What the operating system said.
        reason: String,
    },
}

/// What must be known to get past a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// The table does not fit: what each source takes, the dearest first.
    Costs(Vec<SourceCost>),
    /// A home group must be chosen: what follows from each choice.
    Choices(Vec<GroupChoice>),
    /// A blocklist is full: what may be taken off it.
    Removable(Vec<RemovableEntries>),
    /// Another fob lies there: the keys and people of both, where they are known.
    Fobs {
        /// Of the one that lies there.
        found: Option<Box<KnownFob>>,
        /// Of the one that was wanted.
        expected: Option<Box<KnownFob>>,
    },
    /// The key does not allow it: how it stands, and what it allows.
    Stands(HowItStands),
    /// A key still waits to be written for the user who has the address already.
    KeyWaits(KnownFob),
    /// Media that must be decided on before their user goes.
    Media(Vec<KeyRecord>),
}

/// Whose turn it is when something could not be done; tells the exit code of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The request was refused: the person changes it.
    Refused,
    /// The request does not say which device is meant: nothing was tried.
    Usage,
    /// A device failed: the person looks at it and tries again.
    Device,
    /// The system file failed.
    Store,
}

impl Detail {
    /// What it adds to the values of the error's sentences.
    fn arguments(&self) -> Arguments {
        let mut arguments = Arguments::new();
        match self {
            Self::Costs(_) | Self::Choices(_) | Self::Removable(_) => {}
            Self::Fobs { found, expected } => {
                let names = [
                    (found, ["found_known", "found_number", "found_name"]),
                    (
                        expected,
                        ["expected_known", "expected_number", "expected_name"],
                    ),
                    (found, ["known", "number", "holder"]),
                ];
                for (fob, [known, number, name]) in names {
                    let Some(fob) = fob else { continue };
                    let how = if fob.holder.is_some() {
                        "yes"
                    } else {
                        "number"
                    };
                    let holder = fob.holder.clone().unwrap_or_default();
                    arguments.extend([
                        (known, how.into()),
                        (number, fob.number.to_string().into()),
                        (name, holder.into()),
                    ]);
                }
                if let Some(fob) = found {
                    let writable = fob.way_out == WayOut::Write;
                    let word = if writable { "yes" } else { "no" };
                    let _new = arguments.insert("writable", word.into());
                }
            }
            Self::Stands(key) => arguments.extend(key.arguments()),
            Self::KeyWaits(waiting) => arguments.extend([
                ("waiting", "yes".into()),
                ("name", waiting.holder.clone().unwrap_or_default().into()),
                ("waits", waiting.number.to_string().into()),
            ]),
            Self::Media(keys) => {
                let named = |record: &KeyRecord| {
                    let number = record.key.number;
                    let chip = record.key.uid.as_ref();
                    chip.map_or_else(|| number.to_string(), |uid| format!("{number} ({uid})"))
                };
                let keys: Vec<String> = keys.iter().map(named).collect();
                arguments.extend([("named", "yes".into()), ("keys", keys.join(", ").into())]);
            }
        }
        arguments
    }
}

impl Error {
    /// The refusal with what must be known to get past it.
    #[must_use]
    pub fn with(self, detail: Detail) -> Self {
        Self::Detailed {
            error: Box::new(self),
            detail,
        }
    }

    /// Whether this says of a programming key which was there that it is there no more, itself or in place of another.
    pub fn is_token_gone(&self) -> bool {
        match self {
            Self::ProgrammingKey(error) => error.is_gone(),
            // Of several on USB none is the system's.
            Self::ProgrammingKeyForeign => true,
            Self::Detailed { error, .. } => error.is_token_gone(),
            _ => false,
        }
    }

    /// How many bytes are too many, where that is what is wrong.
    pub fn excess(&self) -> Option<usize> {
        match self {
            Self::Medium(error) => error.excess(),
            Self::Detailed { error, .. } => error.excess(),
            _ => None,
        }
    }

    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rule { refusal, .. } => refusal.code(),
            Self::Model(error) => error.code(),
            Self::Time(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Encoder(error) => error.code(),
            Self::ProgrammingKey(error) => error.code(),
            Self::ContactSlot(error) => error.code(),
            Self::Door(error) => error.code(),
            Self::Secrets(error) => error.code(),
            Self::Mail(error) => error.code(),
            Self::NoMailServer => "mail-not-set",
            Self::InvitationAccepted => "invitation-accepted",
            Self::InvitationRevoked => "invitation-revoked",
            Self::InvitationUnknown => "invitation-unknown",
            Self::InvitationExpired => "invitation-expired",
            Self::InvitationMissing { .. } => "invitation-missing",
            Self::Medium(error) => error.code(),
            Self::Detailed { error, .. } => error.code(),
            Self::Unknown { .. } => "name-unknown",
            Self::Ambiguous { .. } => "name-ambiguous",
            Self::RoleNotLinked { .. } => "role-not-linked",
            Self::PremisesNotPrivate { .. } => "premises-not-private",
            Self::SourceNotHeld { .. } => "source-not-held",
            Self::NoEncoder => "encoder-not-named",
            Self::NoEncoderAnswers { .. } => "encoder-none-answers",
            Self::SeveralEncoders { .. } => "encoder-several",
            Self::NoProgrammingKey => "programming-key-not-named",
            Self::ProgrammingKeyForeign => "programming-key-foreign",
            Self::SummaryChanged => "summary-changed",
            Self::ProgrammingKeyOfOthers { .. } => "programming-key-of-others",
            Self::RightMissing {
                elsewhere: false, ..
            } => "right-missing",
            Self::RightMissing { .. } => "right-missing-here",
            Self::NotOperator { .. } => "operator-unknown",
            Self::OperatorAlready { .. } => "operator-already",
            Self::StillOperator { .. } => "user-still-operator",
            Self::OperatorAddress { .. } => "operator-address",
            Self::LastAdministrator => "operator-last-administrator",
            Self::DemoOnly => "demo-only",
            Self::FobOfOtherKey { .. } => "fob-of-other-key",
            Self::FobUnknown => "fob-unknown",
            Self::FobNewerThanRecords { .. } => "fob-newer-than-records",
            Self::FobAhead { .. } => "fob-ahead-of-records",
            Self::FobNotDead { .. } => "fob-not-dead",
            Self::NumberHasKey { .. } => "number-has-key",
            Self::NumberNeverGiven { .. } => "number-never-given",
            Self::FobBlank => "fob-blank",
            Self::FobBegunElsewhere => "fob-begun-elsewhere",
            Self::FobNotGenuine => "fob-not-genuine",
            Self::FobOfLostKey { .. } => "fob-of-lost-key",
            Self::FobOlder { .. } => "fob-older-than-recorded",
            Self::WriteBegun { .. } => "task-write-begun",
            Self::TaskOver { .. } => "task-over",
            Self::OtherSystem => "restore-other-system",
            Self::RecipientsDiffer => "restore-recipients-differ",
            Self::LockOfLostGeneration { .. } => "lock-of-lost-generation",
            Self::EndPast { .. } => "end-in-the-past",
            Self::StartAfterEnd { .. } => "start-after-end-date",
            Self::LanguageUnknown { .. } => "language-unknown",
            Self::KeyKind { .. } => "key-kind-not-programmable",
            Self::KeyState { .. } => "key-state-not-programmable",
            Self::Contradiction { .. } => "request-contradictory",
            Self::StillLinked { .. } => "still-used",
            Self::OwnAccount => "operator-own-account",
            Self::NotChosen { .. } => "not-chosen",
            Self::KeyReplaced { .. } => "key-replaced",
            Self::KeyNotReturned { .. } => "key-not-returned",
            Self::HolderRemoved { .. } => "key-holder-removed",
            Self::NumberNotListed { .. } => "blocklist-number-unknown",
            Self::NoMedium => "key-without-medium",
            Self::OtherTaskOpen { .. } => "key-other-task-open",
            Self::FileNotWritten { .. } => "file-not-written",
            Self::BenchRefused { .. } => "bench-refused",
            Self::ProgrammingKeyKnown => "programming-key-known",
            Self::LabelTaken { .. } => "programming-key-label-taken",
            Self::ProgrammingKeyInUse { .. } => "programming-key-in-use",
            Self::NoOperator => "programming-key-no-operator",
            Self::RemovesItself => "programming-key-removes-itself",
            Self::NotLive => "system-one-recipient",
            Self::CodeNotShown => "recovery-code-not-shown",
            Self::CampaignRunning => "campaign-running",
            Self::GenerationsUsedUp => "generations-used-up",
            Self::ClockBehind { .. } => "clock-behind",
            Self::ClockImpossible { .. } => "clock-impossible",
            Self::DemoThere { .. } => "demo-there",
            Self::DemoFolder { .. } => "demo-folder",
        }
    }

    /// Values for its sentences.
    pub fn arguments(&self) -> Arguments {
        match self {
            Self::Rule { arguments, .. } => arguments.clone(),
            Self::Model(error) => named(error.arguments()),
            Self::Encoder(error) => named(error.arguments()),
            Self::Store(error) => in_words(error.arguments()),
            Self::Door(error) => named(error.arguments()),
            Self::Secrets(error) => named(error.arguments()),
            Self::Mail(error) => in_words(error.arguments()),
            Self::Medium(error) => named(error.arguments()),
            Self::Detailed { error, detail } => {
                let mut arguments = error.arguments();
                arguments.extend(detail.arguments());
                arguments
            }
            Self::ProgrammingKey(error) => named(error.arguments()),
            Self::ContactSlot(error) => named(error.arguments()),
            Self::Unknown { kind, name } | Self::Ambiguous { kind, name } => {
                // The sentences choose by it: a noun is not written alike in each place.
                let kind = kind.replace(' ', "-");
                Arguments::from([("kind", kind.into()), ("name", name.clone().into())])
            }
            Self::RoleNotLinked { role, premises } => Arguments::from([
                ("role", role.clone().into()),
                ("premises", premises.clone().into()),
            ]),
            Self::PremisesNotPrivate { premises } => {
                Arguments::from([("premises", premises.clone().into())])
            }
            Self::SourceNotHeld { name } | Self::InvitationMissing { name } => {
                Arguments::from([("name", name.clone().into())])
            }
            Self::FobOfOtherKey { number }
            | Self::FobOfLostKey { number }
            | Self::FobNewerThanRecords { number }
            | Self::FobAhead { number }
            | Self::FobNotDead { number }
            | Self::NumberHasKey { number }
            | Self::NumberNeverGiven { number }
            | Self::FobOlder { number }
            | Self::KeyReplaced { number }
            | Self::KeyNotReturned { number }
            | Self::HolderRemoved { number }
            | Self::NumberNotListed { number }
            | Self::WriteBegun { number } => {
                Arguments::from([("number", number.to_string().into())])
            }
            Self::ProgrammingKeyOfOthers { label, operator } => Arguments::from([
                ("label", label.clone().into()),
                ("operator", operator.clone().into()),
            ]),
            Self::LockOfLostGeneration { lock } => {
                Arguments::from([("lock", lock.to_string().into())])
            }
            Self::EndPast { what } => Arguments::from([("what", what.clone().into())]),
            Self::StartAfterEnd { what, end } => Arguments::from([
                ("what", what.clone().into()),
                ("end", end.to_string().into()),
            ]),
            Self::LanguageUnknown { tag } => Arguments::from([("tag", tag.clone().into())]),
            Self::LabelTaken { label } | Self::ProgrammingKeyInUse { label } => {
                Arguments::from([("label", label.clone().into())])
            }
            Self::RightMissing { right, place, .. } => rights::missing(right, place.as_deref()),
            Self::NotOperator { user }
            | Self::OperatorAlready { user }
            | Self::StillOperator { user }
            | Self::OperatorAddress { user } => Arguments::from([("user", user.clone().into())]),
            Self::KeyKind { kind } => Arguments::from([("kind", Argument::word("word", kind))]),
            // The sentences choose by it.
            Self::KeyState { state } => Arguments::from([("state", (*state).into())]),
            Self::TaskOver { state } => Arguments::from([("state", Argument::word("word", state))]),
            Self::Contradiction { what } | Self::NotChosen { what } => {
                Arguments::from([("what", (*what).into())])
            }
            Self::StillLinked { name, links, more } => Arguments::from([
                // The store alone knows only that it is used; the sentence tells both.
                ("linked", "yes".into()),
                ("name", name.clone().into()),
                ("links", links.clone().into()),
                ("more", (*more).into()),
            ]),
            Self::OtherTaskOpen { open } => Arguments::from([("open", (*open).into())]),
            Self::FileNotWritten { file, reason } => Arguments::from([
                ("file", file.clone().into()),
                ("reason", reason.clone().into()),
            ]),
            Self::ClockBehind { now, passed } => Arguments::from([
                ("now", now.clone().into()),
                ("passed", passed.clone().into()),
            ]),
            Self::NoEncoderAnswers { ports } | Self::SeveralEncoders { ports } => {
                Arguments::from([("ports", ports.join(", ").into())])
            }
            Self::ClockImpossible { now } => Arguments::from([("now", now.clone().into())]),
            Self::DemoThere { folder } => Arguments::from([("folder", folder.clone().into())]),
            Self::BenchRefused { reason } | Self::DemoFolder { reason } => {
                Arguments::from([("reason", reason.clone().into())])
            }
            _ => Arguments::new(),
        }
    }

    /// Whose turn it is.
    pub fn class(&self) -> Class {
        match self {
            Self::Encoder(_)
            | Self::NoEncoderAnswers { .. }
            | Self::ProgrammingKey(_)
            | Self::ContactSlot(_)
            | Self::Door(_) => Class::Device,
            Self::Store(error) if error.is_about_the_file() => Class::Store,
            Self::Secrets(secrets::Error::SlotFile(_) | secrets::Error::SlotsDamaged) => {
                Class::Store
            }
            Self::NoEncoder | Self::SeveralEncoders { .. } | Self::NoProgrammingKey => Class::Usage,
            Self::Detailed { error, .. } => error.class(),
            _ => Class::Refused,
        }
    }
}

fn named(values: Vec<(&'static str, String)>) -> Arguments {
    values
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect()
}

/// Values of errors of the store and of mail: what has a word of its own is told in it.
fn in_words(values: Vec<(&'static str, String)>) -> Arguments {
    let said = |(name, value): (&'static str, String)| {
        let value = match name {
            "entity" => Argument::word("subject", &value),
            "fault" => Argument::word("fault", &value),
            // Settings of the mail server are called as their fields are.
            "what" => Argument::word("label", &value),
            _ => value.into(),
        };
        (name, value)
    };
    values.into_iter().map(said).collect()
}
