//! What stands at the front of an image, read before anything is written: whose medium it is and how often it
//! was programmed. A station writes revision `r + 1` onto revision `r` and nothing else, so that two stations
//! cannot overwrite each other unnoticed.

use serde::{Deserialize, Serialize};

use super::Error;
use super::image::header::{FIELDS, Header};
use crate::model::{Generation, KeyNumber, Revision, SystemId};

/// How many bytes of the image file are read for it: one exchange.
pub const FENCE_LENGTH: usize = FIELDS;

/// The front of an image, not verified: the card's own authentication vouches for it here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The system it was written for.
    pub system: SystemId,
    /// The key's number.
    pub key: KeyNumber,
    /// The generation of its card keys, as the image says.
    pub generation: Generation,
    /// How often its table was written.
    pub revision: Revision,
    /// When: seconds since 1970-01-01T00:00Z.
    pub issued: u32,
    /// Bytes of the whole image.
    pub length: u32,
}

impl Fence {
    /// Reads the front of the image file; none where nothing was ever written there (all zeros).
    ///
    /// # Errors
    /// [`Error`] where it is neither.
    pub fn read(front: &[u8]) -> Result<Option<Self>, Error> {
        let fields = front.get(..FENCE_LENGTH).ok_or(Error::Truncated)?;
        if fields.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let (header, shape) = Header::decode(fields)?;
        Ok(Some(Self {
            system: header.system,
            key: header.key,
            generation: header.generation,
            revision: header.revision,
            issued: header.issued,
            length: u32::try_from(shape.image_length()).map_err(|_| Error::Malformed)?,
        }))
    }

    /// The only revision that may be written next; none after the last.
    pub fn next(&self) -> Option<Revision> {
        self.revision.0.checked_add(1).map(Revision)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::medium::testing::{header, sign};

    #[test]
    fn the_front_tells_revision_and_generation() {
        let image =
            crate::medium::Image::build(&header(), &crate::access::AccessTable::default(), &sign)
                .unwrap();
        let fence = Fence::read(&image.as_bytes()[..FENCE_LENGTH])
            .unwrap()
            .unwrap();
        assert_eq!(
            (fence.revision, fence.generation),
            (header().revision, header().generation)
        );
        assert_eq!(fence.next(), Some(Revision(header().revision.0 + 1)));
    }

    #[test]
    fn an_empty_file_is_no_error() {
        assert_eq!(Fence::read(&[0; 192]), Ok(None));
        assert_eq!(Fence::read(&[0; 39]), Err(Error::Truncated));
        assert_eq!(Fence::read(&[2; 40]), Err(Error::Format { found: 2 }));
    }
}
