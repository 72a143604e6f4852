//! Keys, their states, and the blocklists they stand on.

use std::collections::BTreeSet;

use super::{Change, Subject};
use crate::model::{
    BLOCKLIST_CAPACITY, BlockingGroupId, ExpiryInterval, Key, KeyId, KeyKind, KeyNumber, KeyState,
    UserId,
};
use crate::store::sql::{params, statement};
use crate::store::{Entity, Error, KeyRecord};

/// Whether a key may go from one state to the other. States that only a task leads to are listed with it.
fn may_go(kind: KeyKind, from: KeyState, to: KeyState) -> bool {
    use KeyState as S;
    match from {
        S::Draft => match to {
            S::Task | S::Deleted => true,
            S::Programmed => kind == KeyKind::Phone,
            _ => false,
        },
        // Back to where it was when the task is cancelled.
        S::Task => !matches!(to, S::Task | S::Deleted),
        S::Writing => matches!(
            to,
            // Back to where it was when nothing was written.
            S::Draft
                | S::Programmed
                | S::HandedOver
                | S::Returned
                | S::WriteFailed
                | S::EmptyFailed
                | S::Blocked
                | S::Replaced
                | S::WrittenOff
        ),
        S::Programmed => matches!(
            to,
            S::Task | S::HandedOver | S::Blocked | S::Replaced | S::WrittenOff
        ),
        S::HandedOver | S::WriteFailed | S::EmptyFailed => {
            matches!(to, S::Task | S::Blocked | S::Replaced | S::WrittenOff)
        }
        S::Blocked => matches!(
            to,
            S::Task | S::Programmed | S::HandedOver | S::Replaced | S::WrittenOff
        ),
        // Found again: it is emptied, or it stays where it is for good.
        S::Replaced => matches!(to, S::Task | S::WrittenOff),
        // The medium was not dead after all: it is shut out, or emptied. Nothing is written on it.
        S::WrittenOff => matches!(to, S::Task | S::Blocked | S::Replaced),
        // Found to hold something after all, it is emptied again. Its definition goes on as another key.
        S::Returned => to == S::Task,
        S::Deleted => false,
    }
}

