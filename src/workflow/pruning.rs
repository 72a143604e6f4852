//! Making room on a blocklist: keys come off that can open nothing any more whether they are blocked or not.

use std::collections::BTreeSet;

use super::{Detail, Error, Station};
use crate::model::{BlockingGroupId, KeyId, Permission};
use crate::store::{self, BlocklistEntry};

/// From so many entries on a blocklist is nearly full, and a face warns.
pub const NEARLY_FULL: u64 = 450;

/// What may be taken off a blocklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovableEntries {
    /// The key blocking group.
    pub group: BlockingGroupId,
    /// Its name.
    pub name: String,
    /// The keys whose medium was emptied or opens nothing any more, by number.
    pub entries: Vec<BlocklistEntry>,
}

impl Station {
    /// What may be taken off the blocklist of a group.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn removable_entries(&self, group: BlockingGroupId) -> Result<RemovableEntries, Error> {
        let now = self.services.now();
        let (name, entries) = self.read(|reading| {
            let name = reading.blocking_group(group)?.value.name;
            Ok((name, reading.removable_entries(group, now)?))
        })?;
        Ok(RemovableEntries {
            group,
            name,
            entries,
        })
    }

    /// Takes off the blocklist of a group whatever may be taken off it. The new list has one version more, where
    /// anything came off, and is distributable once it is signed. Answers with what came off.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn prune_blocklist(&mut self, group: BlockingGroupId) -> Result<RemovableEntries, Error> {
        self.require_over_list(Permission::BlockKeys, group)?;
        let removable = self.removable_entries(group)?;
        let keys: BTreeSet<KeyId> = removable.entries.iter().map(|entry| entry.key).collect();
        if !keys.is_empty() {
            self.change(|change| change.remove_blocklist_entries(group, &keys))?;
        }
        Ok(removable)
    }

    /// The groups among these whose blocklist is nearly full.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn nearly_full(
        &self,
        groups: &BTreeSet<BlockingGroupId>,
    ) -> Result<Vec<BlockingGroupId>, Error> {
        let mut found = Vec::new();
        for group in groups {
            let status = self.read(|reading| reading.blocklist_status(*group))?;
            if status.entries >= NEARLY_FULL {
                found.push(*group);
            }
        }
        Ok(found)
    }

    /// A refusal because a blocklist is full comes back with what may be taken off the full ones of these. The one that
    /// is named may have room for some of what was to go on it.
    pub(super) fn with_removable(&self, error: Error, groups: &BTreeSet<BlockingGroupId>) -> Error {
        let Error::Store(
            store::Error::BlocklistFull { group: named }
            | store::Error::BlockedWithoutRoom { group: named, .. },
        ) = &error
        else {
            return error;
        };
        let mut removable = Vec::new();
        for group in groups {
            let full = self.read(|reading| {
                let status = reading.blocklist_status(*group)?;
                let full = status.entries >= crate::model::BLOCKLIST_CAPACITY as u64;
                Ok(full || reading.blocking_group(*group)?.value.name == *named)
            });
            match full.and_then(|full| full.then(|| self.removable_entries(*group)).transpose()) {
                Ok(found) => removable.extend(found),
                Err(other) => return other,
            }
        }
        error.with(Detail::Removable(removable))
    }
}
