//! What can go wrong in the store, in the words of those who have to mend it.

use crate::model::{self, KeyState};

/// Why the store refused, or could not do, what it was asked. No variant holds a key, a name of a person or
/// the text of a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no system file at that place.
    #[error("no system file at that place")]
    FileMissing,
    /// There is no backup at that place.
    #[error("there is no file {file}")]
    BackupMissing {
        /// Which file.
        file: String,
    },
    /// What stands at that place is no system file.
    #[error("{file} is no system file")]
    NotASystemFile {
        /// Which file.
        file: String,
    },
    /// A file stands where a new one was to be made.
    #[error("a file of that name exists already")]
    FileExists,
    /// The key does not open the file, or the file is no system file at all.
    #[error("the key does not open the file")]
    WrongKey,
    /// Bytes of the file have changed outside the program.
    #[error("the system file is damaged: {what}")]
    Damaged {
        /// Which check found it.
        what: String,
    },
    /// What is kept so that lists are quick does not agree with what it comes from.
    #[error("{rows} rows that are kept for lists are wrong")]
    Miscounted {
        /// How many rows.
        rows: u64,
    },
    /// The file lies on a network or synchronised folder, where locks and syncs cannot be trusted.
    #[error("the system file lies on a network folder ({kind})")]
    NetworkFolder {
        /// The kind of file system.
        kind: &'static str,
    },
    /// Another instance holds the file for writing.
    #[error("another instance has the system file open")]
    InUse,
    /// The store was opened for reading only.
    #[error("the system file is open for reading only")]
    ReadOnly,
    /// Another connection kept the file locked for longer than the wait.
    #[error("the system file is busy")]
    Busy,
    /// No room is left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The disk failed; nothing more is written until the file is opened and checked again.
    #[error("the disk failed")]
    DiskFailed,
    /// The file was made by a newer program.
    #[error("schema {found} is newer than {known}")]
    NewerSchema {
        /// Number of the newest migration in the file.
        found: u32,
        /// Number of the newest migration this program knows.
        known: u32,
    },
    /// A migration in the file is not the one this program has under the same number.
    #[error("migration {number} differs from the one applied")]
    SchemaAltered {
        /// The number of the migration.
        number: u32,
    },
    /// The record was changed since it was read: look at it again.
    #[error("{entity} was changed meanwhile")]
    ChangedMeanwhile {
        /// Which kind of record.
        entity: Entity,
    },
    /// There is no such record.
    #[error("no such {entity}")]
    NotFound {
        /// Which kind of record.
        entity: Entity,
    },
    /// Another user signs in with that e-mail address.
    #[error("the e-mail address belongs to another user")]
    EmailTaken,
    /// Another user has that external id.
    #[error("the external id belongs to another user")]
    ExternalIdTaken,
    /// Another record of the kind has that name.
    #[error("another {entity} has that name")]
    NameTaken {
        /// Which kind of record.
        entity: Entity,
    },
    /// The medium belongs to another key.
    #[error("the medium belongs to another key")]
    MediumTaken,
    /// The key was replaced before.
    #[error("the key was replaced before")]
    ReplacedBefore,
    /// A value that must be the only one of its kind exists already.
    #[error("{entity} exists already")]
    Exists {
        /// Which kind of record.
        entity: Entity,
    },
    /// Other records still point at it.
    #[error("{entity} is still in use")]
    StillUsed {
        /// Which kind of record.
        entity: Entity,
    },
    /// A record that was named does not exist.
    #[error("a record named by the {entity} does not exist")]
    Dangling {
        /// The record that names it.
        entity: Entity,
    },
    /// The change set was given up by those who made it; nothing of it was done.
    #[error("the change was given up")]
    Abandoned,
    /// The premises would lie inside themselves.
    #[error("premises cannot lie inside themselves")]
    PremisesCycle,
    /// The user still holds media, each of which needs a decision first.
    #[error("the user still holds {count} media")]
    UserHasMedia {
        /// How many.
        count: u64,
    },
    /// A key does not go from the one state to the other.
    #[error("a key does not go from {} to {}", .from.as_str(), .to.as_str())]
    KeyTransition {
        /// The state it is in.
        from: KeyState,
        /// The state it was to go to.
        to: KeyState,
    },
    /// A blocked key is not edited or programmed.
    #[error("the key is blocked")]
    KeyBlocked,
    /// The home group of a key is fixed by its first successful write, until its medium is emptied.
    #[error("the home group is fixed")]
    HomeGroupFixed,
    /// The blocklist of a group has no room: nothing was blocked anywhere.
    #[error("the blocklist of key blocking group {group} is full")]
    BlocklistFull {
        /// The name of the group.
        group: String,
    },
    /// The blocklist of a group has no room for what is blocked and must be there with a lock: nothing was changed.
    #[error("the blocklist of key blocking group {group} has no room for {count} more")]
    BlockedWithoutRoom {
        /// The name of the group.
        group: String,
        /// How many would go on it.
        count: usize,
    },
    /// The blocklist has another version than the one that was signed.
    #[error("the blocklist is at version {current}")]
    BlocklistVersion {
        /// Its version now.
        current: u32,
    },
    /// The key has a task that is not done.
    #[error("the key has an open task")]
    TaskOpen,
    /// The task is in another hand or another state.
    #[error("the task is not in this station's hand")]
    TaskTaken,
    /// Every number of the kind was given out.
    #[error("no {entity} number is left")]
    NumbersExhausted {
        /// Which kind of record.
        entity: Entity,
    },
    /// Two records of the same system have each changed their secrets on their own.
    #[error("both records made a generation of their own: {generation}")]
    GenerationsDiffer {
        /// The first that the other does not have.
        generation: u8,
    },
    /// The log does not hold together.
    #[error("the log is broken at entry {sequence}: {fault}")]
    LogBroken {
        /// The first entry that is wrong or missing.
        sequence: u64,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// What was noted is no end of a log in short.
    #[error("not the end of a log in short")]
    NotAHead,
    /// The source of random numbers failed.
    #[error("no random numbers")]
    Random,
    /// A value in the file is not one of those the program writes.
    #[error("a stored value cannot be read: {what}")]
    Unreadable {
        /// The kind of value.
        what: &'static str,
    },
    /// The database engine refused for a reason that is a fault of the program.
    #[error("the database engine refused (code {code})")]
    Engine {
        /// The engine's own number for it.
        code: i32,
    },
}

