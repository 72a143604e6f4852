//! Keys, their written views, and the blocklists.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, found};
use crate::access::AccessTable;
use crate::model::{
    BlockingGroupId, ExpiryInterval, Generation, Key, KeyId, KeyNumber, KeyState, PremisesId,
    Revision, RoleId, Source, SourceId, Stamp, Uid, UserId, Validity,
};
use crate::store::sql::{Row, params, statement};
use crate::store::{
    Blocklist, BlocklistEntry, BlocklistStatus, Entity, Error, KeyRecord, KeyWithSources,
    Operation, Stranger, TaskRecord, TaskState, WrittenView,
};
use crate::time::UtcMillis;

/// Which keys are streamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFilter {
    /// Every key.
    All,
    /// The keys of a user.
    User(UserId),
    /// The keys of everybody who has the role, also by way of premises.
    Role(RoleId),
    /// The keys of everybody assigned to the premises.
    Premises(PremisesId),
}

/// How many keys are in memory at once while they are streamed.
const BATCH: u32 = 1000;

impl Reading<'_> {
    /// A key.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn key(&self, id: KeyId) -> Result<KeyRecord, Error> {
        let record = self
            .link
            .first(statement!("key/get"), params![id], key_of)?;
        self.whole(found(record, Entity::Key)?)
    }

    /// The key on the medium with this chip number.
    pub fn key_by_uid(&self, uid: &Uid) -> Result<Option<KeyRecord>, Error> {
        let record = self
            .link
            .first(statement!("key/by_uid"), params![uid], key_of)?;
        record.map(|record| self.whole(record)).transpose()
    }

    /// The key with this number.
    pub fn key_by_number(&self, number: KeyNumber) -> Result<Option<KeyRecord>, Error> {
        let record = self
            .link
            .first(statement!("key/by_number"), params![number.0], key_of)?;
        record.map(|record| self.whole(record)).transpose()
    }

    /// The keys whose medium has this stamp; stamps are not unique.
    pub fn keys_by_stamp(&self, stamp: Stamp) -> Result<Vec<KeyRecord>, Error> {
        let records = self
            .link
            .all(statement!("key/by_stamp"), params![stamp], key_of)?;
        records
            .into_iter()
            .map(|record| self.whole(record))
            .collect()
    }

    /// The keys of a user.
    pub fn keys(&self, user: UserId) -> Result<Vec<KeyRecord>, Error> {
        let records = self
            .link
            .all(statement!("key/by_user"), params![user], key_of)?;
        records
            .into_iter()
            .map(|record| self.whole(record))
            .collect()
    }

    /// The first `limit` keys in a state, after the one given.
    pub fn keys_in_state(
        &self,
        state: KeyState,
        after: Option<KeyId>,
        limit: u32,
    ) -> Result<Vec<KeyRecord>, Error> {
        let after = after.unwrap_or(KeyId::from_bytes([0; 16]));
        let records = self.link.all(
            statement!("key/by_state"),
            params![state.as_str(), after, limit],
            key_of,
        )?;
        records
            .into_iter()
            .map(|record| self.whole(record))
            .collect()
    }

    /// The first `limit` keys that must be written again and of which no write is open or failed, after the one given.
    pub fn pending_keys(&self, after: Option<KeyId>, limit: u32) -> Result<Vec<KeyRecord>, Error> {
        let after = after.unwrap_or(KeyId::from_bytes([0; 16]));
        // The statement hides the state from the index by states: through that, every page would be sorted out of all
        // keys, where in the order of ids it is read until it is full.
        let records = self
            .link
            .all(statement!("key/pending"), params![after, limit], key_of)?;
        records
            .into_iter()
            .map(|record| self.whole(record))
            .collect()
    }

    /// How many keys there are, in whatever state.
    pub fn key_count(&self) -> Result<u64, Error> {
        self.count(statement!("key/count"), &[])
    }

    /// The keys in use whose media have, or may be getting, an older generation than this one; by number.
    pub fn keys_behind(&self, generation: Generation) -> Result<Vec<KeyId>, Error> {
        let id = |row: &Row<'_>| row.id(0);
        self.link
            .all(statement!("key/behind"), params![generation.get()], id)
    }

    /// The keys that have this home group, by number.
    pub fn keys_carrying(&self, group: BlockingGroupId) -> Result<Vec<KeyNumber>, Error> {
        let number = |row: &Row<'_>| row.number(0).map(KeyNumber);
        self.link
            .all(statement!("key/carrying"), params![group], number)
    }

    /// How many keys in use have a medium.
    pub fn media_in_use(&self) -> Result<u64, Error> {
        self.count(statement!("key/in_use"), &[])
    }

    /// The key that came in the place of this one.
    pub fn replacement_of(&self, key: KeyId) -> Result<Option<KeyId>, Error> {
        self.link
            .first(statement!("key/replaced_by"), params![key], |row| row.id(0))
    }

    /// What was last read back from the key's medium.
    pub fn written_view(&self, key: KeyId) -> Result<Option<WrittenView>, Error> {
        self.link
            .first(statement!("key/get_written"), params![key], |row| {
                Ok(WrittenView {
                    table: row.document(0)?,
                    image: row.blob(1)?.to_vec(),
                    given: row.document(2)?,
                })
            })
    }

    /// Whether a medium may hold more of a key than these records know. They came back from a backup, and after that was
    /// made the key may have been written: it was neither added since they came back, nor emptied for good before, and
    /// no fob of it told since what it holds. A write tells that where it met the medium that the records knew; of a key
    /// that was a draft in the backup, another medium may be out there.
    pub fn may_hold_more(&self, key: KeyId) -> Result<bool, Error> {
        let times = self.count(
            statement!("key/may_hold_more"),
            params![key, Vec::<u8>::new()],
        )?;
        Ok(times > 0)
    }

    fn whole(&self, mut record: KeyRecord) -> Result<KeyRecord, Error> {
        record.key.without = self
            .link
            .all(statement!("key/without"), params![record.key.id], |row| {
                row.id(0)
            })?
            .into_iter()
            .collect();
        Ok(record)
    }

    /// Hands over keys with the sources of their users, by user and id, a thousand in memory at a time.
    pub fn for_each_key_with_sources(
        &self,
        filter: KeyFilter,
        each: &mut dyn FnMut(KeyWithSources) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut after = (UserId::from_bytes([0; 16]), KeyId::from_bytes([0; 16]));
        loop {
            let batch = self.key_batch(filter, after)?;
            let (Some(first), Some(last)) = (batch.first(), batch.last()) else {
                return Ok(());
            };
            let first_user = first.key.user;
            after = (last.key.user, last.key.id);
            if filter == KeyFilter::All {
                self.with_all_sources(batch, first_user, after.0, each)?;
            } else {
                for record in batch {
                    let sources = self.sources(record.key.user)?;
                    each(KeyWithSources {
                        sources: sources.into_iter().map(|source| source.value).collect(),
                        record: self.whole(record)?,
                    })?;
                }
            }
        }
    }

    /// Joins a batch of neighbours in the list of all keys with what stands between its first and last user.
    fn with_all_sources(
        &self,
        batch: Vec<KeyRecord>,
        first: UserId,
        last: UserId,
        each: &mut dyn FnMut(KeyWithSources) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut sources: BTreeMap<UserId, Vec<Source>> = BTreeMap::new();
        for source in self.sources_between(first, last)? {
            let of_user = sources.entry(source.value.user).or_default();
            of_user.push(source.value);
        }
        let mut without: BTreeMap<KeyId, BTreeSet<SourceId>> = self.sets(
            statement!("key/without_between_users"),
            params![first, last],
        )?;
        for mut record in batch {
            record.key.without = without.remove(&record.key.id).unwrap_or_default();
            let sources = sources.get(&record.key.user).cloned().unwrap_or_default();
            each(KeyWithSources { record, sources })?;
        }
        Ok(())
    }

    fn key_batch(
        &self,
        filter: KeyFilter,
        (user, key): (UserId, KeyId),
    ) -> Result<Vec<KeyRecord>, Error> {
        match filter {
            KeyFilter::All => self.link.all(
                statement!("key/stream_all"),
                params![user, key, BATCH],
                key_of,
            ),
            KeyFilter::User(id) => self.link.all(
                statement!("key/stream_by_user"),
                params![user, key, BATCH, id],
                key_of,
            ),
            KeyFilter::Role(id) => self.link.all(
                statement!("key/stream_by_role"),
                params![user, key, BATCH, id],
                key_of,
            ),
            KeyFilter::Premises(id) => self.link.all(
                statement!("key/stream_by_premises"),
                params![user, key, BATCH, id],
                key_of,
            ),
        }
    }

    /// The blocklist of a group.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn blocklist(&self, group: BlockingGroupId) -> Result<Blocklist, Error> {
        let version = self.blocking_group(group)?.blocklist_version;
        let entries = self
            .link
            .all(statement!("blocklist/entries"), params![group], |row| {
                Ok(BlocklistEntry {
                    key: row.id(0)?,
                    number: KeyNumber(row.number(1)?),
                    since_version: row.number(2)?,
                    reason: row.text(3)?.to_owned(),
                    added_at: row.time(4)?,
                    state: row.word(5)?,
                })
            })?;
        let signed = self
            .link
            .first(statement!("blocklist/signed"), params![group], |row| {
                let of_version: u32 = row.number(0)?;
                let bytes = row.maybe(1, |row, n| row.blob(n).map(<[u8]>::to_vec))?;
                Ok(bytes.filter(|_| of_version == version))
            })?
            .flatten();
        let strangers =
            self.link
                .all(statement!("blocklist/strangers"), params![group], |row| {
                    Ok(Stranger {
                        number: KeyNumber(row.number(0)?),
                        since_version: row.number(1)?,
                        reason: row.text(2)?.to_owned(),
                        added_at: row.time(3)?,
                    })
                })?;
        Ok(Blocklist {
            version,
            entries,
            strangers,
            signed,
        })
    }

    /// The entries of a blocklist by which nothing is lost when they are taken off: the medium was emptied, or nothing
    /// that was ever written on it opens any more. That it was written off is no proof: whoever said so may be wrong, and
    /// the medium in somebody's hand. Where there never was one, there is nothing that could be.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn removable_entries(
        &self,
        group: BlockingGroupId,
        now: UtcMillis,
    ) -> Result<Vec<BlocklistEntry>, Error> {
        let mut removable = Vec::new();
        for entry in self.blocklist(group)?.entries {
            let gone = match entry.state {
                KeyState::Returned => true,
                KeyState::WrittenOff => !self.may_have_medium(entry.key)?,
                _ => false,
            };
            if gone || self.has_ended(entry.key, now)? {
                removable.push(entry);
            }
        }
        Ok(removable)
    }

    /// Whether the medium of a key certainly opens nothing any more: what it holds is known, and all of that has ended.
    pub(in crate::store) fn has_ended(&self, key: KeyId, now: UtcMillis) -> Result<bool, Error> {
        let ended = self.opens_until(key)?.is_some_and(|end| end <= now);
        Ok(ended && !self.may_hold_more(key)?)
    }

    /// Whether there is a medium of a key, or may be one.
    fn may_have_medium(&self, key: KeyId) -> Result<bool, Error> {
        let record = self.key(key)?;
        let known = record.key.uid.is_some() || record.key.revision.0 > 0;
        Ok(known || self.may_hold_more(key)?)
    }

    /// From when on the medium of a key certainly opens nothing: by what was read back from it and by what a write
    /// that failed later may have left on it. None where there is no end, or nothing is known of what it holds.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn opens_until(&self, key: KeyId) -> Result<Option<UtcMillis>, Error> {
        let Some(written_at) = self.key(key)?.written_at else {
            return Ok(None);
        };
        let Some(view) = self.written_view(key)? else {
            return Ok(None);
        };
        let mut end = view.table.opens_until(written_at);
        for (at, table) in self.tables_in_flight(key)? {
            let of_task = table.opens_until(at);
            end = end.zip(of_task).map(|(end, of_task)| end.max(of_task));
        }
        Ok(end)
    }

    /// The tables that may stand on a key's medium beside its written view, and since when: those of writes that are
    /// in flight, or failed since the last one that was read back.
    ///
    /// # Errors
    /// What the engine says.
    pub fn tables_in_flight(&self, key: KeyId) -> Result<Vec<(UtcMillis, AccessTable)>, Error> {
        let tasks = self.tasks_of_key(key)?.into_iter();
        let since = tasks.take_while(|task| task.state != TaskState::Done);
        let table = |task: TaskRecord| {
            let intent = task
                .intent
                .filter(|_| task.operation == Operation::Program)?;
            Some((task.changed_at, intent.table))
        };
        Ok(since.filter_map(table).collect())
    }

    /// The version of a group's blocklist in the backup that the system came back from last; none where it never
    /// did.
    pub fn blocklist_restored_from(&self, group: BlockingGroupId) -> Result<Option<u32>, Error> {
        let found = self.link.first(
            statement!("blocking_group/restored_from"),
            params![group],
            |row| row.maybe(0, Row::number),
        )?;
        Ok(found.flatten())
    }

    /// The numbers that were taken off a group's blocklist, each with the version of the first list without it.
    /// Some may be on it again.
    ///
    /// # Errors
    /// What the engine says.
    pub fn lifted_numbers(
        &self,
        group: BlockingGroupId,
    ) -> Result<BTreeMap<KeyNumber, u32>, Error> {
        let lifted = self
            .link
            .all(statement!("blocklist/lifted"), params![group], |row| {
                Ok((KeyNumber(row.number(0)?), row.number(1)?))
            })?;
        Ok(lifted.into_iter().collect())
    }

    /// How far the blocklist of a group has spread.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn blocklist_status(&self, group: BlockingGroupId) -> Result<BlocklistStatus, Error> {
        let status =
            self.link
                .first(statement!("blocking_group/status"), params![group], |row| {
                    Ok(BlocklistStatus {
                        version: row.number(0)?,
                        entries: row.number(1)?,
                        locks: row.number(2)?,
                        locks_behind: row.number(3)?,
                        carriers: row.number(4)?,
                        carriers_current: row.number(5)?,
                    })
                })?;
        found(status, Entity::BlockingGroup)
    }

    /// The groups whose blocklists hold the key.
    pub fn groups_blocking(&self, key: KeyId) -> Result<Vec<BlockingGroupId>, Error> {
        self.link
            .all(statement!("blocklist/groups_of_key"), params![key], |row| {
                row.id(0)
            })
    }

    /// The groups whose current blocklist is not signed yet.
    pub fn unsigned_blocklists(&self) -> Result<Vec<BlockingGroupId>, Error> {
        self.link
            .all(statement!("blocklist/unsigned"), &[], |row| row.id(0))
    }
}

