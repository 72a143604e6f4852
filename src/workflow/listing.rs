//! What the lists of a face show beside the records themselves: who holds a key, what waits to be done, what the log
//! says.

use std::collections::{BTreeMap, BTreeSet};

use super::campaign::Phase;
use super::inviting::Invitation;
use super::plan::validity_of;
use super::{Error, Station};
use crate::access::{Way, reasons};
use crate::model::{BlockingGroup, KeyId, KeyState, LockId, Permission, Source, UserId};
use crate::store::{AuditEntry, KeyFilter, KeyRecord, LockRecord, UserQuery};
use crate::time::LocalDate;

/// How many of a kind the to-do list names.
const MOST: u32 = 1000;
/// How many users or entries are read at once.
const STRETCH: u32 = 1000;

/// Something that waits to be done.
#[derive(Debug, Clone)]
pub enum Waiting {
    /// A key, with its holder.
    Key(KeyWaits, Box<KeyRecord>, String),
    /// A door that must be visited.
    Door(Box<LockRecord>),
    /// A blocklist that must be signed before it can be distributed.
    Unsigned(BlockingGroup),
    /// An invitation that has not gone, or may not have.
    Invitation(Box<Invitation>),
}

/// Why a key waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWaits {
    /// It has no medium yet.
    Draft,
    /// An approved write waits for the encoder, or is not finished.
    Task,
    /// Its medium holds something else than it shall.
    Pending,
    /// Its last write or emptying failed.
    Failed,
    /// Its medium has the keys of a generation whose time is over.
    Generation,
    /// None of the locks it shall open is in its home group any more.
    Orphaned,
}