impl Change<'_> {
    /// Adds a key as a draft and gives it its number; number, state, medium and revision in `key` are not
    /// looked at. `replaces` is the key in whose place it comes.
    ///
    /// # Errors
    /// [`Error::ReplacedBefore`], [`Error::Dangling`], [`Error::NumbersExhausted`].
    pub fn insert_key(&mut self, key: &Key, replaces: Option<KeyId>) -> Result<KeyNumber, Error> {
        let number =
            KeyNumber(self.take_number(statement!("system/take_key_number"), Entity::Key)?);
        self.run(
            statement!("key/insert"),
            params![
                key.id,
                number.0,
                key.kind.as_str(),
                key.user,
                KeyState::Draft.as_str(),
                key.validity.start,
                key.validity.end,
                key.expiry.map(ExpiryInterval::as_hours),
                key.home_group,
                None::<Vec<u8>>,
                key.stamp,
                None::<i64>,
                0u32,
                replaces,
                self.now,
            ],
        )?;
        self.write_without(key)?;
        let numbered = Key {
            number,
            ..key.clone()
        };
        self.renew_words_of_key(&numbered)?;
        self.renew_keys_of(key.user)?;
        self.record(
            "key-added",
            Subject::of(Entity::Key, key.id),
            &[
                ("number", &number.to_string()),
                ("kind", key.kind.as_str()),
                ("user", &key.user.to_string()),
            ],
        )?;
        Ok(number)
    }

    /// Changes holder, validity, expiry, sources taken off, home group and stamp of a key.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`]; [`Error::KeyBlocked`] while it is blocked; [`Error::HomeGroupFixed`]
    /// where the home group would change while a medium carries it.
    pub fn update_key(&mut self, key: &Key, expected: u64) -> Result<u64, Error> {
        let before = self.key(key.id)?;
        if before.key.state == KeyState::Blocked {
            return Err(Error::KeyBlocked);
        }
        if before.written_hash.is_some() && before.key.home_group != key.home_group {
            return Err(Error::HomeGroupFixed);
        }
        let version = self.guarded(
            statement!("key/update"),
            params![
                key.id,
                expected,
                key.user,
                key.validity.start,
                key.validity.end,
                key.expiry.map(ExpiryInterval::as_hours),
                key.home_group,
                key.stamp,
                self.now,
            ],
            Entity::Key,
        )?;
        self.run(statement!("key/clear_without"), params![key.id])?;
        self.write_without(key)?;
        let after = self.key(key.id)?;
        self.renew_words_of_key(&after.key)?;
        self.renew_keys_of(before.key.user)?;
        self.renew_keys_of(key.user)?;
        self.record("key-changed", Subject::of(Entity::Key, key.id), &[])?;
        Ok(version)
    }

    /// Gives a key without a medium the home group that follows from what it shall open. Nobody edited anything.
    ///
    /// # Errors
    /// [`Error::HomeGroupFixed`] where a medium carries one.
    pub fn settle_home_group(
        &mut self,
        id: KeyId,
        group: Option<BlockingGroupId>,
    ) -> Result<(), Error> {
        let touched = self.link.execute(
            statement!("key/settle_home_group"),
            params![id, group, self.now],
        )?;
        if touched == 0 {
            return Err(Error::HomeGroupFixed);
        }
        self.record("key-home-group-settled", Subject::of(Entity::Key, id), &[])
    }

    fn write_without(&self, key: &Key) -> Result<(), Error> {
        self.link_each(
            statement!("key/add_without"),
            key.id,
            key.without.iter().copied(),
        )
    }

    /// Lets the holder be found by the number, the stamp and the chip number of the key.
    pub(super) fn renew_words_of_key(&self, key: &Key) -> Result<(), Error> {
        self.run(statement!("search/remove_origin"), params![key.id])?;
        let stamp = key.stamp.map(|stamp| stamp.to_string());
        let uid = key.uid.as_ref().map(|uid| uid.to_string().to_lowercase());
        let words = [key.number.to_string()].into_iter().chain(stamp).chain(uid);
        self.add_words(key.user, *key.id.as_bytes(), words)
    }

    /// Renews by what a list of users is sorted and filtered that concerns their keys.
    pub(super) fn renew_keys_of(&self, user: UserId) -> Result<(), Error> {
        self.run(statement!("user/renew_keys"), params![user])?;
        self.renew_pending_of(user)
    }

    /// Moves a key to another state: hand over, replace, write off, delete a draft, keep a definition.
    /// Blocking and unblocking have their own verbs, and so have tasks.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::KeyTransition`].
    pub fn set_key_state(&mut self, id: KeyId, expected: u64, to: KeyState) -> Result<u64, Error> {
        let before = self.key(id)?;
        let by_a_verb_of_its_own = matches!(to, KeyState::Task | KeyState::Writing)
            || matches!(before.key.state, KeyState::Task | KeyState::Writing)
            || to == KeyState::Blocked
            || (before.key.state == KeyState::Blocked
                && matches!(to, KeyState::Programmed | KeyState::HandedOver));
        if by_a_verb_of_its_own {
            return Err(Error::KeyTransition {
                from: before.key.state,
                to,
            });
        }
        self.move_key(&before, expected, to)
    }

    /// Moves a key to another state, where that may follow its present one.
    pub(super) fn move_key(
        &mut self,
        before: &KeyRecord,
        expected: u64,
        to: KeyState,
    ) -> Result<u64, Error> {
        let from = before.key.state;
        let deleting_a_written_one = to == KeyState::Deleted && before.key.revision.0 > 0;
        if !may_go(before.key.kind, from, to) || deleting_a_written_one {
            return Err(Error::KeyTransition { from, to });
        }
        let version = self.guarded(
            statement!("key/set_state"),
            params![before.key.id, expected, to.as_str(), self.now],
            Entity::Key,
        )?;
        self.renew_keys_of(before.key.user)?;
        self.record(
            &format!("key-{}", to.as_str()),
            Subject::of(Entity::Key, before.key.id),
            &[("from", from.as_str())],
        )?;
        Ok(version)
    }

    /// Blocks a key: puts it on the blocklist of every one of `groups`, or on none. One that was replaced stays so, also
    /// where its emptying was begun: another has its place, and no unblocking brings it back. One that was written off,
    /// by mistake, becomes replaced where another has its place, and else blocked.
    ///
    /// # Errors
    /// [`Error::BlocklistFull`] with the name of a group that has no room; [`Error::ChangedMeanwhile`];
    /// [`Error::KeyTransition`] for a key that has no medium.
    pub fn block_key(
        &mut self,
        id: KeyId,
        expected: u64,
        groups: &BTreeSet<BlockingGroupId>,
        reason: &str,
    ) -> Result<u64, Error> {
        let before = self.key(id)?;
        let listed: BTreeSet<_> = self.groups_blocking(id)?.into_iter().collect();
        let added: Vec<_> = groups.difference(&listed).copied().collect();
        for group in &added {
            self.refuse_full(*group)?;
        }
        let to = if self.is_replaced(&before)? {
            KeyState::Replaced
        } else {
            KeyState::Blocked
        };
        let version = if before.key.state != KeyState::Replaced {
            self.move_key(&before, expected, to)?
        } else if before.version == expected {
            expected
        } else {
            return Err(Error::ChangedMeanwhile {
                entity: Entity::Key,
            });
        };
        self.list_key(&before, added, reason)?;
        Ok(version)
    }

    /// Whether another key has the place of this one, now or when the task was queued that is open.
    fn is_replaced(&self, record: &KeyRecord) -> Result<bool, Error> {
        let state = match record.key.state {
            KeyState::Task | KeyState::Writing => {
                let tasks = self.tasks_of_key(record.key.id)?;
                let open = tasks.into_iter().find(|task| !task.state.is_over());
                open.map_or(record.key.state, |task| task.resume_state)
            }
            state => state,
        };
        match state {
            KeyState::Replaced => Ok(true),
            KeyState::WrittenOff => Ok(self.replacement_of(record.key.id)?.is_some()),
            _ => Ok(false),
        }
    }

    /// Blocks a key of which a genuine list on a medium says that it is blocked. The records may have it as a draft:
    /// then its medium was written after they were made, and nothing may be written under its number. Whether it could
    /// be blocked so: a key without a medium by the records, returned or deleted, could not.
    ///
    /// # Errors
    /// As [`Change::block_key`].
    pub fn block_found_key(
        &mut self,
        id: KeyId,
        groups: &BTreeSet<BlockingGroupId>,
        reason: &str,
    ) -> Result<bool, Error> {
        let before = self.key(id)?;
        match before.key.state {
            KeyState::Deleted | KeyState::Returned => return Ok(false),
            KeyState::Draft => {}
            KeyState::Blocked => {
                let listed: BTreeSet<_> = self.groups_blocking(id)?.into_iter().collect();
                let added: Vec<_> = groups.difference(&listed).copied().collect();
                for group in &added {
                    self.refuse_full(*group)?;
                }
                self.list_key(&before, added, reason)?;
                return Ok(true);
            }
            _ => {
                let _version = self.block_key(id, before.version, groups, reason)?;
                return Ok(true);
            }
        }
        for group in groups {
            self.refuse_full(*group)?;
        }
        let _version = self.guarded(
            statement!("key/set_state"),
            params![id, before.version, KeyState::Blocked.as_str(), self.now],
            Entity::Key,
        )?;
        self.renew_keys_of(before.key.user)?;
        self.record(
            "key-blocked",
            Subject::of(Entity::Key, id),
            &[("from", before.key.state.as_str())],
        )?;
        self.list_key(&before, groups.iter().copied().collect(), reason)?;
        Ok(true)
    }

    /// Keeps a number on a blocklist of which the records have no key that could be blocked.
    ///
    /// # Errors
    /// [`Error::BlocklistFull`].
    pub fn block_stranger(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
        reason: &str,
    ) -> Result<(), Error> {
        self.refuse_full(group)?;
        let since = self.raise_blocklist(group)?;
        self.run(
            statement!("blocklist/insert_stranger"),
            params![group, number.0, since, reason, self.now],
        )?;
        // No key of these records ever gets the number.
        self.run(statement!("system/keep_key_number"), params![number.0])?;
        self.record_listed(group, number, since, reason)
    }

    /// Takes a number off a blocklist of which the records have no key.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not on it.
    pub fn unblock_stranger(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
    ) -> Result<(), Error> {
        let removed = self.link.execute(
            statement!("blocklist/remove_stranger"),
            params![group, number.0],
        )?;
        if removed == 0 {
            return Err(Error::NotFound {
                entity: Entity::Key,
            });
        }
        self.lift(group, number)
    }

    /// Puts a key on the lists of groups.
    pub(super) fn list_key(
        &mut self,
        before: &KeyRecord,
        groups: Vec<BlockingGroupId>,
        reason: &str,
    ) -> Result<(), Error> {
        let (id, number) = (before.key.id, before.key.number);
        for group in groups {
            let since = self.raise_blocklist(group)?;
            self.run(
                statement!("blocklist/insert"),
                params![group, id, since, reason, self.now],
            )?;
            self.record_listed(group, number, since, reason)?;
        }
        Ok(())
    }

    fn record_listed(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
        since: u32,
        reason: &str,
    ) -> Result<(), Error> {
        self.record(
            "blocklist-key-added",
            Subject::of(Entity::BlockingGroup, group),
            &[
                ("key", &number.to_string()),
                ("version", &since.to_string()),
                ("reason", reason),
            ],
        )
    }

    fn record_unlisted(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
        version: u32,
    ) -> Result<(), Error> {
        self.record(
            "blocklist-key-removed",
            Subject::of(Entity::BlockingGroup, group),
            &[
                ("key", &number.to_string()),
                ("version", &version.to_string()),
            ],
        )
    }

    fn refuse_full(&self, group: BlockingGroupId) -> Result<(), Error> {
        let entries: usize = self
            .link
            .first(statement!("blocklist/count"), params![group], |row| {
                row.number(0)
            })?
            .unwrap_or(0);
        if entries < BLOCKLIST_CAPACITY {
            return Ok(());
        }
        Err(Error::BlocklistFull {
            group: self.blocking_group(group)?.value.name,
        })
    }

    /// Unblocks a key: takes it off every blocklist and gives it back the state `to`.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], [`Error::KeyTransition`].
    pub fn unblock_key(&mut self, id: KeyId, expected: u64, to: KeyState) -> Result<u64, Error> {
        let before = self.key(id)?;
        let allowed = before.key.state == KeyState::Blocked
            && matches!(to, KeyState::Programmed | KeyState::HandedOver);
        if !allowed {
            return Err(Error::KeyTransition {
                from: before.key.state,
                to,
            });
        }
        let version = self.move_key(&before, expected, to)?;
        self.take_off_blocklists(id)?;
        Ok(version)
    }

    /// Takes a key off every blocklist: nothing that could open holds it any longer.
    pub(super) fn take_off_blocklists(&mut self, id: KeyId) -> Result<(), Error> {
        self.groups_blocking(id)?
            .into_iter()
            .try_for_each(|group| self.take_off(group, id))
    }

    /// Makes room on a blocklist: takes off keys that [`super::super::Reading::removable_entries`] names.
    ///
    /// # Errors
    /// [`Error::KeyBlocked`] for a key that still needs blocking.
    pub fn remove_blocklist_entries(
        &mut self,
        group: BlockingGroupId,
        keys: &BTreeSet<KeyId>,
    ) -> Result<(), Error> {
        let removable = self.removable_entries(group, self.now)?;
        let removable: BTreeSet<KeyId> = removable.iter().map(|entry| entry.key).collect();
        let listed = self.blocklist(group)?.entries;
        if listed
            .iter()
            .any(|entry| keys.contains(&entry.key) && !removable.contains(&entry.key))
        {
            return Err(Error::KeyBlocked);
        }
        keys.iter().try_for_each(|key| self.take_off(group, *key))
    }

    fn take_off(&mut self, group: BlockingGroupId, key: KeyId) -> Result<(), Error> {
        let removed = self
            .link
            .execute(statement!("blocklist/remove"), params![group, key])?;
        if removed == 0 {
            return Ok(());
        }
        let number = self.key(key)?.key.number;
        self.lift(group, number)
    }

    /// Raises the version of a list from which a number was taken, and keeps in mind since when it is without it.
    fn lift(&mut self, group: BlockingGroupId, number: KeyNumber) -> Result<(), Error> {
        let version = self.raise_blocklist(group)?;
        self.run(
            statement!("blocklist/lift"),
            params![group, number.0, version],
        )?;
        self.record_unlisted(group, number, version)
    }

    /// Raises the version of a blocklist, once in a change set, and marks it as not yet distributable.
    fn raise_blocklist(&mut self, group: BlockingGroupId) -> Result<u32, Error> {
        if let Some(version) = self.raised.get(&group) {
            return Ok(*version);
        }
        let version: u32 = self
            .link
            .first(
                statement!("blocking_group/raise_version"),
                params![group],
                |row| row.number(0),
            )?
            .ok_or(Error::NumbersExhausted {
                entity: Entity::BlockingGroup,
            })?;
        self.run(
            statement!("blocklist/set_signed"),
            params![group, version, None::<Vec<u8>>],
        )?;
        let _new = self.raised.insert(group, version);
        Ok(version)
    }

    /// Keeps the signed bytes of a blocklist: from now on it may be distributed.
    ///
    /// # Errors
    /// [`Error::BlocklistVersion`] where `version` is not the version of the list.
    pub fn put_signed_blocklist(
        &mut self,
        group: BlockingGroupId,
        version: u32,
        signed: &[u8],
    ) -> Result<(), Error> {
        let current = self.blocking_group(group)?.blocklist_version;
        if current != version {
            return Err(Error::BlocklistVersion { current });
        }
        self.run(
            statement!("blocklist/set_signed"),
            params![group, version, signed],
        )?;
        self.record(
            "blocklist-signed",
            Subject::of(Entity::BlockingGroup, group),
            &[("version", &version.to_string())],
        )
    }

    /// Records that a medium was seen with a version of its blocklist. An older one changes nothing.
    ///
    /// # Errors
    /// What the engine says.
    pub fn key_saw_blocklist(&mut self, id: KeyId, version: u32) -> Result<(), Error> {
        self.run(statement!("key/saw_blocklist"), params![id, version])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_back_from_deleted_and_what_was_written_off_is_shut_out_or_emptied() {
        let shut_out = [KeyState::Task, KeyState::Blocked, KeyState::Replaced];
        for to in KeyState::ALL {
            assert!(!may_go(KeyKind::Fob, KeyState::Deleted, to));
            let may = may_go(KeyKind::Fob, KeyState::WrittenOff, to);
            assert_eq!(may, shut_out.contains(&to), "{to:?}");
        }
    }

    #[test]
    fn only_a_write_makes_a_fob_programmed() {
        for from in [
            KeyState::Draft,
            KeyState::Returned,
            KeyState::WriteFailed,
            KeyState::HandedOver,
        ] {
            assert!(
                !may_go(KeyKind::Fob, from, KeyState::Programmed),
                "{from:?}"
            );
        }
        assert!(may_go(
            KeyKind::Fob,
            KeyState::Writing,
            KeyState::Programmed
        ));
    }
}
