//! What lies on the encoder, decoded.

use super::programming::format;
use super::seen::after_a_look;
use super::{Authority, Error, Station};
use crate::device::encoder::{Encoder, FobState, MediumInfo};
use crate::device::lock_service::LockService;
use crate::device::programming_key::ProgrammingKey;
use crate::device::{self};
use crate::medium::{Blocklist, Configuration, Image, PublicKey, SignedConfiguration};
use crate::model::Uid;
use crate::store::{KeyRecord, LockRecord};

/// A medium as it was read.
#[derive(Debug, Clone)]
pub struct ReadMedium {
    /// Its chip number.
    pub uid: Uid,
    /// The name of its chip.
    pub chip: &'static str,
    /// The generation of its card keys.
    pub generation: u8,
    /// The image; none where nothing was written yet.
    pub image: Option<Image>,
    /// Whether a key of this system signed the image for this medium.
    pub signature_valid: bool,
    /// The blocklist it carries, where it is one and its signature holds.
    pub blocklist: Option<Blocklist>,
    /// The key in the system, if it is one of its.
    pub key: Option<KeyRecord>,
    /// How many events locks have left on it.
    pub events: usize,
}

impl Station {
    /// Reads the fob on the encoder over an authenticated session.
    ///
    /// # Errors
    /// [`Error::Encoder`] where there is none, or none of this system's.
    pub fn read_medium(
        &mut self,
        encoder: &mut dyn Encoder,
        token: &mut dyn ProgrammingKey,
    ) -> Result<ReadMedium, Error> {
        let info = self.fob_on(encoder)?;
        let authority = Authority::unlock(self, token)?;
        self.read_by(&authority, info.chip.name(), encoder)
    }

    /// Reads the fob that a look found, and that has this chip, with keys that are at hand.
    pub(super) fn read_by(
        &self,
        authority: &Authority,
        chip: &'static str,
        encoder: &mut dyn Encoder,
    ) -> Result<ReadMedium, Error> {
        let contents = encoder.read(&*authority.fob_keys(), &format());
        let contents = contents.map_err(after_a_look)?;
        let uid = Uid::new(&contents.uid)?;
        let image = if contents.image.is_empty() {
            None
        } else {
            Some(Image::parse(&contents.image)?)
        };
        let blocklist = Blocklist::parse(&contents.blocklist).ok();
        let keys = self.signing_keys()?;
        let public = |generation| -> Result<Option<PublicKey>, Error> {
            let known = keys.iter().find(|(known, _)| *known == generation);
            Ok(known
                .map(|(_, key)| PublicKey::from_sec1(&key.compressed()))
                .transpose()?)
        };
        let signature_valid = match &image {
            Some(image) => {
                let header = image.header();
                let bound = header.uid == contents.uid && header.system == authority.system();
                bound && public(header.signer)?.is_some_and(|key| image.verify(&key).is_ok())
            }
            None => false,
        };
        let blocklist = match blocklist {
            Some(list) => {
                let key = public(list.front().signer)?;
                Some(list).filter(|list| {
                    key.is_some_and(|key| list.verify(authority.system(), &key).is_ok())
                })
            }
            None => None,
        };
        let key = self.key_on_chip(&uid)?;
        let written = key
            .as_ref()
            .filter(|record| record.key.uid.as_ref() == Some(&uid));
        if let (Some(record), Some(list)) = (written, &blocklist) {
            self.change(|change| change.key_saw_blocklist(record.key.id, list.front().version))?;
        }
        Ok(ReadMedium {
            uid,
            chip,
            generation: contents.generation,
            image,
            signature_valid,
            blocklist,
            key,
            events: contents.events.len(),
        })
    }

    /// What lies on the encoder, as far as it shows without keys.
    ///
    /// # Errors
    /// [`Error::Encoder`] for a chip that is not accepted, and those of line and field.
    pub fn look(&self, encoder: &mut dyn Encoder) -> Result<Option<MediumInfo>, Error> {
        Ok(encoder.look()?)
    }

