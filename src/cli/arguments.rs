//! What may be written on the command line. The verbs and options are a contract: they change by addition only.

mod invitation;
mod operator;
mod programming_key;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use clap::{Args, Parser, Subcommand};

pub use invitation::{Invitation, Mail};
pub use operator::{AdministratorRole, Operator};
pub use programming_key::{Campaign, ProgrammingKey, Puk};

use crate::time::Zone;

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
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct Global {
    /// The system file.
    #[arg(long, global = true, env = "KEYWRIGHT_SYSTEM", value_name = "FILE")]
    pub system: Option<PathBuf>,
    /// The serial port of the encoder.
    #[arg(long, global = true, env = "KEYWRIGHT_ENCODER", value_name = "PORT")]
    pub encoder: Option<PathBuf>,
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
    /// The language of messages: en, fi, sv or de. Left out, as the locale says.
    #[arg(long, global = true, env = "KEYWRIGHT_LANGUAGE", value_name = "TAG")]
    pub messages: Option<String>,
    /// The zone of the system that was opened: in it people are told times.
    #[arg(skip)]
    pub zone: Arc<OnceLock<Zone>>,
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
}

/// `open FILE`.
#[derive(Debug, Default, Args)]
pub struct Open {
    /// The system file.
    pub file: Option<PathBuf>,
    /// How the window looks.
    #[command(flatten)]
    pub looks: Looks,
}

/// How the window looks.
#[derive(Debug, Clone, Default, Args)]
pub struct Looks {
    /// light, dark or high-contrast.
    #[arg(long, env = "KEYWRIGHT_THEME", value_name = "THEME")]
    pub theme: Option<String>,
    /// The scale of the window in per cent, 100 to 200.
    #[arg(long, env = "KEYWRIGHT_SCALE", value_name = "PERCENT")]
    pub scale: Option<u16>,
    /// The language of the window: en, fi, sv or de.
    #[arg(long, env = "KEYWRIGHT_LANGUAGE", value_name = "LANGUAGE")]
    pub language: Option<String>,
}

/// `demo DIR`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The folder to make: demo.keywright, bench, pin, operator, password.
    pub directory: PathBuf,
    /// Perform the main job and print it, without a window.
    #[arg(long)]
    pub headless: bool,
    /// Remove what an earlier demo left in the folder.
    #[arg(long)]
    pub fresh: bool,
    /// How the window looks.
    #[command(flatten)]
    pub looks: Looks,
}

/// `bench DIR [...]`.
#[derive(Debug, Args)]
pub struct Bench {
    /// The folder of the bench.
    pub directory: PathBuf,
    /// What to do on a running bench; left out, runs it in the foreground.
    #[command(subcommand)]
    pub action: Option<BenchAction>,
}

/// What can be done on a running bench.
#[derive(Debug, Subcommand)]
pub enum BenchAction {
    /// Makes a fob, or a programming key, which is plugged in at once. K5 keys come with the contact slot.
    New {
        /// fob or token.
        #[arg(value_parser = ["fob", "token"])]
        kind: String,
        /// Its name on the bench.
        name: String,
        /// The chip of a fob.
        #[arg(long, default_value = "ev1-4k")]
        chip: String,
        /// A programming key as it leaves the factory, with a management key for 3des, aes128, aes192 or aes256.
        #[arg(long, value_name = "CIPHER")]
        factory: Option<String>,
    },
    /// Plugs a programming key in; the one that was plugged in is pulled.
    Insert {
        /// Its name.
        name: String,
    },
    /// Pulls the programming key out.
    Remove {
        /// Only once it has answered so many commands more.
        #[arg(long)]
        after_exchange: Option<u32>,
    },
    /// Lays a medium on the encoder.
    Lay {
        /// Its name.
        name: String,
    },
    /// Takes away what lies on the encoder.
    Lift,
    /// Pulls the medium away once so many more exchanges have been made.
    Pull {
        /// After how many card exchanges from now.
        #[arg(long)]
        after_exchange: u64,
    },
    /// Holds a medium to a lock.
    Present {
        /// Its name.
        name: String,
        /// The lock's number, name or id.
        #[arg(long)]
        lock: String,
        /// When.
        #[arg(long)]
        at: Option<String>,
    },
    /// What a medium holds, as the bench sees it.
    Dump {
        /// Its name.
        name: String,
    },
    /// Exchanges, bytes each way and modelled microseconds since the last call.
    Stats,
}

