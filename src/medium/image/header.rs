//! The fields at the front of an image: whose it is, how old, and how long.

use serde::{Deserialize, Serialize};

use super::budget::{BODY_ALIGNMENT, LEAF, LEAVES_PER_PAGE, PAGE, SPARE_LIMIT};
use crate::medium::Error;
use crate::medium::bits::Bytes;
use crate::model::{BlockingGroupNumber, Generation, KeyNumber, Revision, SystemId};

/// Bytes of the fields before the signature.
pub const FIELDS: usize = 40;
/// The format that this module reads and writes.
pub const FORMAT: u8 = 1;

/// What the station says about a medium beside its access table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Header {
    /// The system whose locks it opens.
    pub system: SystemId,
    /// The chip number it is bound to, as the chip sends it.
    #[serde(with = "crate::medium::hexadecimal")]
    pub uid: [u8; 7],
    /// The generation of the medium's card keys.
    pub generation: Generation,
    /// The generation of the signing key.
    pub signer: Generation,
    /// The key's number.
    pub key: KeyNumber,
    /// The group whose blocklist it carries.
    pub home_group: Option<BlockingGroupNumber>,
    /// How often the table was written.
    pub revision: Revision,
    /// When it was programmed: seconds since 1970-01-01T00:00Z. Expiry intervals count from here.
    pub issued: u32,
}

/// How the bytes after the fields are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::medium) struct Shape {
    /// 0: locks in the head; 1: leaves; 2: pages of leaves.
    pub(in crate::medium) levels: u8,
    /// Bytes of the head, fields and signature included.
    pub(in crate::medium) head: u16,
    /// Leaves in the body.
    pub(in crate::medium) leaves: u16,
    /// Where the body begins, in units of [`BODY_ALIGNMENT`]; 0 where there is none.
    pub(in crate::medium) body: u8,
}

impl Shape {
    /// Bytes of the whole image.
    pub(in crate::medium) fn image_length(self) -> usize {
        let leaves = usize::from(self.leaves);
        let pages = if self.levels == 2 {
            leaves.div_ceil(LEAVES_PER_PAGE)
        } else {
            0
        };
        match self.levels {
            0 => usize::from(self.head),
            _ => self.body_offset() + pages * PAGE + leaves * LEAF,
        }
    }

    /// Where the body begins, in bytes.
    pub(in crate::medium) fn body_offset(self) -> usize {
        usize::from(self.body) * BODY_ALIGNMENT
    }

    /// Whether the body begins behind the head and not far behind it.
    fn is_body_in_place(self) -> bool {
        let head = usize::from(self.head);
        match self.levels {
            0 => self.body == 0,
            _ => (head..=head + SPARE_LIMIT).contains(&self.body_offset()),
        }
    }
}

impl Header {
    pub(in crate::medium) fn encode(&self, shape: Shape) -> [u8; FIELDS] {
        let mut out = [0; FIELDS];
        let mut place = 0;
        let home = self.home_group.map_or(0, |group| group.0);
        let mut push = |bytes: &[u8]| {
            out[place..place + bytes.len()].copy_from_slice(bytes);
            place += bytes.len();
        };
        push(&[FORMAT, shape.levels]);
        push(&shape.head.to_be_bytes());
        push(&self.system.0);
        push(&self.uid);
        push(&[self.generation.get(), self.signer.get()]);
        push(&self.key.0.to_be_bytes());
        push(&home.to_be_bytes());
        push(&shape.leaves.to_be_bytes());
        push(&[shape.body, 0, 0]);
        push(&self.revision.0.to_be_bytes());
        push(&self.issued.to_be_bytes());
        out
    }

    pub(in crate::medium) fn decode(bytes: &[u8]) -> Result<(Self, Shape), Error> {
        let mut rest = Bytes(bytes);
        let format = rest.u8()?;
        if format != FORMAT {
            return Err(Error::Format { found: format });
        }
        let levels = rest.u8()?;
        let head = rest.u16()?;
        let system = SystemId(rest.array()?);
        let uid = rest.array()?;
        let generation = Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?;
        let signer = Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?;
        let key = KeyNumber(rest.u32()?);
        let home = rest.u16()?;
        let leaves = rest.u16()?;
        let [body, reserved @ ..] = rest.array::<3>()?;
        let shape = Shape {
            levels,
            head,
            leaves,
            body,
        };
        if levels > 2 || reserved != [0; 2] || !shape.is_body_in_place() {
            return Err(Error::Malformed);
        }
        let header = Self {
            system,
            uid,
            generation,
            signer,
            key,
            home_group: (home > 0).then_some(BlockingGroupNumber(home)),
            revision: Revision(rest.u32()?),
            issued: rest.u32()?,
        };
        Ok((header, shape))
    }
}
