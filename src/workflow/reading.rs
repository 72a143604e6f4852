//! What lies on the encoder, decoded.

use super::programming::format;
use super::{Authority, Error, Station};
use crate::device::encoder::Encoder;
use crate::device::programming_key::ProgrammingKey;
use crate::device::{self};
use crate::medium::{Blocklist, Image, PublicKey};
use crate::model::Uid;
use crate::store::KeyRecord;

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
        let info = encoder.look()?.ok_or(device::Error::NoFob)?;
        let authority = Authority::unlock(self, token)?;
        let contents = encoder.read(&*authority.fob_keys(), &format())?;
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
        let key = self.read(|reading| reading.key_by_uid(&uid))?;
        if let (Some(record), Some(list)) = (&key, &blocklist) {
            self.change(|change| change.key_saw_blocklist(record.key.id, list.front().version))?;
        }
        Ok(ReadMedium {
            uid,
            chip: info.chip.name(),
            generation: contents.generation,
            image,
            signature_valid,
            blocklist,
            key,
            events: contents.events.len(),
        })
    }
}