impl Station {
    /// Keys by their numbers, each with whether its time is over: its user's, or that of every source on it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keys_with_ends(&self, filter: KeyFilter) -> Result<Vec<(KeyRecord, bool)>, Error> {
        let (zone, now) = (self.info()?.zone, self.services.now());
        let mut keys = self.read(|reading| {
            let end_dates = reading.user_end_dates()?;
            let mut keys = Vec::new();
            reading.for_each_key_with_sources(filter, &mut |found| {
                let key = &found.record.key;
                let within = validity_of(zone, key, end_dates.get(&key.user).copied());
                let on_key = |source: &&Source| !key.without.contains(&source.id);
                let mut sources = found.sources.iter().filter(on_key).peekable();
                let ended = within.is_none_or(|validity| validity.is_over(now))
                    || (sources.peek().is_some()
                        && sources.all(|source| source.validity.is_over(now)));
                keys.push((found.record, ended));
                Ok(())
            })?;
            Ok(keys)
        })?;
        keys.sort_by_key(|(record, _)| record.key.number);
        Ok(keys)
    }

    /// The name of every user.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn names_of_users(&self) -> Result<BTreeMap<UserId, String>, Error> {
        self.read(|reading| {
            let mut names = BTreeMap::new();
            let mut query = UserQuery {
                limit: STRETCH,
                ..UserQuery::default()
            };
            loop {
                let page = reading.users(&query)?;
                names.extend(page.items.iter().map(|user| (user.id, user.full_name())));
                if !page.more {
                    return Ok(names);
                }
                query.offset += STRETCH;
            }
        })
    }

    /// Every key.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn all_keys(&self) -> Result<Vec<KeyRecord>, Error> {
        self.read(|reading| {
            let mut keys = Vec::new();
            reading.for_each_key_with_sources(KeyFilter::All, &mut |found| {
                keys.push(found.record);
                Ok(())
            })?;
            Ok(keys)
        })
    }

    /// What waits to be done: first the lists that no door obeys before they are signed, then what failed, then what
    /// was begun, then the rest.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn waiting(&self) -> Result<Vec<Waiting>, Error> {
        let campaign = self.campaign()?;
        let unsigned = self.unsigned_blocklists()?;
        let visited = self.locks_to_visit()?;
        let orphans = self.orphans()?;
        self.read(|reading| {
            let unsigned = unsigned.iter().cloned();
            let mut all: Vec<Waiting> = unsigned.map(Waiting::Unsigned).collect();
            let mut keys = |waits, records: Vec<KeyRecord>| {
                for record in records {
                    let holder = reading.user(record.key.user);
                    let holder = holder.map(|user| user.full_name()).unwrap_or_default();
                    all.push(Waiting::Key(waits, Box::new(record), holder));
                }
            };
            let of = |state| reading.keys_in_state(state, None, MOST);
            keys(KeyWaits::Failed, of(KeyState::WriteFailed)?);
            keys(KeyWaits::Failed, of(KeyState::EmptyFailed)?);
            keys(KeyWaits::Task, of(KeyState::Writing)?);
            keys(KeyWaits::Task, of(KeyState::Task)?);
            let mut pending = reading.pending_keys(None, MOST)?;
            pending.retain(|record| {
                matches!(
                    record.key.state,
                    KeyState::Programmed | KeyState::HandedOver
                )
            });
            let known: BTreeSet<KeyId> = pending.iter().map(|record| record.key.id).collect();
            keys(KeyWaits::Pending, pending);
            if campaign.phase == Phase::Fobs {
                let left = campaign.fobs_left.iter().filter(|id| !known.contains(id));
                let left = left.take(usize::try_from(MOST).unwrap_or(usize::MAX));
                let mut behind = left
                    .map(|id| reading.key(*id))
                    .collect::<Result<Vec<_>, _>>()?;
                behind.retain(|record| {
                    matches!(
                        record.key.state,
                        KeyState::Programmed | KeyState::HandedOver
                    )
                });
                keys(KeyWaits::Generation, behind);
            }
            let orphans = orphans.iter().take(MOST as usize);
            let orphans = orphans.map(|orphan| orphan.key.clone()).collect();
            keys(KeyWaits::Orphaned, orphans);
            keys(KeyWaits::Draft, of(KeyState::Draft)?);
            let doors = reading.locks()?.into_iter();
            let doors = doors.filter(|record| visited.contains(&record.lock.id));
            all.extend(doors.map(|record| Waiting::Door(Box::new(record))));
            Ok(all)
        })
        .and_then(|mut all| {
            let invitations = self.invitations(MOST)?.into_iter();
            let open = invitations.filter(Invitation::is_open);
            all.extend(open.map(|one| Waiting::Invitation(Box::new(one))));
            Ok(all)
        })
    }

    /// The newest entries of the log.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn newest_entries(&self, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        self.entries_before(None, limit)
    }

    /// The newest entries of the log before the one with this number.
    ///
    /// # Errors
    /// As [`Station::newest_entries`].
    pub fn entries_before(
        &self,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, Error> {
        self.require(Permission::ViewLog)?;
        self.read(|reading| reading.audit_page(before, limit))
    }

    /// The newest entries about a user and the keys of that user.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn entries_of_user(&self, user: UserId, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        self.require(Permission::ViewLog)?;
        self.read(|reading| {
            let mut entries = reading.audit_of_subject(user.as_bytes(), limit)?;
            for record in reading.keys(user)? {
                entries.extend(reading.audit_of_subject(record.key.id.as_bytes(), limit)?);
            }
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
            entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(entries)
        })
    }

    /// Why a user may open what the user may open: for each lock every way from a source to it.
    ///
    /// # Errors
    /// [`Error::Rule`], [`Error::Store`].
    pub fn reasons_of_user(&self, user: UserId) -> Result<BTreeMap<LockId, BTreeSet<Way>>, Error> {
        let (facts, zone) = (self.facts()?, self.info()?.zone);
        let now = self.services.now();
        let (user, sources) =
            self.read(|reading| Ok((reading.user(user)?, reading.sources(user)?)))?;
        let over = |date: LocalDate| date.end(zone) <= now;
        if user.end_date.is_some_and(over) {
            return Ok(BTreeMap::new());
        }
        let sources: Vec<Source> = sources.into_iter().map(|source| source.value).collect();
        reasons(&facts, &sources, now).map_err(|refusal| super::plan::refused(&facts, refusal))
    }
}
