//! User roles (what somebody may open) and administrator roles (what somebody may do at the station).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AccessTimes, ExpiryInterval, LockGroupId, LockId, Permission, PremisesId, RoleId};

/// A bundle of locks, lock groups and access times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRole {
    /// Identity of the record.
    pub id: RoleId,
    /// Its name, unique in the system.
    pub name: String,
    /// Locks it opens one by one.
    pub locks: BTreeSet<LockId>,
    /// Lock groups it opens.
    pub lock_groups: BTreeSet<LockGroupId>,
    /// When in the week; none = always.
    pub access_times: Option<AccessTimes>,
    /// After which time since last programming a key with this role opens nothing of it; none = never.
    pub expiry: Option<ExpiryInterval>,
    /// What else the role gives its holder.
    pub features: BTreeSet<UserFeature>,
    /// Premises the role belongs to; none = the whole system.
    pub premises: Option<PremisesId>,
}

/// What a user role gives beside access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserFeature {
    /// Opening by phone key.
    PhoneKey,
    /// Sharing access to private premises.
    ShareAccess,
    /// Making PINs for locks with a keypad.
    Pins,
    /// Seeing the log of one's own locks.
    OwnLog,
}

/// A bundle of permissions over chosen premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorRole {
    /// Identity of the record.
    pub id: RoleId,
    /// Its name, unique in the system.
    pub name: String,
    /// What its holder may do.
    pub permissions: BTreeSet<Permission>,
    /// Where; empty = everywhere.
    pub premises: BTreeSet<PremisesId>,
}
