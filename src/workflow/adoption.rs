//! Taking over what a fob holds into the records: the way on for a system that came back from a backup.
//!
//! A fob that was written after the backup was made holds a later revision than the records know, and the station
//! refuses to write it (`fob-changed-elsewhere`): for all it knows, another station is ahead. Only a person can say
//! that there is no other. Said so, the fob is read over an authenticated session, and what it holds becomes the key's
//! written view where all of this is so:
//!
//! * the system's own signing key of a generation it knows signed the image, for this chip number and this system;
//! * the image names the key whose record is taken (found by the chip number, or by the number of a key that has no
//!   medium yet);
//! * its revision is not below the recorded one, so an old image that was put back is never taken.
//!
//! The wanted view stays as it is: the fob is pending afterwards, the difference shows what the next write would
//! change, and that write's revision goes beyond the one that was read. Nothing is written here.
//!
//! The blocklist of a fob, or of a lock that is visited, tells of the time after the backup too. Keys on it that the
//! records do not have blocked are blocked again, drafts among them: a medium with their number is out there. Numbers of
//! which the records have no key, or only one that was returned, stay on the list as they are, until somebody takes them
//! off. So the next list drops none; its version is raised beyond that one's. What was taken off a list since that one
//! was made stays off.

use std::collections::BTreeSet;

use super::reading::ReadMedium;
use super::{Error, Station};
use crate::device::encoder::Encoder;
use crate::device::programming_key::ProgrammingKey;
use crate::medium::Blocklist;
use crate::model::{BlockingGroupId, KeyNumber, KeyState, Permission};
use crate::store::{Actor, Adopted, BLOCKLIST_STEP, KeyRecord};
use crate::time::UtcMillis;

/// The reason that stands on the blocklist for keys that a fob's list brought back.
const ON_MEDIUM: &str = "found-on-medium";
/// The same for those that a lock's list did.
const IN_LOCK: &str = "found-in-lock";

/// What was taken over.
#[derive(Debug)]
pub struct Adoption {
    /// What lay on the encoder.
    pub medium: ReadMedium,
    /// The key afterwards.
    pub key: KeyRecord,
    /// Whether anything had to be taken over.
    pub changed: bool,
    /// Keys that are blocked again because the fob's list has them.
    pub blocked: Vec<KeyNumber>,
    /// Numbers on the fob's list that no key of the system has, or whose key cannot be blocked: they stay on the list
    /// as numbers.
    pub unknown: Vec<KeyNumber>,
}

