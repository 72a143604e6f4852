//! What may be written behind `user`.

use clap::{Args, Subcommand};

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
