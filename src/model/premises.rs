//! Areas, in a tree.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{LockId, PremisesId, RoleId};

/// An area. Private premises are those whose people may share access, such as a flat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// Identity of the record.
    pub id: PremisesId,
    /// Its name, unique among its siblings.
    pub name: String,
    /// What it lies in; none = a root.
    pub parent: Option<PremisesId>,
    /// Whether people live or work in it on their own.
    pub private: bool,
    /// The locks that are its own.
    pub locks: BTreeSet<LockId>,
    /// Roles that come with private premises: one level, no recursion.
    pub linked_roles: BTreeSet<RoleId>,
}