impl Station {
    /// Reads the fob on the encoder and takes over what it holds as the key's written view.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::FobNotGenuine`], [`Error::FobOfOtherKey`], [`Error::FobOfLostKey`],
    /// [`Error::FobOlder`]; [`Error::Detailed`] with what may be taken off where a blocklist is full; those of
    /// [`Station::read_medium`]. Then nothing was changed.
    pub fn adopt_medium(
        &mut self,
        encoder: &mut dyn Encoder,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Adoption, Error> {
        self.require(Permission::ProgramKeys)?;
        let medium = self.read_medium(encoder, token)?;
        let image = medium.image.as_ref().filter(|_| medium.signature_valid);
        let image = image.ok_or(Error::FobNotGenuine)?;
        let header = image.header();
        let record = self.record_for(&medium, header.key);
        let record = record.map_err(|error| self.naming_people(error))?;
        self.require_over_key(Permission::ProgramKeys, &record)?;
        if header.revision < record.key.revision {
            return Err(Error::FobOlder {
                number: header.key.0,
            });
        }
        let facts = self.facts()?;
        let group = |number| {
            facts
                .blocking_groups
                .values()
                .find(|group| Some(group.number) == number)
        };
        let home_group = group(header.home_group).map(|group| group.id);
        let list = medium.blocklist.as_ref();
        let found = Adopted {
            key: record.key.id,
            uid: medium.uid.clone(),
            generation: header.generation,
            revision: header.revision,
            table: image.table().clone(),
            image: image.as_bytes().to_vec(),
            home_group,
            blocklist_version: list.map(|list| list.front().version),
            written_at: UtcMillis(i64::from(header.issued) * 1_000),
        };
        let written = self.read(|reading| reading.written_view(record.key.id))?;
        let changed = written.is_none_or(|view| view.image != found.image);
        let catching_up = match list {
            Some(list) => match group(Some(list.front().group)) {
                Some(group) => self.behind(group.id, list, ON_MEDIUM)?,
                None => None,
            },
            None => None,
        };
        let blocked = self.change(|change| {
            if changed {
                change.adopt_medium(&found)?;
            } else if change.may_hold_more(found.key)? {
                change.found_unchanged(&found)?;
            }
            catching_up
                .as_ref()
                .map_or(Ok(Vec::new()), |behind| behind.catch_up(change))
        });
        let blocked = blocked.map_err(|error| {
            let groups = catching_up.as_ref().map(Behind::groups).unwrap_or_default();
            self.with_removable(error, &groups)
        })?;
        let listed = catching_up.map(|behind| behind.listed).unwrap_or_default();
        let unknown = listed
            .into_iter()
            .filter(|number| !blocked.contains(number))
            .collect();
        let key = self.read(|reading| reading.key(found.key))?;
        Ok(Adoption {
            medium,
            key,
            changed,
            blocked,
            unknown,
        })
    }

    /// Blocks what a genuine list that was found in a lock blocks, where it is from after the backup that the system came
    /// back from. Nobody decides anything here: the system's own signature says what it had blocked, and whoever
    /// visits doors may be allowed nothing else. So it is the station that does it.
    pub(super) fn catch_up_with(
        &self,
        group: BlockingGroupId,
        list: &Blocklist,
    ) -> Result<(), Error> {
        let Some(behind) = self.behind(group, list, IN_LOCK)? else {
            return Ok(());
        };
        let now = self.services.now();
        let blocked = self
            .store()
            .change(Actor::Station, now, |change| behind.catch_up(change))?;
        tracing::info!(
            keys = blocked.len(),
            "blocked again what a lock's list blocks"
        );
        Ok(())
    }

    /// What a genuine list from after the backup, or one that is not older than the recorded list, knows beyond that;
    /// none where it is older or the same.
    fn behind(
        &self,
        group: BlockingGroupId,
        list: &Blocklist,
        reason: &'static str,
    ) -> Result<Option<Behind>, Error> {
        let (own, backup, lifted) = self.read(|reading| {
            Ok((
                reading.blocklist(group)?,
                reading.blocklist_restored_from(group)?,
                reading.lifted_numbers(group)?,
            ))
        })?;
        let known: BTreeSet<KeyNumber> = own.numbers().collect();
        let held: BTreeSet<KeyNumber> = list.keys().collect();
        let version = list.front().version;
        let since_backup = backup.is_some_and(|backup| {
            version > backup && version < backup.saturating_add(BLOCKLIST_STEP)
        });
        let newer = version > own.version || (version == own.version && held != known);
        if !since_backup && !newer {
            return Ok(None);
        }
        // What was taken off after this list was made stays off.
        let stays_off = |number: &&KeyNumber| lifted.get(number).is_some_and(|at| *at > version);
        let listed = held.difference(&known).filter(|number| !stays_off(number));
        let listed: Vec<KeyNumber> = listed.copied().collect();
        let mut keys = Vec::new();
        for number in &listed {
            if let Some(record) = self.read(|reading| reading.key_by_number(*number))? {
                let mut groups = self.groups_to_block(&record)?;
                let _new = groups.insert(group);
                keys.push((record, groups));
            }
        }
        Ok(Some(Behind {
            group,
            version,
            reason,
            listed,
            keys,
        }))
    }

    /// The record of the key that the image on the fob names.
    pub(super) fn record_for(
        &self,
        medium: &ReadMedium,
        number: KeyNumber,
    ) -> Result<KeyRecord, Error> {
        match &medium.key {
            Some(record) if record.key.number == number => return Ok(record.clone()),
            Some(other) => {
                return Err(Error::FobOfOtherKey {
                    number: other.key.number.0,
                });
            }
            None => {}
        }
        let record = self.read(|reading| reading.key_by_number(number))?;
        let record = record.ok_or(Error::FobOfLostKey { number: number.0 })?;
        match &record.key.uid {
            // Written for another chip since: this fob is not the key's any more.
            Some(_) => Err(Error::FobOfOtherKey { number: number.0 }),
            // It has come to its end by the records, and nothing makes it good again.
            None if matches!(record.key.state, KeyState::Deleted | KeyState::Returned) => {
                Err(Error::FobOfLostKey { number: number.0 })
            }
            None => Ok(record),
        }
    }
}

/// What a fob's list knows that the records do not.
struct Behind {
    group: BlockingGroupId,
    version: u32,
    /// The reason that stands on the blocklist from now on.
    reason: &'static str,
    /// Keys on the fob's list that are not on the recorded one.
    listed: Vec<KeyNumber>,
    /// Those that the system has, with the groups whose locks they may open.
    keys: Vec<(KeyRecord, BTreeSet<BlockingGroupId>)>,
}

impl Behind {
    /// Every group whose list it may add to.
    fn groups(&self) -> BTreeSet<BlockingGroupId> {
        let of_keys = self.keys.iter().flat_map(|(_, groups)| groups);
        of_keys.copied().chain([self.group]).collect()
    }

    /// Blocks what the fob's list blocks, and raises the version beyond it.
    fn catch_up(
        &self,
        change: &mut crate::store::Change<'_>,
    ) -> Result<Vec<KeyNumber>, crate::store::Error> {
        let _raised = change.raise_blocklist_above(self.group, self.version)?;
        let mut blocked = Vec::new();
        for (record, groups) in &self.keys {
            if change.block_found_key(record.key.id, groups, self.reason)? {
                blocked.push(record.key.number);
            }
        }
        for number in &self.listed {
            if !blocked.contains(number) {
                change.block_stranger(self.group, *number, self.reason)?;
            }
        }
        Ok(blocked)
    }
}
