//! What an encoder is asked to do, and what it reports.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::identify::Chip;
use super::layout::{BLOCKLIST_FILE, IMAGE_FILE};
use crate::device::Error;

/// What a key of a fob is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyRole {
    /// Master key of the whole card.
    CardMaster,
    /// Key 0 of our application: makes files and changes keys.
    AppMaster,
    /// Key 1: the station writes and reads everything.
    StationWrite,
    /// Key 2: a lock reads the image.
    LockRead,
    /// Key 3: a lock reads and writes the blocklist and adds events.
    LockCarry,
}

/// The keys of one system's fobs, already diversified.
pub trait FobKeys: Send + Sync {
    /// The key of the fob with chip number `uid` for `role` in key generation `generation` (1 to 255).
    ///
    /// # Errors
    /// [`Error::NoKey`] when the secrets of that generation are not at hand.
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, Error>;
}

/// The few fields of an image that tell one state of a fob from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    /// Key generation for which the image was made.
    pub generation: u8,
    /// Number of the image: grows with each write to this fob.
    pub revision: u32,
    /// Length of the whole image in bytes.
    pub length: u32,
}

/// The little that must be known about the form of image and blocklist.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Offset in the image of the bytes that [`Format::fence`] looks at.
    pub fence_offset: u32,
    /// Their number; up to 44 fit one exchange.
    pub fence_length: u32,
    /// Reads the fence from these bytes; `None` when no image stands there (all zero).
    pub fence: fn(&[u8]) -> Option<Fence>,
    /// Bytes at the start of the image's file that a lock reads before it knows how long the image is. A card gives
    /// nothing at all of a file that is shorter.
    pub first_read: u32,
    /// Number of bytes at the start of the blocklist that tell its length.
    pub blocklist_head: u32,
    /// Reads the blocklist's whole length from these bytes; `None` when no list stands there.
    pub blocklist_length: fn(&[u8]) -> Option<u32>,
    /// Whether a list that begins with the first bytes is newer than one that begins with the second, and for the
    /// same locks.
    pub blocklist_newer: fn(&[u8], &[u8]) -> bool,
}

/// Whether a whole blocklist is one of this system, as it signs them now. A list that says of itself that it is
/// newer is believed only then; a forged one may not keep the genuine one away.
pub type ListCheck = Arc<dyn Fn(&[u8]) -> bool + Send + Sync>;

impl Format {
    /// The fence of a whole image.
    pub fn fence_of(&self, image: &[u8]) -> Option<Fence> {
        let start = usize::try_from(self.fence_offset).ok()?;
        let end = start.checked_add(usize::try_from(self.fence_length).ok()?)?;
        (self.fence)(image.get(start..end)?)
    }
}

/// Sizes of the files of a new fob, in bytes. The card keeps each twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSizes {
    /// Of the image.
    pub image: u32,
    /// Of the blocklist.
    pub blocklist: u32,
}

impl Default for FileSizes {
    /// Fits a card of 8 KB.
    fn default() -> Self {
        Self {
            image: 2_048,
            blocklist: 640,
        }
    }
}

/// What the station's records say lies on the fob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A fob as it left the factory, or emptied.
    Factory,
    /// A fob of ours.
    Ours {
        /// Generation of its keys.
        generation: u8,
        /// Fence of the image on it.
        fence: Fence,
    },
}

/// One fob to be programmed. It is written down durably before it comes here.
#[derive(Clone)]
pub struct ProgramJob {
    /// Chip number of the fob.
    pub uid: [u8; 7],
    /// Keys of the fob.
    pub keys: Arc<dyn FobKeys>,
    /// Key generation that the fob shall have; 1 to 255.
    pub generation: u8,
    /// What lies on the fob before the job.
    pub expected: Expected,
    /// The image that was last read back from the fob, when it is known: then only what differs is written.
    pub previous: Option<Vec<u8>>,
    /// The new image.
    pub image: Vec<u8>,
    /// The new blocklist; `None` leaves the fob's. It never takes the place of a newer one: a lock may have given
    /// the fob a list that was signed after this job was written down.
    pub blocklist: Option<Vec<u8>>,
    /// Judges such a newer list.
    pub list_check: ListCheck,
    /// Form of image and blocklist.
    pub format: Format,
    /// Sizes of the files, for a fob that has none yet.
    pub sizes: FileSizes,
}

impl ProgramJob {
    /// The new image's fence, after a check that the job makes sense.
    pub(super) fn check(&self) -> Result<Fence, Error> {
        let bad = |what| Err(Error::BadJob { what });
        let Some(fence) = self.format.fence_of(&self.image) else {
            return bad("image without fence");
        };
        if self.generation == 0 || fence.generation != self.generation {
            return bad("key generation");
        }
        if usize::try_from(fence.length) != Ok(self.image.len()) {
            return bad("length of the image");
        }
        if self.blocklist.as_ref().is_some_and(Vec::is_empty) {
            return bad("empty blocklist");
        }
        if self.expected == Expected::Factory && self.sizes.image < self.format.first_read {
            return bad("size of the image's file");
        }
        if self.expected == Expected::Factory {
            self.check_room(self.sizes.image, self.sizes.blocklist)?;
        }
        Ok(fence)
    }

