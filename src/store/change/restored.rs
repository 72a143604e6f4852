//! What a system that comes back from a backup must assume of the time it does not know.
//!
//! Since the copy was made, numbers may have been given and blocklists signed that stand on fobs and in locks. Given
//! again, a lock group's number would open other doors for the old fobs; a blocklist with a version that a lock has
//! seen would not be taken by it. So every counter and every blocklist's version jumps by a step that no system takes
//! between two backups. A medium or lock that is then read with a still newer list raises the version further
//! ([`Change::raise_blocklist_above`]).
//!
//! What the jump cannot bring back: keys that were blocked after the copy was made are not on the restored lists. The
//! version at which each list stood in the copy is kept, so that a list on a fob is known to be from after it: such a
//! list names them, and adopting the fob blocks them again.

use super::{Change, Subject};
use crate::model::BlockingGroupId;
use crate::store::sql::{params, statement};
use crate::store::{Entity, Error};

/// By how much a blocklist's version jumps: 65,536. A group can be restored 65,535 times.
pub const BLOCKLIST_STEP: u32 = 1 << 16;

/// By how much the numbers of keys jump (32 bits).
pub const KEY_STEP: u32 = 10_000;
/// By how much the numbers of locks jump (32 bits).
pub const LOCK_STEP: u32 = 1_000;
/// By how much the numbers of lock groups and of key blocking groups jump (16 bits).
pub const GROUP_STEP: u32 = 100;

impl Change<'_> {
    /// Marks the system as restored: counters and blocklists jump, and no list counts as signed.
    ///
    /// # Errors
    /// [`Error::NumbersExhausted`] for a blocklist that has no version left.
    pub fn mark_restored(&mut self) -> Result<(), Error> {
        self.run(
            statement!("system/jump_numbers"),
            params![KEY_STEP, LOCK_STEP, GROUP_STEP],
        )?;
        for group in self.blocking_groups()? {
            let version = group.blocklist_version.checked_add(BLOCKLIST_STEP).ok_or(
                Error::NumbersExhausted {
                    entity: Entity::BlockingGroup,
                },
            )?;
            self.run(
                statement!("blocking_group/set_restored_from"),
                params![group.id],
            )?;
            self.set_blocklist_version(group.id, version)?;
        }
        self.record("system-restored", Subject::none(Entity::System), &[])
    }

    /// Sees to it that the next list of a group is newer than one that was seen on a medium or in a lock. Answers
    /// whether its version had to be raised for that.
    ///
    /// # Errors
    /// [`Error::NumbersExhausted`] where the seen version is the last there is.
    pub fn raise_blocklist_above(
        &mut self,
        group: BlockingGroupId,
        seen: u32,
    ) -> Result<bool, Error> {
        if self.blocking_group(group)?.blocklist_version > seen {
            return Ok(false);
        }
        let version = seen.checked_add(1).ok_or(Error::NumbersExhausted {
            entity: Entity::BlockingGroup,
        })?;
        self.set_blocklist_version(group, version)?;
        Ok(true)
    }

    fn set_blocklist_version(&mut self, group: BlockingGroupId, version: u32) -> Result<(), Error> {
        self.run(
            statement!("blocking_group/set_version"),
            params![group, version],
        )?;
        self.run(
            statement!("blocklist/set_signed"),
            params![group, version, None::<Vec<u8>>],
        )?;
        let _before = self.raised.insert(group, version);
        self.record(
            "blocklist-version-raised",
            Subject::of(Entity::BlockingGroup, group),
            &[("version", &version.to_string())],
        )
    }
}