/// `system ...`.
#[derive(Debug, Subcommand)]
pub enum System {
    /// Makes a system: its file, its secrets, its first operator and its recovery code.
    Init {
        /// The file to make.
        file: PathBuf,
        /// The system's name.
        #[arg(long)]
        name: String,
        /// Its time zone, such as Europe/Helsinki.
        #[arg(long)]
        zone: String,
        /// A demo system: accepts a set clock and bench tokens, for ever.
        #[arg(long)]
        demo: bool,
    },
    /// Name, zone, counts, generation.
    Info,
    /// Checks every page, every link and the audit log.
    Verify,
    /// Writes a verified copy.
    Backup {
        /// The copy to write.
        file: PathBuf,
    },
    /// Proves the printed recovery code: it opens the system and all of its secrets. The code: a file, or the
    /// variable KEYWRIGHT_RECOVERY_CODE.
    RehearseRecovery {
        /// A file that holds the code.
        #[arg(long, value_name = "FILE")]
        recovery_file: Option<PathBuf>,
    },
    /// Prints the sheet of the recovery code, to be kept on paper: of the code as given, or of a new one.
    RecoverySheet {
        /// Makes a new code; the old one opens nothing any more. Needs the programming key.
        #[arg(long, conflicts_with = "recovery_file")]
        renew: bool,
        /// A file that holds the code.
        #[arg(long, value_name = "FILE")]
        recovery_file: Option<PathBuf>,
    },
    /// Sets the operator's password: with the present one, or with the recovery code where that is forgotten.
    Password {
        /// A file that holds the new password; else the variable `KEYWRIGHT_NEW_PASSWORD`.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        /// A file that holds the recovery code, in the place of the present password; else the variable
        /// `KEYWRIGHT_RECOVERY_CODE`.
        #[arg(long, value_name = "FILE")]
        recovery_file: Option<PathBuf>,
    },
    /// Shows or sets the mail server that takes invitations, and tries it.
    Mail(Box<Mail>),
    /// Puts a copy in the place of the system file; what stood there is kept beside it. Blocklists and numbers
    /// jump, so that fobs and locks that saw later ones believe the next. Fobs written since the copy was made are
    /// taken over with `key read --adopt`.
    Restore {
        /// The copy to take.
        file: PathBuf,
    },
}

/// `user ...`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds a user with roles, private premises and keys in one go.
    Add(Box<UserAdd>),
    /// Lists users.
    List {
        /// Only those whose name, e-mail, stamp, chip number or premises hold this.
        #[arg(long)]
        search: Option<String>,
    },
    /// Shows one user with sources and keys.
    Show {
        /// Name, e-mail address or id.
        user: String,
    },
}

/// `user add`.
#[derive(Debug, Args)]
pub struct UserAdd {
    /// First name.
    #[arg(long)]
    pub first: String,
    /// Last name.
    #[arg(long)]
    pub last: String,
    /// E-mail address: the sign-in id.
    #[arg(long)]
    pub email: String,
    /// A role, with its validity: ROLE, ROLE@START..END, ROLE@START.. or ROLE@..END.
    #[arg(long = "role", value_name = "ROLE[@START..END]")]
    pub roles: Vec<String>,
    /// Private premises, with one of their roles and the validity.
    #[arg(long, value_name = "PREMISES[:ROLE][@START..END]")]
    pub premises: Vec<String>,
    /// A key: phone, fob or k5.
    #[arg(long = "key", value_name = "KIND")]
    pub keys: Vec<String>,
    /// A role or premises that the keys do not carry.
    #[arg(long, value_name = "SOURCE")]
    pub without_source: Vec<String>,
    /// The key blocking group whose blocklist the keys carry.
    #[arg(long, value_name = "GROUP")]
    pub home_group: Option<String>,
    /// Leave the keys as drafts.
    #[arg(long, conflicts_with = "program")]
    pub draft: bool,
    /// Program the key fob that lies on the encoder.
    #[arg(long)]
    pub program: bool,
    /// Put a sign-up invitation into the outbox.
    #[arg(long)]
    pub invite: bool,
    /// Language of the invitation.
    #[arg(long)]
    pub language: Option<String>,
    /// Telephone, up to three.
    #[arg(long)]
    pub telephone: Vec<String>,
    /// Company or department.
    #[arg(long)]
    pub company: Option<String>,
    /// Id in another system.
    #[arg(long)]
    pub external_id: Option<String>,
    /// The last day on which the user holds anything.
    #[arg(long, value_name = "DATE")]
    pub end_date: Option<String>,
}

