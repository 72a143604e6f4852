//! What may be written on the command line. The verbs and options are a contract: they change by addition only.
//! Here stands what applies to every verb; what follows a noun stands in a file of that noun.

mod invitation;
mod key;
mod lock;
mod opening;
mod operator;
mod places;
mod programming_key;
mod system;
mod user;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use clap::{Args, Parser, Subcommand};

pub use invitation::{Invitation, Mail};
pub use key::{Key, Task};
pub use lock::{Blocklist, Group, Lock};
pub use opening::{Bench, BenchAction, Demo, Looks, Open};
pub use operator::{AdministratorRole, Operator};
pub use places::{Premises, Role, RoleEdit, RoleFields};
pub use programming_key::{Campaign, NewKey, ProgrammingKey, Puk};
pub use system::{Audit, System};
pub use user::{Details, OnlyTold, User, UserAdd, UserEdit, UserRemove};

use crate::time::Zone;

/// The tags of the languages that the program speaks.
const LANGUAGES: [&str; 4] = ["en", "fi", "sv", "de"];

/// Programs electronic keys: adds people, decides where their keys open, and writes that onto the key on the encoder.
#[derive(Debug, Parser)]
#[command(name = "keywright", version, max_term_width = 110)]
pub struct Arguments {
    /// What applies to every verb.
    #[command(flatten)]
    pub global: Global,
    /// What to do; left out, opens the window.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// Options that apply to every verb.
#[derive(Default, Debug, Clone, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct Global {
    /// The system file.
    #[arg(long, global = true, env = "KEYWRIGHT_SYSTEM", value_name = "FILE")]
    pub system: Option<PathBuf>,
    /// The serial port of the encoder. Left out, the one PN532 that answers at a usual adapter on USB is taken.
    #[arg(long, global = true, env = "KEYWRIGHT_ENCODER", value_name = "PORT")]
    pub encoder: Option<PathBuf>,
    /// A folder with links to the serial ports where the encoder is looked for, where none is named.
    #[arg(
        long,
        global = true,
        env = "KEYWRIGHT_ENCODER_PORTS",
        value_name = "DIR"
    )]
    pub encoder_ports: Option<PathBuf>,
    /// The serial port of the contact slot.
    #[arg(long, global = true, env = "KEYWRIGHT_CONTACT", value_name = "PORT")]
    pub contact: Option<PathBuf>,
    /// The programming key: `usb`, `usb:SERIAL` (of the device or its card), `pcsc:READER` (through the smart card
    /// service), or `bench:DIR` (demo systems only).
    #[arg(long, global = true, env = "KEYWRIGHT_TOKEN", value_name = "TOKEN")]
    pub token: Option<String>,
    /// Where lock configurations are delivered: `bench:DIR`. Left out, the folder of a bench token.
    #[arg(
        long = "locks",
        id = "lock-service",
        global = true,
        env = "KEYWRIGHT_LOCKS",
        value_name = "LOCKS"
    )]
    pub lock_service: Option<String>,
    /// A file that holds the PIN of the programming key; else the variable KEYWRIGHT_PIN.
    #[arg(long, global = true, value_name = "FILE")]
    pub pin_file: Option<PathBuf>,
    /// Use the last try of the PIN. Without this it is never sent: after it the programming key is blocked.
    #[arg(long, global = true)]
    pub risk_last_pin_try: bool,
    /// The operator's e-mail address.
    #[arg(long, global = true, env = "KEYWRIGHT_OPERATOR", value_name = "EMAIL")]
    pub operator: Option<String>,
    /// A file that holds the operator's password; else the variable KEYWRIGHT_PASSWORD.
    #[arg(long, global = true, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// One JSON object on standard output; progress as JSON lines on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// Sets the clock (demo systems only), an RFC 3339 time.
    #[arg(long, global = true, value_name = "TIME")]
    pub at: Option<String>,
    /// How long to wait for another program that has the system open for writing, in seconds. Left out, one.
    #[arg(
        long,
        global = true,
        env = "KEYWRIGHT_WAIT",
        value_name = "SECONDS",
        default_value_t = 1,
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(..=3600)
    )]
    pub wait: u64,
    /// Say that this computer's clock is right, though the system was changed at a later time. The log keeps who said
    /// so. Only for verbs that change the system.
    #[arg(long, global = true)]
    pub confirm_clock: bool,
    /// The language of messages: en, fi, sv or de. Left out, as the locale says.
    #[arg(long, global = true, env = "KEYWRIGHT_LANGUAGE", value_name = "TAG", value_parser = LANGUAGES)]
    pub messages: Option<String>,
    /// The zone of the system that was opened: in it people are told times.
    #[arg(skip)]
    pub zone: Arc<OnceLock<Zone>>,
    /// The password that a person typed, so that nobody is asked twice.
    #[arg(skip)]
    pub typed_password: super::told::Typed,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Opens the window on a system file.
    Open(Open),
    /// Makes a demo system with a bench and opens the window on it.
    Demo(Demo),
    /// Runs the simulated hardware, or acts on a running one.
    Bench(Bench),
    /// The system file: make, look at, check, copy.
    #[command(subcommand)]
    System(System),
    /// People.
    #[command(subcommand)]
    User(User),
    /// Sign-up invitations: the outbox, sending, inviting again.
    #[command(subcommand)]
    Invitation(Invitation),
    /// User roles: bundles of locks, lock groups and access times.
    #[command(subcommand)]
    Role(Role),
    /// Who works at the station.
    #[command(subcommand)]
    Operator(Operator),
    /// Administrator roles: bundles of permissions over chosen premises.
    #[command(subcommand)]
    AdministratorRole(AdministratorRole),
    /// Areas, in a tree.
    #[command(subcommand)]
    Premises(Premises),
    /// Locks.
    #[command(subcommand)]
    Lock(Lock),
    /// Named sets of locks.
    #[command(subcommand)]
    LockGroup(Group),
    /// The locks that share a blocklist.
    #[command(subcommand)]
    BlockingGroup(Group),
    /// The blocked keys of the key blocking groups.
    #[command(subcommand)]
    Blocklist(Blocklist),
    /// Keys and their media.
    #[command(subcommand)]
    Key(Key),
    /// Programming keys: the USB tokens that hold the authority.
    #[command(subcommand)]
    ProgrammingKey(ProgrammingKey),
    /// The change to new secrets after a loss: locks first, then fobs.
    #[command(subcommand)]
    Campaign(Campaign),
    /// Programming tasks: approved writes.
    #[command(subcommand)]
    Task(Task),
    /// The audit log.
    #[command(subcommand)]
    Audit(Audit),
    /// Looks at encoder, fob, programming key and store, and says what to mend.
    Doctor,
    /// Shows every control of the window in every state.
    #[cfg(all(feature = "window", debug_assertions))]
    #[command(hide = true)]
    Gallery,
}

impl Verb {
    /// Whether it works on a system that it opens itself. The window has a button for what is said of the clock, `doctor`
    /// only looks, and the others have no log to say it in.
    pub(super) fn opens_a_system(&self) -> bool {
        match self {
            Self::Open(_) | Self::Demo(_) | Self::Bench(_) | Self::Doctor => false,
            #[cfg(all(feature = "window", debug_assertions))]
            Self::Gallery => false,
            Self::System(verb) => !matches!(verb, System::Init { .. } | System::Restore { .. }),
            _ => true,
        }
    }
}
