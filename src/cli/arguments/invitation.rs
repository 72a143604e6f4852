//! What may be written behind `invitation` and `system mail`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `invitation ...`.
#[derive(Debug, Subcommand)]
pub enum Invitation {
    /// Lists invitations, the newest first.
    List {
        /// How many.
        #[arg(long, default_value_t = 200)]
        count: u32,
    },
    /// Shows an invitation.
    Show {
        /// Its id, or the user: e-mail, name or id.
        invitation: String,
    },
    /// Puts an invitation of a user into the outbox.
    Add {
        /// E-mail, name or id.
        user: String,
    },
    /// Sends the invitations that are due. What could not be sent for now is due again later: run this from time to
    /// time.
    Send,
    /// Invites again: a new letter with a new link or code; the old one no longer works.
    Resend {
        /// Its id, or the user: e-mail, name or id.
        invitation: String,
        /// Also one of which nobody knows whether it went.
        #[arg(long)]
        anyway: bool,
    },
    /// Withdraws an invitation: it is not sent any more, and what was sent no longer works.
    Revoke {
        /// Its id, or the user: e-mail, name or id.
        invitation: String,
    },
    /// Accepts the invitation whose code somebody tells at the counter. The code is read from standard input.
    Accept,
}

/// `system mail`.
#[derive(Debug, Default, Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct Mail {
    /// The name of the mail server.
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    /// Its port; left out, the usual one of the security.
    #[arg(long)]
    pub port: Option<u16>,
    /// starttls (usually port 587), tls (usually port 465), or loopback: a server on this computer, without TLS.
    #[arg(long, value_name = "KIND")]
    pub security: Option<String>,
    /// The address letters come from: `keys@example.org` or `Keys <keys@example.org>`.
    #[arg(long, value_name = "ADDRESS")]
    pub sender: Option<String>,
    /// The name of the account at the mail server.
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    /// Read the password of the account from standard input.
    #[arg(long)]
    pub account_password_stdin: bool,
    /// The mail server asks for no account.
    #[arg(long, conflicts_with_all = ["account", "account_password_stdin"])]
    pub no_account: bool,
    /// The certificate of a company's own authority, a PEM file, trusted beside those of this computer.
    #[arg(long, value_name = "FILE")]
    pub authority: Option<PathBuf>,
    /// Trust only the authorities of this computer.
    #[arg(long, conflicts_with = "authority")]
    pub no_authority: bool,
    /// Where the resident portal is reached, such as https://keys.example.org: invitations then hold a link.
    #[arg(long, value_name = "URL")]
    pub portal: Option<String>,
    /// There is no portal: invitations hold a code, which the user tells at the counter.
    #[arg(long, conflicts_with = "portal")]
    pub no_portal: bool,
    /// Send a trial letter, to the operator's own address where no other is given.
    #[arg(long, value_name = "EMAIL", num_args = 0..=1)]
    pub test: Option<Option<String>>,
    /// Forget the mail server; invitations then wait.
    #[arg(long, conflicts_with_all = [
        "host", "port", "security", "sender", "account", "account_password_stdin", "no_account", "authority",
        "no_authority", "portal", "no_portal", "test",
    ])]
    pub forget: bool,
}