/// `role ...`.
#[derive(Debug, Subcommand)]
pub enum Role {
    /// Adds a user role.
    Add(RoleFields),
    /// Changes a user role: what is given takes the place of what was.
    Edit {
        /// Name or id.
        role: String,
        /// What changes.
        #[command(flatten)]
        fields: RoleEdit,
    },
    /// Lists user roles.
    List,
    /// Shows one role.
    Show {
        /// Name or id.
        role: String,
    },
    /// Removes a role that nothing refers to.
    Remove {
        /// Name or id.
        role: String,
    },
}

/// What a new role holds.
#[derive(Debug, Args)]
pub struct RoleFields {
    /// Its name.
    #[arg(long)]
    pub name: String,
    /// Locks it opens.
    #[arg(long = "lock")]
    pub locks: Vec<String>,
    /// Lock groups it opens.
    #[arg(long = "lock-group")]
    pub lock_groups: Vec<String>,
    /// Access times such as "mon-fri 07:00-18:00, sat 10:00-14:00".
    #[arg(long)]
    pub times: Option<String>,
    /// Expiry interval in hours.
    #[arg(long, value_name = "HOURS")]
    pub expiry: Option<u16>,
    /// Premises it belongs to; left out, the whole system.
    #[arg(long)]
    pub premises: Option<String>,
}

/// What changes in a role.
#[derive(Debug, Args)]
pub struct RoleEdit {
    /// A new name.
    #[arg(long)]
    pub name: Option<String>,
    /// Locks to add.
    #[arg(long)]
    pub add_lock: Vec<String>,
    /// Locks to take out.
    #[arg(long)]
    pub remove_lock: Vec<String>,
    /// Lock groups to add.
    #[arg(long)]
    pub add_lock_group: Vec<String>,
    /// Lock groups to take out.
    #[arg(long)]
    pub remove_lock_group: Vec<String>,
    /// New access times, or "always".
    #[arg(long)]
    pub times: Option<String>,
}

/// `premises ...`.
#[derive(Debug, Subcommand)]
pub enum Premises {
    /// Adds premises.
    Add {
        /// Their name.
        #[arg(long)]
        name: String,
        /// What they lie in.
        #[arg(long)]
        parent: Option<String>,
        /// People live or work in them on their own.
        #[arg(long)]
        private: bool,
        /// Their own locks.
        #[arg(long = "lock")]
        locks: Vec<String>,
        /// Roles that come with them.
        #[arg(long = "role")]
        roles: Vec<String>,
    },
    /// Lists premises.
    List,
    /// Shows premises.
    Show {
        /// Name or id.
        premises: String,
    },
    /// Removes premises that nothing refers to.
    Remove {
        /// Name or id.
        premises: String,
    },
}

