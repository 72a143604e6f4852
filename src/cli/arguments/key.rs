//! What may be written behind `key` and `task`.

use clap::Subcommand;

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
