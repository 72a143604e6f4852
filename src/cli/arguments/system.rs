//! What may be written behind `system` and `audit`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Mail;

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
        /// A file that holds the PUK of the programming key, where that does not tell that it is not the factory's; else
        /// the variable KEYWRIGHT_PUK.
        #[arg(long, value_name = "FILE")]
        puk_file: Option<PathBuf>,
    },
    /// Name, zone, counts, generation.
    Info,
    /// Checks every page, every link, the audit log and the counts of the lists.
    Verify {
        /// Counts the lists anew first, where a count is wrong.
        #[arg(long)]
        repair: bool,
    },
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
    Verify {
        /// The end of the log as a receipt or a backup's answer shows it.
        #[arg(long = "noted", value_name = "HEAD")]
        noted: Vec<String>,
    },
}
