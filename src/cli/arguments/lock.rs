//! What may be written behind `lock`, `lock-group`, `blocking-group` and `blocklist`.

use clap::Subcommand;

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
        /// It keeps time; alone it says yes.
        #[arg(long, value_name = "yes|no", num_args = 0..=1, default_value = "no", default_missing_value = "yes", hide_default_value = true, value_parser = super::places::yes_or_no())]
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
        /// Another kind: fob, hybrid or pin.
        #[arg(long)]
        kind: Option<String>,
        /// Whether it keeps time.
        #[arg(long, value_name = "yes|no", value_parser = super::places::yes_or_no())]
        clock: Option<bool>,
        /// Tell what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
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
        /// Every lock that does not hold its wanted configuration or the newest blocklist.
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

/// `blocklist ...`.
#[derive(Debug, Subcommand)]
pub enum Blocklist {
    /// Shows the blocked keys of a group, the version of the list and how far it has spread; of every group where
    /// none is named.
    Show {
        /// Name or id of the key blocking group.
        group: Option<String>,
    },
    /// Makes room: takes keys off the list that can open nothing any more, because their medium was emptied or
    /// nothing on it is valid any longer.
    Prune {
        /// Name or id of the key blocking group.
        group: String,
    },
    /// Takes a number off a list of which the records have no key, such as a fob brought back. Whoever has its medium
    /// is let in again. Needs the programming key.
    Unblock {
        /// Name or id of the key blocking group.
        group: String,
        /// The number of the key.
        number: u32,
    },
    /// Signs the lists that changed while no programming key was at hand, so that they may be distributed.
    Sign,
}
