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
//! The fob's blocklist tells of the time after the backup too. Keys on it that the records do not have blocked are
//! blocked again, so that the next list drops none; the version of the list is raised beyond the fob's.

use super::reading::ReadMedium;
use super::{Error, Station};
use crate::device::encoder::Encoder;
use crate::device::programming_key::ProgrammingKey;
use crate::model::{BlockingGroupId, KeyId, KeyNumber, Permission};
use crate::store::{Adopted, KeyRecord};
use crate::time::UtcMillis;

/// The reason that stands on the blocklist for keys that a fob's list brought back.
const REASON: &str = "found-on-medium";

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
    /// Numbers on the fob's list that no key of the system has, or that cannot be blocked: the next list is without
    /// them.
    pub unknown: Vec<KeyNumber>,
}

impl Station {
    /// Reads the fob on the encoder and takes over what it holds as the key's written view.
    ///
    /// # Errors
    /// [`Error::FobNotGenuine`], [`Error::FobOfOtherKey`], [`Error::FobOfLostKey`], [`Error::FobOlder`]; those of
    /// [`Station::read_medium`]. Then nothing was changed.
    pub fn adopt_medium(
        &mut self,
        encoder: &mut dyn Encoder,
        token: &mut dyn ProgrammingKey,
    ) -> Result<Adoption, Error> {
        let medium = self.read_medium(encoder, token)?;
        let image = medium.image.as_ref().filter(|_| medium.signature_valid);
        let image = image.ok_or(Error::FobNotGenuine)?;
        let header = image.header();
        let record = self.record_for(&medium, header.key)?;
        self.require_over_user(Permission::ProgramKeys, record.key.user)?;
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
        let listed = list
            .and_then(|list| Some((group(Some(list.front().group))?, list)))
            .filter(|(group, list)| group.blocklist_version <= list.front().version)
            .map(|(group, list)| (group.id, list.front().version, list.keys().collect()));
        let (blocked, unknown) = self.change(|change| {
            if changed {
                change.adopt_medium(&found)?;
            }
            match &listed {
                Some((group, version, keys)) => catch_up(change, *group, *version, keys),
                None => Ok((Vec::new(), Vec::new())),
            }
        })?;
        let key = self.read(|reading| reading.key(found.key))?;
        Ok(Adoption {
            medium,
            key,
            changed,
            blocked,
            unknown,
        })
    }

    /// The record of the key that the image on the fob names.
    fn record_for(&self, medium: &ReadMedium, number: KeyNumber) -> Result<KeyRecord, Error> {
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
            None => Ok(record),
        }
    }
}

/// Blocks what the genuine list of a fob blocks and the records do not, and raises the version beyond it.
fn catch_up(
    change: &mut crate::store::Change<'_>,
    group: BlockingGroupId,
    version: u32,
    listed: &Vec<KeyNumber>,
) -> Result<(Vec<KeyNumber>, Vec<KeyNumber>), crate::store::Error> {
    let own = change.blocklist(group)?;
    let same = own.version == version
        && own.entries.len() == listed.len()
        && own
            .entries
            .iter()
            .all(|entry| listed.contains(&entry.number));
    if same {
        return Ok((Vec::new(), Vec::new()));
    }
    let _raised = change.raise_blocklist_above(group, version)?;
    let (mut blocked, mut unknown) = (Vec::new(), Vec::new());
    for number in listed {
        if own.entries.iter().any(|entry| entry.number == *number) {
            continue;
        }
        let record = change.key_by_number(*number)?;
        let done = record.map(|record| block(change, record.key.id, record.version, group));
        match done {
            Some(Ok(())) => blocked.push(*number),
            None | Some(Err(crate::store::Error::KeyTransition { .. })) => unknown.push(*number),
            Some(Err(error)) => return Err(error),
        }
    }
    Ok((blocked, unknown))
}

fn block(
    change: &mut crate::store::Change<'_>,
    key: KeyId,
    version: u64,
    group: BlockingGroupId,
) -> Result<(), crate::store::Error> {
    let _version = change.block_key(key, version, &[group].into(), REASON)?;
    Ok(())
}