/// `lock ...`.
#[derive(Debug, Subcommand)]
pub enum Lock {
    /// Adds a lock.
    Add {
        /// Its name.
        #[arg(long)]
        name: String,
        /// fob, hybrid or pin.
        #[arg(long, default_value = "fob")]
        kind: String,
        /// It keeps time.
        #[arg(long)]
        clock: bool,
        /// Lock groups it belongs to.
        #[arg(long = "lock-group")]
        groups: Vec<String>,
        /// Its key blocking group.
        #[arg(long)]
        blocking_group: String,
    },
    /// Changes a lock.
    Edit {
        /// Number, name or id.
        lock: String,
        /// A new name.
        #[arg(long)]
        name: Option<String>,
        /// Lock groups to join.
        #[arg(long)]
        add_lock_group: Vec<String>,
        /// Lock groups to leave.
        #[arg(long)]
        remove_lock_group: Vec<String>,
        /// A new key blocking group.
        #[arg(long)]
        blocking_group: Option<String>,
    },
    /// Lists locks.
    List,
    /// Shows one lock.
    Show {
        /// Number, name or id.
        lock: String,
    },
    /// Removes a lock that nothing refers to.
    Remove {
        /// Number, name or id.
        lock: String,
    },
    /// Delivers the signed configuration to locks.
    Deploy {
        /// Numbers, names or ids.
        locks: Vec<String>,
        /// Every lock that does not hold its wanted configuration.
        #[arg(long, conflicts_with = "locks")]
        all: bool,
        /// Gives the locks named their seal key once more, because they were replaced or put back to the factory's
        /// state. Whoever answers for the lock then gets its keys: do it with the lock in hand.
        #[arg(long, conflicts_with = "all", requires = "locks")]
        install: bool,
    },
    /// Reads what a lock holds.
    Read {
        /// Number, name or id.
        lock: String,
    },
    /// Notes that a lock was stolen and starts a change to new secrets.
    Stolen {
        /// Number, name or id.
        lock: String,
    },
}

/// `lock-group ...` and `blocking-group ...`.
#[derive(Debug, Subcommand)]
pub enum Group {
    /// Adds a group.
    Add {
        /// Its name.
        #[arg(long)]
        name: String,
    },
    /// Changes a group.
    Edit {
        /// Name or id.
        group: String,
        /// A new name.
        #[arg(long)]
        name: String,
    },
    /// Lists the groups.
    List,
    /// Shows one group.
    Show {
        /// Name or id.
        group: String,
    },
    /// Removes a group that nothing refers to.
    Remove {
        /// Name or id.
        group: String,
    },
}

/// `key ...`.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Lists keys.
    List {
        /// Only keys of this user.
        #[arg(long)]
        user: Option<String>,
        /// Only keys that are pending.
        #[arg(long)]
        pending: bool,
    },
    /// Shows a key: wanted view, written view, and the difference.
    Show {
        /// Number or id.
        key: String,
    },
    /// Programs a key: writes its wanted table onto the medium on the encoder. Repeating it resumes.
    Program {
        /// Number or id; left out, the key of the medium on the encoder.
        key: Option<String>,
        /// The key blocking group whose blocklist it carries.
        #[arg(long, value_name = "GROUP")]
        home_group: Option<String>,
        /// The stamp engraved on the medium.
        #[arg(long)]
        stamp: Option<String>,
        /// Write even where the medium holds all it shall.
        #[arg(long)]
        again: bool,
    },
    /// Reads what lies on the encoder.
    Read {
        /// Take over what was read as the key's written view: for fobs written after the backup that this system
        /// was restored from. Never where another station works with the same system.
        #[arg(long)]
        adopt: bool,
    },
    /// Puts a new key in the place of one: a draft for the same holder, with the same sources.
    Replace {
        /// Number or id.
        key: String,
        /// The old medium is destroyed or dead, so there is nothing to empty and nothing to block. A fob that was
        /// lost is not written off.
        #[arg(long, required = true)]
        written_off: bool,
    },
}

/// `task ...`.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Lists tasks.
    List,
    /// Runs a task, or the one that belongs to the medium on the encoder.
    Run {
        /// Its id, or the number of its key.
        task: Option<String>,
    },
    /// Cancels a task that has not begun to write.
    Cancel {
        /// Its id, or the number of its key.
        task: String,
    },
}

/// `audit ...`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Lists entries, newest first.
    List {
        /// How many.
        #[arg(long, default_value_t = 50)]
        count: u32,
    },
    /// Checks the chain and the signed head.
    Verify,
}
