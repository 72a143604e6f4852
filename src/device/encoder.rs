//! What a station does with the fob on the encoder: look, read, program, empty.
//!
//! Every operation may be cut off at any exchange, before the fob acted or after it, and is mended by running it
//! again, here or at another station: it first asks the fob how far it came (key version bytes, files, the image's
//! revision), never by trying keys. Content changes with one CommitTransaction, so a fob holds the old image or the
//! new one. Images are bytes here, except for the [`Fence`] by which an outdated writer is told apart.

mod content;
mod difference;
mod emptying;
mod identify;
mod job;
mod layout;
mod reading;
mod structure;
mod visit;

pub use difference::written_ranges;
pub use identify::Chip;
pub use job::{
    EmptyJob, Expected, Fence, FileSizes, FobKeys, FobState, Format, KeyRole, ListCheck,
    MediumContents, MediumInfo, Phase, ProgramJob, Progress, WriteReport,
};
pub use layout::{APPLICATION, BLOCKLIST_FILE, EVENT_BYTES, EVENTS_FILE, IMAGE_FILE, KEPT_EVENTS};
use visit::Held;
pub use visit::Randomness;

use std::sync::atomic::AtomicBool;

use crate::device::Error;
use crate::device::line::Line;
use crate::device::pn532::{Firmware, Pn532, Timing, Traffic};

/// Speed at which the port of an encoder is opened, in baud.
pub const OPENING_BAUD: u32 = 115_200;

/// A device that reads and writes fobs.
pub trait Encoder: Send {
    /// What lies on the encoder, `None` when nothing does. Writes nothing.
    ///
    /// # Errors
    /// [`Error::ChipRefused`] and [`Error::RandomUid`] for a chip that is not accepted, and those of line and field.
    fn look(&mut self) -> Result<Option<MediumInfo>, Error>;

    /// The same before a first programming, and a fob as it left the factory is ready for it: [`Encoder::program`] goes
    /// on from here and asks nothing twice. Such a fob is told by its master key alone; should our application stand on
    /// it all the same, the write finds that before it changes anything.
    ///
    /// # Errors
    /// As [`Encoder::look`].
    fn look_before_first_write(&mut self) -> Result<Option<MediumInfo>, Error> {
        self.look()
    }

    /// The chip number of whatever lies on the encoder, without talking to it further.
    ///
    /// # Errors
    /// Those of line and field.
    fn presence(&mut self) -> Result<Option<Vec<u8>>, Error>;

    /// Reads all content of a fob of ours over an authenticated session.
    ///
    /// # Errors
    /// [`Error::NotProgrammed`], [`Error::Unfinished`], [`Error::OtherSystem`], [`Error::NoKey`] and those of line and
    /// field.
    fn read(&mut self, keys: &dyn FobKeys, format: &Format) -> Result<MediumContents, Error>;

    /// Brings the fob to the job's keys, image and blocklist, from whatever state an interrupted run left, and reads
    /// all of it back. `Ok` means: read back and equal, and on a first programming the factory keys were refused.
    ///
    /// # Errors
    /// Before the first write: [`Error::WrongFob`], [`Error::ChipRefused`], [`Error::ForeignMasterKey`],
    /// [`Error::ForeignApplication`], [`Error::Unfinished`] (somebody else began it, see below),
    /// [`Error::OtherSystem`], [`Error::FobFull`], [`Error::ImageTooLarge`],
    /// [`Error::BlocklistTooLarge`], [`Error::ChangedElsewhere`],
    /// [`Error::BadJob`]; after it such a reason comes as [`Error::StoppedHalfway`]. At any time:
    /// [`Error::FobLifted`], [`Error::Cancelled`] and those of line and field; the same job continues then.
    ///
    /// A fob that somebody else began is told by its application without keys while its master key is still the
    /// factory's, and refused with [`Error::Unfinished`] where [`Encoder::look_before_first_write`] found it new and
    /// this job has sent nothing yet that changes a fob; an interruption before that changes nothing. Once the job has
    /// asked for the application and the answer was lost, or where it is continued by a later call, it takes such an
    /// application for its own: nothing on a fob says who made it. Nothing is lost by that, as no content stands there
    /// and none of its keys is anybody's; the other station then finds a master key that it does not know.
    fn program(
        &mut self,
        job: &ProgramJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error>;

    /// Takes our application off the fob and gives it the factory's master key back, so that anyone can use it.
    ///
    /// # Errors
    /// As [`Encoder::program`].
    fn empty(
        &mut self,
        job: &EmptyJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error>;

    /// What went over the line since it was opened.
    fn traffic(&self) -> Traffic;
}

/// A PN532 with the fob on it.
pub struct FobEncoder {
    chip: Pn532,
    random: Randomness,
    /// A card was activated since the field was last off.
    occupied: bool,
    /// The card that was left as it stands, for the operation that comes next.
    held: Option<Held>,
}

impl FobEncoder {
    /// Opens the chip at the other end of `line`. `random` must give fresh, unpredictable bytes.
    ///
    /// # Errors
    /// As [`Pn532::open`].
    pub fn open(line: Box<dyn Line>, timing: Timing, random: Randomness) -> Result<Self, Error> {
        Ok(Self {
            chip: Pn532::open(line, timing)?,
            random,
            occupied: false,
            held: None,
        })
    }

    /// What the chip says about itself.
    pub fn firmware(&self) -> Firmware {
        self.chip.firmware()
    }
}

impl Encoder for FobEncoder {
    fn look(&mut self) -> Result<Option<MediumInfo>, Error> {
        self.look_at_fob()
    }

    fn look_before_first_write(&mut self) -> Result<Option<MediumInfo>, Error> {
        self.look_at_new_fob()
    }

    fn presence(&mut self) -> Result<Option<Vec<u8>>, Error> {
        self.present_fob()
    }

    fn read(&mut self, keys: &dyn FobKeys, format: &Format) -> Result<MediumContents, Error> {
        self.read_fob(keys, format)
    }

    fn program(
        &mut self,
        job: &ProgramJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error> {
        self.program_fob(job, progress, cancel)
    }

    fn empty(
        &mut self,
        job: &EmptyJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error> {
        self.empty_fob(job, progress, cancel)
    }

    fn traffic(&self) -> Traffic {
        self.chip.traffic()
    }
}