/// The kinds of record the store keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// The system's settings.
    System,
    /// A user.
    User,
    /// A source of a user.
    Source,
    /// A user role.
    Role,
    /// An administrator role.
    AdministratorRole,
    /// An operator.
    Operator,
    /// Premises.
    Premises,
    /// A lock.
    Lock,
    /// A lock group.
    LockGroup,
    /// A key blocking group.
    BlockingGroup,
    /// A key.
    Key,
    /// A programming task.
    Task,
    /// A programming key.
    ProgrammingKey,
    /// A sealed envelope.
    Envelope,
    /// A draft of a wizard.
    Draft,
    /// An invitation.
    Invitation,
}

impl Entity {
    /// The word in the log, in codes and in message arguments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Source => "source",
            Self::Role => "role",
            Self::AdministratorRole => "administrator-role",
            Self::Operator => "operator",
            Self::Premises => "premises",
            Self::Lock => "lock",
            Self::LockGroup => "lock-group",
            Self::BlockingGroup => "blocking-group",
            Self::Key => "key",
            Self::Task => "task",
            Self::ProgrammingKey => "programming-key",
            Self::Envelope => "envelope",
            Self::Draft => "draft",
            Self::Invitation => "invitation",
        }
    }
}

impl std::fmt::Display for Entity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileMissing => "store-file-missing",
            Self::BackupMissing { .. } => "store-backup-missing",
            Self::NotASystemFile { .. } => "store-not-a-system-file",
            Self::FileExists => "store-file-exists",
            Self::WrongKey => "store-wrong-key",
            Self::Damaged { .. } => "store-damaged",
            Self::Miscounted { .. } => "store-miscounted",
            Self::NetworkFolder { .. } => "store-network-folder",
            Self::InUse => "store-in-use",
            Self::ReadOnly => "store-read-only",
            Self::Busy => "store-busy",
            Self::DiskFull => "store-disk-full",
            Self::DiskFailed => "store-disk-failed",
            Self::NewerSchema { .. } => "store-newer-schema",
            Self::SchemaAltered { .. } => "store-schema-altered",
            Self::ChangedMeanwhile { .. } => "changed-meanwhile",
            Self::NotFound { .. } => "not-found",
            Self::EmailTaken => "email-taken",
            Self::ExternalIdTaken => "external-id-taken",
            Self::NameTaken { .. } => "name-taken",
            Self::MediumTaken => "medium-taken",
            Self::ReplacedBefore => "key-replaced-before",
            Self::Exists { .. } => "record-exists",
            Self::StillUsed { .. } => "still-used",
            Self::Dangling { .. } => "record-names-missing",
            Self::Abandoned => "change-abandoned",
            Self::PremisesCycle => "premises-inside-themselves",
            Self::UserHasMedia { .. } => "user-has-media",
            Self::KeyTransition { .. } => "key-state",
            Self::KeyBlocked => "key-blocked",
            Self::HomeGroupFixed => "home-group-fixed",
            Self::BlocklistFull { .. } => "blocklist-full",
            Self::BlockedWithoutRoom { .. } => "blocklist-no-room",
            Self::BlocklistVersion { .. } => "blocklist-version",
            Self::TaskOpen => "task-open",
            Self::TaskTaken => "task-taken",
            Self::NumbersExhausted { .. } => "numbers-exhausted",
            Self::GenerationsDiffer { .. } => "restore-generations-differ",
            Self::LogBroken { .. } => "log-broken",
            Self::NotAHead => "log-head-malformed",
            Self::Random => "random-failed",
            Self::Unreadable { .. } => "store-unreadable",
            Self::Engine { .. } => "store-engine",
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let value = |name, value: &dyn std::fmt::Display| vec![(name, value.to_string())];
        match self {
            Self::BackupMissing { file } | Self::NotASystemFile { file } => value("file", file),
            Self::Damaged { what } => value("what", what),
            Self::Unreadable { what } => value("what", what),
            Self::Miscounted { rows } => value("rows", rows),
            Self::NetworkFolder { kind } => value("kind", kind),
            Self::NewerSchema { found, known } => {
                vec![("found", found.to_string()), ("known", known.to_string())]
            }
            Self::SchemaAltered { number } => value("number", number),
            Self::ChangedMeanwhile { entity }
            | Self::NotFound { entity }
            | Self::NameTaken { entity }
            | Self::Exists { entity }
            | Self::StillUsed { entity }
            | Self::Dangling { entity }
            | Self::NumbersExhausted { entity } => value("entity", entity),
            Self::GenerationsDiffer { generation } => value("generation", generation),
            Self::UserHasMedia { count } => value("count", count),
            Self::KeyTransition { from, to } => {
                let same = if from == to { "yes" } else { "no" };
                vec![
                    ("from", from.as_str().to_owned()),
                    ("to", to.as_str().to_owned()),
                    ("state", from.as_str().to_owned()),
                    ("same", same.to_owned()),
                ]
            }
            Self::BlocklistFull { group } => value("group", group),
            Self::BlockedWithoutRoom { group, count } => {
                vec![("group", group.clone()), ("count", count.to_string())]
            }
            Self::BlocklistVersion { current } => value("current", current),
            Self::LogBroken { sequence, fault } => {
                vec![
                    ("sequence", sequence.to_string()),
                    ("fault", (*fault).to_owned()),
                ]
            }
            Self::Engine { code } => value("code", code),
            _ => Vec::new(),
        }
    }

    /// Whether the file, the disk or the engine is at fault, and not what was asked for.
    pub fn is_about_the_file(&self) -> bool {
        matches!(
            self,
            Self::FileMissing
                | Self::BackupMissing { .. }
                | Self::NotASystemFile { .. }
                | Self::FileExists
                | Self::WrongKey
                | Self::Damaged { .. }
                | Self::Miscounted { .. }
                | Self::NetworkFolder { .. }
                | Self::InUse
                | Self::ReadOnly
                | Self::Busy
                | Self::DiskFull
                | Self::DiskFailed
                | Self::NewerSchema { .. }
                | Self::SchemaAltered { .. }
                | Self::LogBroken { .. }
                | Self::Unreadable { .. }
                | Self::Engine { .. }
        )
    }

    /// One error of each kind, for those who check that every code has its texts.
    pub fn examples() -> Vec<Self> {
        let entity = Entity::User;
        vec![
            Self::FileMissing,
            Self::BackupMissing {
                file: String::new(),
            },
            Self::NotASystemFile {
                file: String::new(),
            },
            Self::FileExists,
            Self::WrongKey,
            Self::Damaged {
                what: String::new(),
            },
            Self::Miscounted { rows: 1 },
            Self::NetworkFolder { kind: "nfs" },
            Self::InUse,
            Self::ReadOnly,
            Self::Busy,
            Self::DiskFull,
            Self::DiskFailed,
            Self::NewerSchema { found: 2, known: 1 },
            Self::SchemaAltered { number: 1 },
            Self::ChangedMeanwhile { entity },
            Self::NotFound { entity },
            Self::EmailTaken,
            Self::ExternalIdTaken,
            Self::NameTaken { entity },
            Self::MediumTaken,
            Self::ReplacedBefore,
            Self::Exists { entity },
            Self::StillUsed { entity },
            Self::Dangling { entity },
            Self::Abandoned,
            Self::PremisesCycle,
            Self::UserHasMedia { count: 1 },
            Self::KeyTransition {
                from: KeyState::Draft,
                to: KeyState::Draft,
            },
            Self::KeyBlocked,
            Self::HomeGroupFixed,
            Self::BlocklistFull {
                group: String::new(),
            },
            Self::BlockedWithoutRoom {
                group: String::new(),
                count: 1,
            },
            Self::BlocklistVersion { current: 1 },
            Self::TaskOpen,
            Self::TaskTaken,
            Self::NumbersExhausted { entity },
            Self::GenerationsDiffer { generation: 2 },
            Self::LogBroken {
                sequence: 1,
                fault: "",
            },
            Self::NotAHead,
            Self::Random,
            Self::Unreadable { what: "" },
            Self::Engine { code: 0 },
        ]
    }
}

/// A stored value that does not become its word again.
impl From<model::Error> for Error {
    fn from(error: model::Error) -> Self {
        Self::Unreadable { what: error.code() }
    }
}
impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable { what: "document" }
    }
}
impl From<crate::time::Error> for Error {
    fn from(error: crate::time::Error) -> Self {
        Self::Unreadable { what: error.code() }
    }
}
