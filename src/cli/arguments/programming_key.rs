//! What may be written behind `programming-key` and `campaign`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `programming-key ...`.
#[derive(Debug, Subcommand)]
pub enum ProgrammingKey {
    /// Lists programming keys, their operators and what those may do.
    List,
    /// Shows one programming key.
    Show {
        /// Label, serial number or id.
        key: String,
    },
    /// Makes the token at --token ready: PIN and PUK of its own (the PIN as for other verbs), a random management key,
    /// a key and a certificate in slot 9D. Cut off, the same call goes on. Needs no system.
    Prepare {
        /// The name in its certificate.
        #[arg(long, default_value = "Keywright programming key")]
        label: String,
        /// Makes key and certificate anew where there are some: what was sealed for the old one is lost to it. Refused
        /// for a programming key of the system that is named.
        #[arg(long)]
        renew: bool,
        /// Its PUK.
        #[command(flatten)]
        puk: Puk,
    },
    /// Gives a blocked PIN its tries back: the PUK, and a new PIN as for other verbs.
    Unblock {
        /// Its PUK.
        #[command(flatten)]
        puk: Puk,
        /// Use the last try of the PUK. Without this it is never sent to a token that tells how many are left: after it
        /// the token must be reset.
        #[arg(long)]
        risk_last_puk_try: bool,
    },
    /// Adds a programming key: the system's secrets, opened by the one at --token or by the recovery code, are sealed
    /// for the new one too.
    Add(NewKey),
    /// Changes label and operators.
    Edit {
        /// Label, serial number or id.
        key: String,
        /// A new label.
        #[arg(long)]
        label: Option<String>,
        /// Operators who may use it too.
        #[arg(long, value_name = "OPERATOR")]
        add_operator: Vec<String>,
        /// Operators who no longer may.
        #[arg(long, value_name = "OPERATOR")]
        remove_operator: Vec<String>,
    },
    /// Removes a programming key that is at hand or destroyed; the one at --token does it.
    Remove {
        /// Label, serial number or id.
        key: String,
    },
    /// Removes a lost programming key; the one at --token does it.
    Lost {
        /// Label, serial number or id.
        key: String,
        /// Its PIN may be known: starts a change to new secrets as well.
        #[arg(long)]
        pin_may_be_known: bool,
    },
}

/// `programming-key add`.
#[derive(Debug, Args)]
pub struct NewKey {
    /// The new one, as for --token. Its PIN: a file, or the variable KEYWRIGHT_NEW_TOKEN_PIN.
    #[arg(long, value_name = "TOKEN")]
    pub new_token: String,
    /// A file that holds its PIN.
    #[arg(long, value_name = "FILE")]
    pub new_token_pin_file: Option<PathBuf>,
    /// What is written on it.
    #[arg(long)]
    pub label: String,
    /// Who may use it: e-mail, name or id.
    #[arg(long, value_name = "OPERATOR", required = true)]
    pub operator_of_key: Vec<String>,
    /// No programming key of the system is left: the recovery code opens the secrets in its place. The code: a file, or
    /// the variable KEYWRIGHT_RECOVERY_CODE.
    #[arg(long)]
    pub with_recovery_code: bool,
    /// A file that holds the recovery code.
    #[arg(long, value_name = "FILE", requires = "with_recovery_code")]
    pub recovery_file: Option<PathBuf>,
    /// With its PUK an empty one is made ready first.
    #[command(flatten)]
    pub puk: Puk,
}

/// A PUK, from a file or the variable KEYWRIGHT_PUK; and the management key of a token that somebody else manages.
#[derive(Debug, Clone, Args)]
pub struct Puk {
    /// A file that holds the PUK that the token shall have; else the variable KEYWRIGHT_PUK.
    #[arg(long, value_name = "FILE")]
    pub puk_file: Option<PathBuf>,
    /// A file that holds the management key in hexadecimal digits, where it is not the factory's.
    #[arg(long, value_name = "FILE")]
    pub management_key_file: Option<PathBuf>,
}

/// `campaign ...`.
#[derive(Debug, Subcommand)]
pub enum Campaign {
    /// Shows how far it is and what is left to do.
    Show,
    /// Starts a change to new random secrets.
    Start,
}