/// A key as its row has it, without the sources taken off.
pub(super) fn key_of(row: &Row<'_>) -> Result<KeyRecord, Error> {
    let key = Key {
        id: row.id(0)?,
        number: KeyNumber(row.number(2)?),
        kind: row.word(3)?,
        user: row.id(4)?,
        state: row.word(5)?,
        validity: Validity {
            start: row.maybe(6, Row::time)?,
            end: row.maybe(7, Row::time)?,
        },
        expiry: row.maybe(8, |row, n| Ok(ExpiryInterval::hours(row.number(n)?)?))?,
        without: BTreeSet::new(),
        home_group: row.maybe(9, Row::id)?,
        uid: row.maybe(10, |row, n| Ok(Uid::new(row.blob(n)?)?))?,
        stamp: row.maybe(11, Row::word)?,
        generation: row.maybe(12, |row, n| Ok(Generation::new(row.number(n)?)?))?,
        revision: Revision(row.number(13)?),
    };
    Ok(KeyRecord {
        key,
        version: row.number(1)?,
        wanted_hash: row.maybe(14, Row::array)?,
        written_hash: row.maybe(15, Row::array)?,
        written_blocklist_version: row.maybe(16, Row::number)?,
        written_at: row.maybe(17, Row::time)?,
        replaces: row.maybe(18, Row::id)?,
        changed_at: row.time(19)?,
        rewrite: row.bool(20)?,
        pending: row.bool(21)?,
        wanted_table: row.maybe(22, Row::number)?,
    })
}
