//! Reading all content of a fob of ours.

use std::sync::atomic::AtomicBool;

use super::FobEncoder;
use super::job::{FobKeys, Format, MediumContents, Phase};
use super::layout::{
    APPLICATION, BLOCKLIST_FILE, EVENT_BYTES, EVENTS_FILE, IMAGE_FILE, KEPT_EVENTS,
};
use super::visit::Visit;
use crate::device::Error;
use crate::device::desfire::status;

/// Longest image or blocklist that is read; no fob holds more.
const LONGEST: u32 = 8 * 1_024;

impl FobEncoder {
    /// Reads the fob.
    pub(super) fn read_fob(
        &mut self,
        keys: &dyn FobKeys,
        format: &Format,
    ) -> Result<MediumContents, Error> {
        let never = AtomicBool::new(false);
        let (contents, _) = self.visit(None, keys, 30, &mut |_| {}, &never, |visit, _| {
            visit.contents(format)
        })?;
        Ok(contents)
    }
}

impl Visit<'_> {
    /// Everything that the station's key may read.
    fn contents(&mut self, format: &Format) -> Result<MediumContents, Error> {
        self.enter_phase(Phase::Identify);
        match self.card.select(APPLICATION) {
            Ok(()) => {}
            Err(error) if error.is_status(status::APPLICATION_NOT_FOUND) => {
                return Err(Error::NotProgrammed);
            }
            Err(error) => return Err(error),
        }
        if self.card.key_version(0)? == 0 {
            return Err(Error::Unfinished);
        }
        let generation = self.card.key_version(1)?;
        if !self.enter(generation)? {
            return Err(Error::OtherSystem);
        }
        self.enter_phase(Phase::ReadBack);
        let image = self.image(format)?;
        let head = self.read_part(BLOCKLIST_FILE, 0, format.blocklist_head)?;
        let blocklist = self.read_part(
            BLOCKLIST_FILE,
            0,
            (format.blocklist_length)(&head).unwrap_or(0),
        )?;
        // Last, because a fob without events ends the session.
        let events = self.events()?;
        Ok(MediumContents {
            uid: self.uid,
            generation,
            image,
            blocklist,
            events,
        })
    }

    /// The image, as long as its fence says. A fence at the very front is not read twice.
    fn image(&mut self, format: &Format) -> Result<Vec<u8>, Error> {
        let mut front = self.read_part(IMAGE_FILE, format.fence_offset, format.fence_length)?;
        let length = (format.fence)(&front).map_or(0, |fence| fence.length);
        match length.checked_sub(format.fence_length) {
            Some(rest) if format.fence_offset == 0 => {
                front.extend(self.read_part(IMAGE_FILE, format.fence_length, rest)?);
                Ok(front)
            }
            _ => self.read_part(IMAGE_FILE, 0, length),
        }
    }

    /// Reads `length` bytes, none when that is 0.
    pub(super) fn read_part(
        &mut self,
        file: u8,
        offset: u32,
        length: u32,
    ) -> Result<Vec<u8>, Error> {
        if length == 0 {
            return Ok(Vec::new());
        }
        let malformed = Error::AnswerMalformed {
            what: "length of the content",
        };
        match usize::try_from(length) {
            Ok(length) if length <= LONGEST as usize => {
                self.card.read(file, offset, length).map_err(|error| {
                    if error.is_status(status::BOUNDARY_ERROR) {
                        malformed
                    } else {
                        error
                    }
                })
            }
            _ => Err(malformed),
        }
    }

    /// All event records.
    fn events(&mut self) -> Result<Vec<[u8; 16]>, Error> {
        let bytes = self
            .card
            .records(EVENTS_FILE, EVENT_BYTES as usize, KEPT_EVENTS as usize)?;
        Ok(bytes.as_chunks::<16>().0.to_vec())
    }
}