    /// Whether a file of an interrupted run, made with this size, is large enough to be kept: for an image no
    /// less than its length and what a lock reads first, for a blocklist no less than half of what was planned (the
    /// smaller of two plans).
    pub(super) fn suffices(&self, file: u8, size: u32) -> bool {
        match file {
            IMAGE_FILE => {
                let length = u32::try_from(self.image.len());
                length.is_ok_and(|length| length.max(self.format.first_read) <= size)
            }
            BLOCKLIST_FILE => size >= self.sizes.blocklist / 2,
            _ => true,
        }
    }

    /// Whether image and blocklist fit files of these sizes.
    pub(super) fn check_room(&self, image: u32, blocklist: u32) -> Result<(), Error> {
        let holds =
            |size: u32, bytes: &[u8]| u32::try_from(bytes.len()).is_ok_and(|length| length <= size);
        let list = self.blocklist.as_deref().unwrap_or_default();
        if !holds(image, &self.image) {
            Err(Error::ImageTooLarge)
        } else if !holds(blocklist, list) {
            Err(Error::BlocklistTooLarge)
        } else {
            Ok(())
        }
    }

    /// The fence that the fob must show before it is written.
    pub(super) fn expected_fence(&self) -> Option<Fence> {
        match self.expected {
            Expected::Factory => None,
            Expected::Ours { fence, .. } => Some(fence),
        }
    }

    /// A key version that this job may meet: the one it starts from, or the one it leaves.
    pub(super) fn may_meet(&self, version: u8) -> bool {
        let start = match self.expected {
            Expected::Factory => 0,
            Expected::Ours { generation, .. } => generation,
        };
        version == start || version == self.generation
    }
}

/// One fob to be emptied.
#[derive(Clone)]
pub struct EmptyJob {
    /// Chip number of the fob.
    pub uid: [u8; 7],
    /// Keys of the fob.
    pub keys: Arc<dyn FobKeys>,
}

/// How far a fob came, as far as it shows without our keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FobState {
    /// As it left the factory, or emptied: the factory's master key was tried and opens it.
    Factory,
    /// First programming or emptying was begun and not finished. Running the same job again continues it.
    Started,
    /// Our application stands on it, with keys of this generation. Whether they are this system's, only a session
    /// with its keys tells.
    Ours {
        /// Version byte of the application's keys.
        generation: u8,
    },
    /// Its master key is neither the factory's nor of our kind.
    Foreign,
}

/// What lies on the encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediumInfo {
    /// Chip number.
    pub uid: [u8; 7],
    /// Kind of chip.
    pub chip: Chip,
    /// How far it came.
    pub state: FobState,
    /// Free memory in bytes.
    pub free: u32,
}

/// All content of a fob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediumContents {
    /// Chip number.
    pub uid: [u8; 7],
    /// Generation of its keys.
    pub generation: u8,
    /// The image; empty when none was written yet.
    pub image: Vec<u8>,
    /// The blocklist; empty when none was written yet.
    pub blocklist: Vec<u8>,
    /// Event records, oldest first.
    pub events: Vec<[u8; 16]>,
}

/// What the encoder is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Which fob it is, and how far it came.
    Identify,
    /// Keys are set.
    Keys,
    /// Application and files are made.
    Files,
    /// Image and blocklist are written.
    Write,
    /// The writes take effect.
    Commit,
    /// Everything is read back and compared.
    ReadBack,
    /// The factory's keys are tried and must fail.
    FactoryCheck,
    /// The fob is emptied.
    Empty,
}

/// A sign of life, one for each exchange with the fob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is busy with.
    pub phase: Phase,
    /// Exchanges so far.
    pub exchanges: u32,
    /// Exchanges that the whole job is expected to take.
    pub expected: u32,
}

/// What an operation cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Exchanges with the fob.
    pub exchanges: u32,
    /// Bytes sent to the encoder.
    pub bytes_out: u64,
    /// Bytes received from it.
    pub bytes_in: u64,
    /// Content bytes written to files.
    pub written: u32,
    /// How often it was interrupted and continued by itself.
    pub restarts: u32,
}

impl WriteReport {
    /// Adds what another operation cost.
    pub fn add(&mut self, more: &Self) {
        self.exchanges += more.exchanges;
        self.bytes_out += more.bytes_out;
        self.bytes_in += more.bytes_in;
        self.written += more.written;
        self.restarts += more.restarts;
    }
}
