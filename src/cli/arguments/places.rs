//! What may be written behind `role` and `premises`.

use clap::builder::TypedValueParser as _;
use clap::{Args, Subcommand};

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
    /// A new expiry interval in hours; 0 for none.
    #[arg(long, value_name = "HOURS")]
    pub expiry: Option<u16>,
    /// Premises it belongs to from now on; an empty text for the whole system.
    #[arg(long)]
    pub premises: Option<String>,
    /// Tell what would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
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
    /// Changes premises: what is given takes the place of what was.
    Edit {
        /// Name, path or id.
        premises: String,
        /// A new name.
        #[arg(long)]
        name: Option<String>,
        /// What they lie in from now on; an empty text for nothing.
        #[arg(long)]
        parent: Option<String>,
        /// Whether people live or work in them on their own.
        #[arg(long, value_name = "yes|no", value_parser = yes_or_no())]
        private: Option<bool>,
        /// Locks of their own to add.
        #[arg(long)]
        add_lock: Vec<String>,
        /// Locks to take out.
        #[arg(long)]
        remove_lock: Vec<String>,
        /// Roles that come with them from now on.
        #[arg(long)]
        add_role: Vec<String>,
        /// Roles that no longer do.
        #[arg(long)]
        remove_role: Vec<String>,
        /// Tell what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
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

/// Reads `yes` and `no`.
pub(super) fn yes_or_no() -> impl clap::builder::TypedValueParser<Value = bool> {
    clap::builder::PossibleValuesParser::new(["yes", "no"]).map(|word| word == "yes")
}
