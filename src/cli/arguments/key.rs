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
        /// Only keys none of whose locks is in their home group any more.
        #[arg(long)]
        orphaned: bool,
        /// Only key fobs and K5 keys that are out though their time is over: those to collect.
        #[arg(long)]
        to_collect: bool,
        /// Only keys whose medium has this stamp.
        #[arg(long)]
        stamp: Option<String>,
    },
    /// Shows a key: wanted view, written view, and the difference.
    Show {
        /// Number, chip number or id.
        key: String,
    },
    /// Programs a key: writes its wanted table onto the medium on the encoder. Repeating it resumes.
    Program {
        /// Number, chip number or id; left out, the key of the medium on the encoder.
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
        /// Tell what would be written, and write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Write only what a dry run told: the "shown" of its answer.
        #[arg(long, value_name = "SUMMARY", conflicts_with = "dry_run")]
        shown: Option<String>,
    },
    /// Reads what lies on the encoder.
    Read {
        /// Take over what was read as the key's written view: for fobs written after the backup that this system
        /// was restored from. Never where another station works with the same system.
        #[arg(long)]
        adopt: bool,
    },
    /// Notes that the holder has the key, and prints the receipt.
    HandOver {
        /// Number, chip number or id.
        key: String,
    },
    /// Takes a key back: empties its medium, which lies on the encoder. Takes a blocked key off the blocklists. Without
    /// a key it empties a fob of this system too whose key the records do not have.
    Return {
        /// Number, chip number or id; left out, the key of the medium on the encoder.
        key: Option<String>,
    },
    /// Gives the definition of a returned key to its next holder: a draft with a number of its own.
    PassOn {
        /// Number or id.
        key: String,
        /// Name, e-mail address or id of the next holder.
        #[arg(long, value_name = "USER")]
        to: String,
    },
    /// Changes what is noted of a key. What it opens is changed at its user.
    Edit {
        /// Number, chip number or id.
        key: String,
        /// The stamp engraved on the medium; empty = not known.
        #[arg(long)]
        stamp: String,
    },
    /// Deletes a draft that never was on a medium.
    Remove {
        /// Number or id.
        key: String,
    },
    /// Writes a key off whose medium is destroyed or dead, and puts none in its place.
    WriteOff {
        /// Number, chip number or id.
        key: String,
    },
    /// Puts a new key in the place of one: a draft for the same holder, with the same sources.
    #[command(group(clap::ArgGroup::new("why").required(true)))]
    Replace {
        /// Number, chip number or id.
        key: String,
        /// The medium is lost: the key is blocked, unless it is already.
        #[arg(long, group = "why")]
        lost: bool,
        /// The old medium is destroyed or dead, so there is nothing to empty and nothing to block. A fob that was
        /// lost is not written off.
        #[arg(long, group = "why")]
        written_off: bool,
    },
    /// Blocks a key: it goes on the blocklist of every group whose locks its medium may open. With a programming key
    /// at hand the lists are signed at once.
    Block {
        /// Number, chip number or id.
        #[arg(
            required_unless_present = "lost_number",
            conflicts_with = "lost_number"
        )]
        key: Option<String>,
        /// The number of a lost key that was programmed after the backup that this system was restored from: these
        /// records do not have it, or only as a draft, so it goes on the blocklist of every key blocking group.
        #[arg(long, value_name = "NUMBER")]
        lost_number: Option<u32>,
        /// Why: lost, stolen, broken or moved-out, which every language has a word for, or a remark of your own.
        #[arg(long, default_value = "operator")]
        reason: String,
        /// Tell which blocklists it would go on and which doors would have to be visited, and block nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes a blocked key that was found again off the blocklists. Needs the programming key.
    Unblock {
        /// Number, chip number or id.
        key: String,
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
