//! The rules that turn what people were given into what their keys open: sources to access table, home
//! group, blocklists, and the difference between what a key shall hold and what it holds. Pure functions
//! over plain data: no store, no device, no clock of their own.

pub mod bulk;
pub mod difference;
pub mod facts;
pub mod home_group;
pub mod reasons;
pub mod table;
pub mod wanted;

pub use bulk::WantedHashes;
pub use difference::{Change, GivenBy, LockChange, difference, given_by};
pub use facts::Facts;
pub use home_group::{HomeGroup, home_group};
pub use reasons::{Way, reasons};
pub use table::{AccessTable, Conditions, Entry, Target};
pub use wanted::{KeyRequest, Wanted, wanted};

use crate::model::{BlockingGroupId, LockId};

/// Why the rules refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The wanted table has no entry: nothing would open.
    #[error("the key opens nothing")]
    OpensNothing,
    /// The locks lie in several key blocking groups and none was chosen.
    #[error("the locks lie in {} key blocking groups and no home group was chosen", groups.len())]
    HomeGroupNotChosen {
        /// The groups to choose from.
        groups: Vec<BlockingGroupId>,
    },
    /// The chosen home group holds none of the key's locks.
    #[error("no lock of the key is in the chosen home group")]
    HomeGroupWithoutLocks {
        /// What was chosen.
        chosen: BlockingGroupId,
    },
    /// The home group of a programmed key is fixed.
    #[error("the home group is fixed by the first write")]
    HomeGroupFixed {
        /// What it is.
        home_group: BlockingGroupId,
    },
    /// An entry with a window, access times or an expiry interval for a lock that keeps no time.
    #[error("{} locks keep no time and cannot judge the entry", locks.len())]
    NeedsClock {
        /// The locks without a clock.
        locks: Vec<LockId>,
    },
    /// A source names a role, premises or lock that is not there.
    #[error("a source names something that is not in the system")]
    DanglingSource,
}

impl Refusal {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OpensNothing => "key-opens-nothing",
            Self::HomeGroupNotChosen { .. } => "home-group-not-chosen",
            Self::HomeGroupWithoutLocks { .. } => "home-group-without-locks",
            Self::HomeGroupFixed { .. } => "home-group-fixed",
            Self::NeedsClock { .. } => "lock-without-clock",
            Self::DanglingSource => "source-dangling",
        }
    }
}