    /// The key whose fob lies on the encoder: that of an open write, else that of the chip number.
    ///
    /// # Errors
    /// [`Error::Encoder`] where none lies there or it is foreign; [`Error::FobBlank`],
    /// [`Error::FobBegunElsewhere`], [`Error::FobUnknown`] where the records have no key with its chip number: whose it
    /// is then, only reading it tells ([`Station::read_unknown`]).
    pub fn key_on_encoder(&self, encoder: &mut dyn Encoder) -> Result<KeyRecord, Error> {
        // A chip number that the records know says enough.
        if let Some(uid) = encoder.presence()?
            && let Ok(uid) = Uid::new(&uid)
            && uid.seven().is_some()
            && let Some(record) = self.key_on_chip(&uid)?
        {
            return Ok(record);
        }
        let info = self.look(encoder)?.ok_or(device::Error::NoFob)?;
        let uid = Uid::new(&info.uid)?;
        self.key_on_chip(&uid)?.ok_or_else(|| match info.state {
            FobState::Factory => Error::FobBlank,
            FobState::Started => Error::FobBegunElsewhere,
            FobState::Ours { .. } => Error::FobUnknown,
            FobState::Foreign => device::Error::ForeignMasterKey.into(),
        })
    }

    /// The key of the medium with this chip number: the one of which a write to it is open, or the one that was last
    /// written to it. None where the records have neither.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn key_on_chip(&self, uid: &Uid) -> Result<Option<KeyRecord>, Error> {
        self.read(|reading| {
            let open = reading.open_intents()?;
            let task = open.into_iter().find(|task| {
                task.intent
                    .as_ref()
                    .is_some_and(|intent| intent.uid == *uid)
            });
            match task {
                Some(task) => reading.key(task.key).map(Some),
                None => reading.key_by_uid(uid),
            }
        })
    }

    /// What a lock holds, read over its cable.
    ///
    /// # Errors
    /// [`Error::Door`], [`Error::Medium`] where it holds something else than a configuration.
    pub fn read_lock(
        &self,
        record: &LockRecord,
        service: &mut dyn LockService,
    ) -> Result<ReadLock, Error> {
        let holds = service.read(record.lock.number)?;
        let parsed = holds
            .configuration
            .as_deref()
            .map(SignedConfiguration::parse);
        let list = holds.blocklist.as_deref().map(Blocklist::parse);
        let (expected, group) = self.read(|reading| {
            let expected = reading.deployed_configuration(record.lock.id)?;
            let group = reading.blocking_group(record.lock.blocking_group)?;
            Ok((expected, group))
        })?;
        let blocklist = list.transpose()?;
        // A lock that came from another group obeys the list of that no more.
        let obeyed = blocklist
            .as_ref()
            .filter(|list| list.front().group == group.number)
            .filter(|list| self.signed_here(list));
        let held = obeyed.map_or(0, |list| list.front().version);
        let deployed = record.deployed.as_ref();
        let recorded = deployed.map(|deployed| deployed.blocklist_version);
        let known = recorded.unwrap_or(0);
        let list_as_recorded = held == known && blocklist.is_some() == obeyed.is_some();
        Ok(ReadLock {
            configuration: parsed
                .transpose()?
                .map(|signed| signed.configuration().clone()),
            as_recorded: holds.configuration == expected && list_as_recorded,
            recorded_blocklist: recorded,
            newer_blocklist: obeyed
                .filter(|_| recorded.is_some() && held > known)
                .cloned(),
            blocklist,
        })
    }

    /// Records that a lock was read with a newer blocklist of its group than was known. Where that list is from after
    /// the backup that the system came back from, what it blocks is blocked again first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note_list_of_lock(&self, record: &LockRecord, list: &Blocklist) -> Result<(), Error> {
        self.catch_up_with(record.lock.blocking_group, list)?;
        let version = list.front().version;
        self.change(|change| change.lock_saw_blocklist(record.lock.id, version))
    }

    /// Whether a key of this system signed a blocklist.
    fn signed_here(&self, list: &Blocklist) -> bool {
        let (Ok(keys), Ok(info)) = (self.signing_keys(), self.info()) else {
            return false;
        };
        let signer = list.front().signer;
        let mut keys = keys.iter().filter(|(generation, _)| *generation == signer);
        keys.any(|(_, key)| {
            let key = PublicKey::from_sec1(&key.compressed());
            key.is_ok_and(|key| list.verify(info.id, &key).is_ok())
        })
    }
}

/// What a lock holds.
#[derive(Debug)]
pub struct ReadLock {
    /// Its configuration; none before the first.
    pub configuration: Option<Configuration>,
    /// Its blocklist.
    pub blocklist: Option<Blocklist>,
    /// Whether configuration and blocklist are those of the records.
    pub as_recorded: bool,
    /// The version of the blocklist that it has by the records; none before the first configuration.
    pub recorded_blocklist: Option<u32>,
    /// Its blocklist where that is genuine and newer than recorded.
    pub newer_blocklist: Option<Blocklist>,
}
