//! What may be written behind `user`.

use clap::{Args, Subcommand};

/// `user ...`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds a user with roles, private premises and keys in one go.
    Add(Box<UserAdd>),
    /// Changes a user: basic information, roles, premises, keys. What is not named stays as it is.
    Edit(Box<UserEdit>),
    /// Removes a user with roles, premises and drafts. Each medium needs a decision first: returned and emptied, or
    /// blocked.
    Remove(UserRemove),
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
    /// Whether anything is added at all.
    #[command(flatten)]
    pub only_told: OnlyTold,
    /// Additional options.
    #[command(flatten)]
    pub details: Details,
}

/// Whether a change is only told.
#[derive(Debug, Default, Args)]
pub struct OnlyTold {
    /// Tell what would be added, and add nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// The additional options of a user.
#[derive(Debug, Default, Args)]
pub struct Details {
    /// Telephone, up to three.
    #[arg(long)]
    pub telephone: Vec<String>,
    /// Company or department.
    #[arg(long)]
    pub company: Option<String>,
    /// Title.
    #[arg(long)]
    pub title: Option<String>,
    /// Person code.
    #[arg(long)]
    pub person_code: Option<String>,
    /// Street address.
    #[arg(long)]
    pub street: Option<String>,
    /// Postal code.
    #[arg(long)]
    pub postal_code: Option<String>,
    /// Post office.
    #[arg(long)]
    pub post_office: Option<String>,
    /// Country.
    #[arg(long)]
    pub country: Option<String>,
    /// Free text.
    #[arg(long)]
    pub description: Option<String>,
    /// Language of the invitation.
    #[arg(long)]
    pub language: Option<String>,
    /// Id in another system.
    #[arg(long)]
    pub external_id: Option<String>,
    /// The last day on which the user holds anything.
    #[arg(long, value_name = "DATE")]
    pub end_date: Option<String>,
}

/// `user edit`.
#[derive(Debug, Args)]
pub struct UserEdit {
    /// Name, e-mail address or id.
    pub user: String,
    /// A new first name.
    #[arg(long)]
    pub first: Option<String>,
    /// A new last name.
    #[arg(long)]
    pub last: Option<String>,
    /// A new e-mail address; whoever was invited is invited again.
    #[arg(long)]
    pub email: Option<String>,
    /// A role to give; one that the user has gets the validity written here.
    #[arg(long, value_name = "ROLE[@START..END]")]
    pub add_role: Vec<String>,
    /// A role to take away.
    #[arg(long, value_name = "ROLE")]
    pub remove_role: Vec<String>,
    /// Private premises to give; those that the user has get the role and validity written here.
    #[arg(long, value_name = "PREMISES[:ROLE][@START..END]")]
    pub add_premises: Vec<String>,
    /// Private premises to take away.
    #[arg(long, value_name = "PREMISES")]
    pub remove_premises: Vec<String>,
    /// A key to add: phone, fob or k5.
    #[arg(long = "key", value_name = "KIND")]
    pub keys: Vec<String>,
    /// A role or premises that the added keys do not carry.
    #[arg(long, value_name = "SOURCE", requires = "keys")]
    pub without_source: Vec<String>,
    /// A role or premises to take off a key that is there.
    #[arg(long, value_name = "KEY=SOURCE")]
    pub take_off: Vec<String>,
    /// A role or premises to put back on a key that is there.
    #[arg(long, value_name = "KEY=SOURCE")]
    pub put_on: Vec<String>,
    /// The key blocking group whose blocklist the added keys carry.
    #[arg(long, value_name = "GROUP")]
    pub home_group: Option<String>,
    /// Program the added key fob, which lies on the encoder.
    #[arg(long)]
    pub program: bool,
    /// Put a sign-up invitation into the outbox.
    #[arg(long)]
    pub invite: bool,
    /// Tell what would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Change only what a dry run told: the "shown" of its answer.
    #[arg(long, value_name = "SUMMARY", conflicts_with = "dry_run")]
    pub shown: Option<String>,
    /// What else changes; an empty text clears a field.
    #[command(flatten)]
    pub details: Details,
}

/// `user remove`.
#[derive(Debug, Args)]
pub struct UserRemove {
    /// Name, e-mail address or id.
    pub user: String,
    /// The key whose medium lies on the encoder: it is returned and emptied first.
    #[arg(long = "return", value_name = "KEY")]
    pub returned: Option<String>,
    /// A key to block first, because its medium does not come back.
    #[arg(long, value_name = "KEY")]
    pub block: Vec<String>,
}
