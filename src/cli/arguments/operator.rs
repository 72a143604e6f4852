//! What may be written behind `operator` and `administrator-role`.

use std::path::PathBuf;

use clap::Subcommand;

/// `operator ...`.
#[derive(Debug, Subcommand)]
pub enum Operator {
    /// Lists operators.
    List,
    /// Shows one operator.
    Show {
        /// E-mail, name or id.
        #[arg(id = "who", value_name = "OPERATOR")]
        operator: String,
    },
    /// Makes a user an operator. Their first password: a file, or the variable KEYWRIGHT_NEW_PASSWORD.
    Add {
        /// E-mail, name or id of the user.
        user: String,
        /// Administrator roles.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// A file that holds the operator's password.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
    },
    /// Changes the roles or the password of an operator.
    Edit {
        /// E-mail, name or id.
        #[arg(id = "who", value_name = "OPERATOR")]
        operator: String,
        /// Administrator roles to give.
        #[arg(long)]
        add_role: Vec<String>,
        /// Administrator roles to take away.
        #[arg(long)]
        remove_role: Vec<String>,
        /// Another address to sign in with. For somebody else it takes a new password as well.
        #[arg(long)]
        email: Option<String>,
        /// Give the operator the password of the variable KEYWRIGHT_NEW_PASSWORD.
        #[arg(long)]
        new_password: bool,
        /// Give the operator the password in this file.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
    },
    /// Takes the right to sign in from an operator. The user stays.
    Remove {
        /// E-mail, name or id.
        #[arg(id = "who", value_name = "OPERATOR")]
        operator: String,
    },
}

/// `administrator-role ...`.
#[derive(Debug, Subcommand)]
pub enum AdministratorRole {
    /// Lists administrator roles.
    List,
    /// Shows an administrator role.
    Show {
        /// Name or id.
        role: String,
    },
    /// Adds an administrator role.
    Add {
        /// Its name.
        #[arg(long)]
        name: String,
        /// edit-users, order-keys, program-keys, hand-over-keys, return-keys, block-keys, edit-roles,
        /// edit-premises, deploy-locks, edit-programming-keys, view-log or administer.
        #[arg(long = "permission", required = true)]
        permissions: Vec<String>,
        /// Premises to which it is limited, with all that lies in them; left out, the whole system. It limits what may
        /// be changed; everything can be seen.
        #[arg(long)]
        premises: Vec<String>,
    },
    /// Changes an administrator role.
    Edit {
        /// Name or id.
        role: String,
        /// A new name.
        #[arg(long)]
        name: Option<String>,
        /// Permissions to add.
        #[arg(long)]
        add_permission: Vec<String>,
        /// Permissions to take away.
        #[arg(long)]
        remove_permission: Vec<String>,
        /// Premises to add.
        #[arg(long)]
        add_premises: Vec<String>,
        /// Premises to take away; never the last, since a role without premises reaches everywhere.
        #[arg(long)]
        remove_premises: Vec<String>,
    },
    /// Removes an administrator role that no operator has.
    Remove {
        /// Name or id.
        role: String,
    },
}
