//! What an operator may do. These are rights inside the station's software; the hardware knows only the
//! programming key.

use serde::{Deserialize, Serialize};

/// One thing an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Add, edit and remove users and their sources.
    EditUsers,
    /// Make drafts of keys.
    OrderKeys,
    /// Write media.
    ProgramKeys,
    /// Give a programmed key to its holder.
    HandOverKeys,
    /// Take a key back and empty its medium.
    ReturnKeys,
    /// Put keys on blocklists and take them off.
    BlockKeys,
    /// Add, edit and remove roles.
    EditRoles,
    /// Add, edit and remove premises, locks, lock groups and key blocking groups.
    EditPremises,
    /// Write lock configurations.
    DeployLocks,
    /// Add, edit and remove programming keys.
    EditProgrammingKeys,
    /// Read the log.
    ViewLog,
    /// Settings, backup, restore and operators.
    Administer,
}

impl Permission {
    /// Every permission, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::EditUsers,
        Self::OrderKeys,
        Self::ProgramKeys,
        Self::HandOverKeys,
        Self::ReturnKeys,
        Self::BlockKeys,
        Self::EditRoles,
        Self::EditPremises,
        Self::DeployLocks,
        Self::EditProgrammingKeys,
        Self::ViewLog,
        Self::Administer,
    ];

    /// The word in answers and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EditUsers => "edit-users",
            Self::OrderKeys => "order-keys",
            Self::ProgramKeys => "program-keys",
            Self::HandOverKeys => "hand-over-keys",
            Self::ReturnKeys => "return-keys",
            Self::BlockKeys => "block-keys",
            Self::EditRoles => "edit-roles",
            Self::EditPremises => "edit-premises",
            Self::DeployLocks => "deploy-locks",
            Self::EditProgrammingKeys => "edit-programming-keys",
            Self::ViewLog => "view-log",
            Self::Administer => "administer",
        }
    }
}

impl std::str::FromStr for Permission {
    type Err = super::Error;
    fn from_str(text: &str) -> Result<Self, super::Error> {
        Self::ALL
            .into_iter()
            .find(|permission| permission.as_str() == text)
            .ok_or(super::Error::Word)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_permission_is_the_one_in_the_store() {
        for permission in Permission::ALL {
            let stored = serde_json::to_value(permission).unwrap();
            assert_eq!(stored, permission.as_str());
            assert_eq!(permission.as_str().parse(), Ok(permission));
        }
    }
}
